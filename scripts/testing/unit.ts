// Runs the unit tests: the library, the command line and the editor's logic in plain Node.
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(() =>
  runMocha({
    folder: 'test/unit',
    timeoutMs: 30_000,
    slowest: [
      'units/scan/killedScan.test.ts',
      'cli/units.test.ts',
      'real/references.test.ts',
      'classifier/matrix.test.ts',
      'real/classUnits.test.ts',
      'code/containers.test.ts',
      'units/names/suggestNames.test.ts',
    ],
  }),
);
