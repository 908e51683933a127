import { Engine } from '../../src/cam/engine.ts';

/** Evaluates a folder in a separate process, for tests that kill it. */
const [model = '', folder = '', cacheFolder = ''] = process.argv.slice(2);
const engine = new Engine();
await engine.evaluateFolder(model, folder, { cacheFolder }, (progress) => {
  console.log(JSON.stringify(progress));
});
