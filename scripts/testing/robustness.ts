// Runs the first cases of `npm run fuzz`, files made to do harm, and scans that are killed: each must end in a result or
// a clear error, and nothing may be lost.
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(() => runMocha({ folder: 'test/robustness', timeoutMs: 600_000 }));
