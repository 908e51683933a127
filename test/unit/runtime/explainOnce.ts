// Explains a picture, `MODEL PICTURE`, as every caller of the library does.
import { Engine } from '../../../src/cam/engine.ts';

const [model = '', picture = ''] = process.argv.slice(2);
const engine = new Engine();
await engine.explain(model, picture);
await engine.dispose();
