import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** No requests of the browser itself. */
const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Starts a headless browser. Root may not use Chromium's sandbox. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  const args = process.getuid?.() === 0 ? [...quietFlags, '--no-sandbox'] : quietFlags;
  // Whoever starts the browser closes it, at a signal too.
  const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args, ...leaveSignals });
}
