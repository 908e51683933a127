// Runs the integration suite inside the extension host of a code-server window.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findBrowser } from './browser.ts';
import { launchBrowser } from './browserLaunch.ts';
import { buildAll } from './bundles.ts';
import { withCleanup } from './cleanup.ts';
import { windowAddress } from './codeServer/address.ts';
import { emptyExtensionsFolder } from './codeServer/extensions.ts';
import type { RunningServer } from './codeServer/server.ts';
import { startServer } from './codeServer/server.ts';
import { Problem, runMain } from './command.ts';
import { inRepository, repositoryRoot, samplesFolder } from './repository.ts';

const timeoutMs = 10 * 60_000;

await runMain(async () => {
  await buildAll({ production: false });
  const executablePath = await findBrowser();
  process.exitCode = await withCleanup(async (onEnd) => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-integration-'));
    onEnd(() => rmSync(scratch, { recursive: true, force: true }));
    const workspace = path.join(scratch, 'workspace');
    cpSync(samplesFolder, workspace, { recursive: true });
    const log = path.join(scratch, 'test.log');
    writeFileSync(log, '');
    const extensions = emptyExtensionsFolder();
    onEnd(extensions.remove);
    const server = await startServer({
      extensionsFolder: extensions.path,
      allowTestsInAddress: true,
      environment: { CAM_LENS_TEST_LOG: log },
    });
    onEnd(server.stop);
    const browser = await launchBrowser(executablePath);
    onEnd(() => browser.close());
    const printing = printWhileItGrows(log);
    onEnd(printing.stop);
    const exitCode = await runSuite(await browser.newPage(), server, workspace);
    if (exitCode === 0) await requireNoProcess(log);
    return exitCode;
  });
});

/** Opens the window whose address names the tests; the workbench reports the suite's exit code by a function that it calls. */
async function runSuite(page: Page, server: RunningServer, workspace: string): Promise<number> {
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
      tests: inRepository('out/integration/index.cjs'),
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

/**
 * The suites leave an engine process and an export that never ends; they must end with the window. Those of this run are
 * known by the name of their log, which they inherit. Linux only: elsewhere there is no /proc.
 */
async function requireNoProcess(log: string): Promise<void> {
  const deadlineMs = Date.now() + 15_000;
  for (;;) {
    const left = process.platform === 'linux' ? processesWith(log) : [];
    if (left.length === 0) return;
    if (Date.now() > deadlineMs) {
      throw new Problem(`The window has ended, but not its process ${left.join(', ')}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function processesWith(log: string): string[] {
  return readdirSync('/proc').filter((id) => {
    try {
      const commandLine = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      if (!/dist\/(engine|exportRun)\.cjs|endless\.cjs/.test(commandLine)) return false;
      return readFileSync(`/proc/${id}/environ`, 'utf8').includes(log);
    } catch {
      return false; // No process, or it has ended meanwhile.
    }
  });
}

/** Resolves with a sentence when the suite can no longer report. */
function failure(page: Page, server: RunningServer): Promise<string> {
  return new Promise((resolve) => {
    page.once('crash', () => resolve('The browser page crashed.'));
    void server.ended.then(() => resolve(`code-server ended:\n${server.output()}`));
    setTimeout(() => resolve('The integration tests did not end in time.'), timeoutMs).unref();
  });
}

/** Prints what the suite, which has no terminal, writes to a file. */
function printWhileItGrows(file: string): { stop(): void } {
  let printedBytes = 0;
  const print = () => {
    const content = readFileSync(file);
    process.stdout.write(content.subarray(printedBytes));
    printedBytes = content.length;
  };
  const timer = setInterval(print, 200);
  return {
    stop() {
      clearInterval(timer);
      print();
    },
  };
}
