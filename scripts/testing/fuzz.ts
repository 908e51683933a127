// Runs the first cases of `npm run fuzz`: damaged models, pictures and sidecars; each must end in a result or a clear
// error.
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(() => runMocha({ folder: 'test/fuzz', timeoutMs: 600_000 }));
