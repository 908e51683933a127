// Runs the tests of the webview's pages in a browser, without VS Code: the test takes the part of the editor.
import { findBrowser } from '../browser/findBrowser.ts';
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(async () =>
  runMocha({
    folder: 'test/pages',
    timeoutMs: 60_000,
    keepsProcesses: true,
    slowest: ['unit', 'class', 'page', 'patch', 'names'].map(
      (name) => `classUnits/${name}.test.ts`,
    ),
    environment: { CHROME_PATH: await findBrowser() },
  }),
);
