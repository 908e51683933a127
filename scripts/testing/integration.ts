// Runs the integration suite inside the extension host of a code-server window.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../browser/findBrowser.ts';
import { buildAll } from '../bundles.ts';
import { withCleanup } from '../cleanup.ts';
import { runInExtensionHost } from '../codeServer/extensionHost.ts';
import { emptyExtensionsFolder } from '../codeServer/extensions.ts';
import { Problem, runMain } from '../command.ts';
import { inRepository, samplesFolder } from '../repository.ts';

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
    const printing = printWhileItGrows(log);
    onEnd(printing.stop);
    const exitCode = await runInExtensionHost({
      browser: executablePath,
      extensionsFolder: extensions.path,
      workspace,
      tests: inRepository('out/integration/index.cjs'),
      environment: { CAM_LENS_TEST_LOG: log },
    });
    if (exitCode === 0) await requireNoProcess(log);
    return exitCode;
  });
});

/**
 * The suites leave an engine process and an endless export; both must end with the window. The processes of this run
 * are found by the name of their log, which they inherit. Linux only: other systems have no /proc.
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
      return false; // No process, or it has ended in the meantime.
    }
  });
}

/** The suite has no terminal and writes to a file; prints this file. */
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
