import type { Page } from 'playwright-core';
import { launchBrowser } from '../browser/launchBrowser.ts';
import { withCleanup } from '../cleanup.ts';
import { repositoryRoot } from '../repository.ts';
import { windowAddress } from './address.ts';
import type { RunningServer } from './server.ts';
import { startServer } from './server.ts';
import { builtInExtensionsOfTests, calmSettings } from './settings.ts';

const timeoutMs = 20 * 60_000;

/** Nobody looks at it, and drawing takes time. */
const viewport = { width: 800, height: 600 };

export interface ExtensionHostOptions {
  /** Absolute path of a Chromium. */
  browser: string;
  extensionsFolder: string;
  /** Absolute path of the folder that is open. */
  workspace: string;
  /** Absolute path of a CommonJS file whose `run` is called inside the extension host. */
  tests: string;
  environment: Record<string, string>;
}

/** Runs code inside the extension host of a code-server window with this extension. @returns its exit code */
export function runInExtensionHost(options: ExtensionHostOptions): Promise<number> {
  return withCleanup(async (onEnd) => {
    const server = await startServer({
      extensionsFolder: options.extensionsFolder,
      allowTestsInAddress: true,
      builtInExtensions: builtInExtensionsOfTests,
      environment: options.environment,
    });
    onEnd(server.stop);
    server.writeSettings(calmSettings);
    const browser = await launchBrowser(options.browser);
    onEnd(() => browser.close());
    return runTests(await browser.newPage({ viewport }), server, options);
  });
}

/** Opens the window whose address names the tests; the workbench calls a function with their exit code. */
async function runTests(
  page: Page,
  server: RunningServer,
  { workspace, tests }: ExtensionHostOptions,
): Promise<number> {
  const errors: string[] = [];
  const reported = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', (kind: string, message: unknown[]) => {
    if (kind === 'error') errors.push(message.join(' '));
  });
  const address = windowAddress(server, {
    folder: workspace,
    development: {
      extension: repositoryRoot,
      tests,
    },
  });
  await page.goto(address);
  const exitCode = await Promise.race([reported, failure(page, server)]);
  if (typeof exitCode === 'number') {
    if (exitCode !== 0) console.error(errors.slice(-5).join('\n'));
    return exitCode;
  }
  console.error(exitCode, errors.slice(-5).join('\n'));
  return 1;
}

/** Resolves with a sentence when the tests can no longer report. */
function failure(page: Page, server: RunningServer): Promise<string> {
  return new Promise((resolve) => {
    page.once('crash', () => resolve('The browser page crashed.'));
    void server.ended.then(() => resolve(`code-server ended:\n${server.output()}`));
    setTimeout(() => resolve('The tests did not end in time.'), timeoutMs).unref();
  });
}
