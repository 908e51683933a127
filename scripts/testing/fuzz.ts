// Runs the first cases of `npm run fuzz`: damaged models, pictures and sidecars, each of which is to end well.
import { runMain } from '../command.ts';
import { runMocha } from './mocha.ts';

await runMain(() => runMocha({ folder: 'test/fuzz', timeoutMs: 600_000 }));
