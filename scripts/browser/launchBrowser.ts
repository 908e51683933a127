import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Switches off requests of the browser itself, and what tests only pay for. */
const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--in-process-gpu',
  '--no-first-run',
];

/** Starts a headless browser. Root may not use Chromium's sandbox. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  const args = process.getuid?.() === 0 ? [...quietFlags, '--no-sandbox'] : quietFlags;
  // The caller closes the browser, also after a signal.
  const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args, ...leaveSignals });
}
