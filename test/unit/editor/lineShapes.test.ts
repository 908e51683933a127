import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findContainers } from '../../../src/cam/code/containers/findContainers.ts';
import { CodeLocator } from '../../../src/cam/code/locate/locate.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { placesIn } from '../../../src/editor/code/found/codePlaces.ts';
import { containerLinesIn } from '../../../src/editor/code/found/containerLines.ts';
import { lineShapes } from '../../../src/editor/code/found/lineShapes.ts';
import type { ModelCode } from '../../../src/editor/code/found/modelCode.ts';
import { fixtureSources } from '../code/folderSources.ts';

const workspace = path.resolve('test/fixtures/code/workspace');

/** By network and line: what PyTorch's last operation of each run of the line gave; see lines.py. */
const right: Record<string, Record<string, number[][][]>> = JSON.parse(
  readFileSync(path.resolve('test/fixtures/containers/lines.json'), 'utf8'),
);
const { models }: { models: { file: string; network: string; setting: string }[] } = JSON.parse(
  readFileSync(path.resolve('test/fixtures/code/expected.json'), 'utf8'),
);

/** Lines that end with a vector, and those of them with a shape. */
interface Counts {
  vectors: number;
  shown: number;
}

describe('the shapes behind the lines of code', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());
  const found = new Map<string, Counts>();

  async function shapesOf(model: string): Promise<Map<string, number[][]>> {
    const facts = await engine.readFacts(model);
    const origins = await engine.readOrigins(model);
    const locator = new CodeLocator(origins, fixtureSources(workspace));
    const layers = new Map(facts.layers.map((layer) => [layer.tensor, layer]));
    const nodes: ModelCode['nodes'] = [];
    for (const origin of origins) {
      const layer = origin.outputs.map((tensor) => layers.get(tensor)).find((one) => one);
      nodes.push({ origin, link: await locator.locate(origin), layer });
    }
    const containers = await findContainers(locator);
    const files = new Set(
      [...nodes.map(({ link }) => link), ...containers].flatMap((one) => one?.call?.file ?? []),
    );
    const code = { facts, nodes, containers } as unknown as ModelCode;
    const shown = new Map<string, number[][]>();
    for (const file of files) {
      const links = nodes.flatMap((node) =>
        node.link ? placesIn(node.link, file).map((place) => ({ ...place, node })) : [],
      );
      const lines = lineShapes({ code, links, containers: containerLinesIn(containers, file) });
      const name = path.relative(workspace, file).replaceAll('\\', '/');
      for (const [line, sizes] of lines) shown.set(`${name}:${line}`, sizes);
    }
    return shown;
  }

  for (const { file, network, setting } of models) {
    it(`of ${file} are what PyTorch computes there last`, async function () {
      const expected = right[network];
      if (!expected) return this.skip();
      const shown = await shapesOf(path.join(workspace, file));
      const counts = found.get(setting) ?? { vectors: 0, shown: 0 };
      for (const [line, runs] of Object.entries(expected)) {
        const vectors = runs.flat().filter((sizes) => sizes.length === 2);
        if (vectors.length === 0) continue;
        counts.vectors++;
        const here = shown.get(line) ?? [];
        if (here.some((sizes) => sizes.length === 1)) counts.shown++;
        for (const sizes of here.filter(({ length }) => length === 1)) {
          assert.ok(
            vectors.some((vector) => vector[1] === sizes[0]),
            `${line}: [${sizes}] instead of ${JSON.stringify(vectors)}`,
          );
        }
      }
      for (const [line, sizes] of shown) {
        if (!sizes.some(({ length }) => length === 1)) continue;
        const runs = expected[line]?.flat() ?? [];
        const isVector = runs.length === 0 || runs.some(({ length }) => length === 2);
        assert.ok(isVector, `${line} gives no vector: ${JSON.stringify(runs)}`);
      }
      found.set(setting, counts);
    });
  }

  it('stand behind most lines that end with a vector', function () {
    if (found.size < 8) return this.skip();
    assert.deepEqual(Object.fromEntries(found), {
      dynamo: { vectors: 66, shown: 65 },
      unoptimized: { vectors: 17, shown: 17 },
      strict: { vectors: 21, shown: 21 },
      torchscript: { vectors: 63, shown: 54 },
      verbose: { vectors: 47, shown: 42 },
      'ort-basic': { vectors: 4, shown: 4 },
      'ort-extended': { vectors: 6, shown: 6 },
      qdq: { vectors: 4, shown: 4 },
    });
  });
});
