// Runs the unit tests: the library, the command line and the editor's logic in plain Node; with `--editor-node` those
// that depend on Node itself, or the named ones, in VS Code's Node.
import { execFileSync } from 'node:child_process';
import { installCodeServer } from '../codeServer/install.ts';
import { runMain } from '../command.ts';
import { runMocha, testArguments } from './mocha.ts';

/** Sub-folders of the tests that meet Node itself: native code, kinds of arrays, processes and threads. */
const NEAR_NODE = ['engine', 'image', 'runtime'];

await runMain(async () => {
  const { isInEditorsNode } = testArguments();
  const node = isInEditorsNode ? (await installCodeServer()).node : process.execPath;
  console.log(`Node.js ${execFileSync(node, ['--version'], { encoding: 'utf8' })}`);
  await runMocha({
    node,
    folder: 'test/unit',
    ...(isInEditorsNode ? { parts: NEAR_NODE } : {}),
    // Some of them wait for files, processes and time limits.
    jobs: isInEditorsNode ? 2 : 3,
    timeoutMs: 30_000,
    slowest: [
      'cli/units.test.ts',
      'classifier/matrix.test.ts',
      'code/containers.test.ts',
      'units/names/suggestNames.test.ts',
    ],
  });
});
