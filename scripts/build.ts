import { buildAll } from './bundles.ts';

await buildAll({ production: process.argv.includes('--production') });
