// Prints whether onnxruntime is loaded after the facts of the models `MODEL…` are read, and after the last of them is
// inspected.
import { Engine } from '../../../src/cam/engine.ts';

const models = process.argv.slice(2);
const engine = new Engine();
for (const file of models) await engine.readFacts(file);
const before = isLoaded();
await engine.inspectModel(models.at(-1) ?? '');
console.log(before, isLoaded());
await engine.dispose();

function isLoaded(): boolean {
  const { sharedObjects } = process.report.getReport() as { sharedObjects: string[] };
  return sharedObjects.some((name) => name.includes('onnxruntime'));
}
