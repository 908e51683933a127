// Runs the tests on real models, which are not in the repository: without them they say that they are skipped.
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(() =>
  runMocha({ folder: 'test/real', timeoutMs: 30_000, slowest: ['references.test.ts'] }),
);
