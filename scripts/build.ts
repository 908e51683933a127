import { buildAll } from './bundles.ts';
import { runMain } from './command.ts';

await runMain(() => buildAll({ production: process.argv.includes('--production') }));
