/**
 * Lists the models that allow fewer methods because an operator between picture and scores has no gradient rule:
 *
 *     npx tsx scripts/methods/operatorsWithoutRule.ts FOLDER…
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../src/cam/base/errors.ts';
import { Engine } from '../../src/cam/engine.ts';
import { findPath } from '../../src/cam/gradients/differentiate.ts';
import { ruleOf } from '../../src/cam/gradients/rules/table.ts';
import { Graph } from '../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../src/cam/onnx/readModel.ts';
import { runMain } from '../command.ts';

await runMain(async () => {
  const engine = new Engine();
  try {
    for (const folder of process.argv.slice(2)) await listFolder(path.resolve(folder), engine);
  } finally {
    await engine.dispose();
  }
});

async function listFolder(folder: string, engine: Engine): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.onnx')).sort();
  let unreadable = 0;
  for (const name of files) {
    const file = path.join(folder, name);
    try {
      const operators = await operatorsWithoutRule(file);
      const refused = operators.length > 0 ? await refusedBy(file, engine) : [];
      if (refused.length > 0) console.log(`${name}: ${operators}; no ${refused.join(', ')}`);
    } catch (error) {
      if (!CamError.is(error)) throw error;
      unreadable++;
    }
  }
  console.log(`${folder}: ${files.length} files, ${unreadable} not readable`);
}

async function operatorsWithoutRule(file: string): Promise<string[]> {
  const model = await readOnnxModel(file);
  const graph = new Graph(model);
  const inputs = model.inputs.map(({ name }) => name);
  const nodes = model.outputs.flatMap(({ name }) => findPath(graph, name, inputs).nodes);
  const without = nodes.filter((node) => !ruleOf(node));
  return [
    ...new Set(without.map(({ domain, opType }) => [domain, opType].filter(Boolean).join('.'))),
  ];
}

/** Models in 8 bits are differentiated as their float twins, so an operator of theirs may refuse nothing. */
async function refusedBy(file: string, engine: Engine): Promise<string[]> {
  const { offers } = await engine.describeMethods(file);
  return offers.flatMap(({ method, reason }) => (reason ? [method] : []));
}
