// Runs the end-to-end tests in VS Code windows: of the extension as built here, or with `--vsix FILE` of a packaged one.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';
import { buildAll } from './bundles.ts';
import { withCleanup } from './cleanup.ts';
import { installedExtension, linkedExtension } from './codeServer/extensions.ts';
import { installCodeServer } from './codeServer/install.ts';
import { run, runMain } from './command.ts';
import { inRepository } from './repository.ts';

const { values } = parseArgs({
  options: { vsix: { type: 'string' }, grep: { type: 'string' } },
});

await runMain(async () => {
  if (!values.vsix) await buildAll({ production: false });
  await installCodeServer();
  const browser = await findBrowser();
  await withCleanup(async (onEnd) => {
    const extensions = values.vsix ? await installedExtension(values.vsix) : linkedExtension();
    onEnd(extensions.remove);
    const mocha = inRepository('node_modules/mocha/bin/mocha.js');
    const filter = values.grep ? ['--grep', values.grep] : [];
    const tests = path.posix.join('test', 'e2e', '**', '*.test.ts');
    // A window can be slower than a test expects where the machine is busy; what fails twice is a fault.
    const retries = ['--retries', '1'];
    await run(
      process.execPath,
      ['--import', 'tsx', mocha, '--timeout', '300000', ...retries, ...filter, tests],
      {
        env: {
          ...process.env,
          CHROME_PATH: browser,
          CAM_LENS_EXTENSIONS_FOLDER: extensions.path,
        },
      },
    );
  });
});
