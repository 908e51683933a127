// Runs the integration suite in desktop VS Code: VSCODE_EXECUTABLE, or the version VSCODE_VERSION, downloaded once.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildAll } from '../bundles.ts';
import { Problem, runMain } from '../command.ts';
import { inRepository, repositoryRoot, samplesFolder } from '../repository.ts';

await runMain(async () => {
  const { VSCODE_EXECUTABLE, VSCODE_VERSION, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    throw new Problem('Desktop VS Code needs a screen: run `xvfb-run -a npm run test:desktop`.');
  }
  await buildAll({ production: false });
  const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-desktop-'));
  const workspace = path.join(scratch, 'workspace');
  cpSync(samplesFolder, workspace, { recursive: true });
  try {
    await runTests({
      ...(VSCODE_EXECUTABLE
        ? { vscodeExecutablePath: VSCODE_EXECUTABLE }
        : { version: VSCODE_VERSION ?? 'stable' }),
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: inRepository('out/integration/index.cjs'),
      launchArgs: [
        workspace,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${path.join(scratch, 'user')}`,
      ],
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});
