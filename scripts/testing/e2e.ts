// Runs the end-to-end tests in VS Code windows: with the extension as built here, or with a packaged one by
// `--vsix FILE`.
import { findBrowser } from '../browser/findBrowser.ts';
import { buildAll } from '../bundles.ts';
import { withCleanup } from '../cleanup.ts';
import { installedExtension, linkedExtension } from '../codeServer/extensions.ts';
import { installCodeServer } from '../codeServer/install.ts';
import { runMain } from '../command.ts';
import { runMocha, testArguments } from './mocha.ts';

await runMain(async () => {
  const { vsix } = testArguments();
  if (!vsix) await buildAll({ production: false });
  await installCodeServer();
  const browser = await findBrowser();
  await withCleanup(async (onEnd) => {
    const extensions = vsix ? await installedExtension(vsix) : linkedExtension();
    onEnd(extensions.remove);
    await runMocha({
      folder: 'test/e2e',
      timeoutMs: 300_000,
      slowest: ['models', 'showCam', 'evaluate', 'start'].map((name) => `${name}.test.ts`),
      // On a busy machine a window can be slower than a test expects; a test that fails twice is a fault.
      retries: 1,
      keepsProcesses: true,
      environment: { CHROME_PATH: browser, CAM_LENS_EXTENSIONS_FOLDER: extensions.path },
    });
  });
});
