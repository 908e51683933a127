import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Container } from '../../../src/cam/code/containers/container.ts';
import type { ContainerFacts } from '../../../src/cam/code/containers/containerFacts.ts';
import { containerFacts } from '../../../src/cam/code/containers/containerFacts.ts';
import { findContainers } from '../../../src/cam/code/containers/findContainers.ts';
import { CodeLocator } from '../../../src/cam/code/locate/locate.ts';
import { readOrigins } from '../../../src/cam/code/origins/origins.ts';
import { readFacts } from '../../../src/cam/inspect/inspect.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { fixtureSources } from './folderSources.ts';

const containersFolder = path.resolve('test/fixtures/containers');
const codeFolder = path.resolve('test/fixtures/code');
const workspace = path.join(codeFolder, 'workspace');

/** The calls that PyTorch made when it ran the network, see `make.py`. */
interface TrueCall {
  module: string | null;
  method: string | null;
  call: { file: string; line: number } | null;
  shapes: number[][];
  parameters: number | null;
}

interface Found {
  container: Container;
  facts: ContainerFacts;
}

const calls: Record<string, TrueCall[]> = JSON.parse(
  readFileSync(path.join(containersFolder, 'expected.json'), 'utf8'),
);
const { models }: { models: { file: string; network: string; setting: string }[] } = JSON.parse(
  readFileSync(path.join(codeFolder, 'expected.json'), 'utf8'),
);

/** Calls that PyTorch made from lines of the project, those whose line was found, and whose shape is shown. */
interface Counts {
  calls: number;
  lines: number;
  shapes: number;
}

describe('the lines that call containers, blocks and helper methods', () => {
  const found = new Map<string, Counts>();

  for (const { file, network, setting } of models) {
    it(file, async () => {
      const containers = await containersOf(path.join(workspace, file), workspace);
      const counts = checkAll(containers, calls[network] ?? [], workspace, setting);
      const sum = found.get(setting) ?? { calls: 0, lines: 0, shapes: 0 };
      found.set(setting, {
        calls: sum.calls + counts.calls,
        lines: sum.lines + counts.lines,
        shapes: sum.shapes + counts.shapes,
      });
    });
  }

  it('are found with known outputs, as often as before', function () {
    if (found.size < 8) return this.skip();
    assert.deepEqual(Object.fromEntries(found), {
      dynamo: { calls: 98, lines: 86, shapes: 81 },
      unoptimized: { calls: 19, lines: 18, shapes: 18 },
      strict: { calls: 31, lines: 31, shapes: 30 },
      torchscript: { calls: 97, lines: 71, shapes: 66 },
      verbose: { calls: 69, lines: 61, shapes: 56 },
      'ort-basic': { calls: 3, lines: 2, shapes: 2 },
      'ort-extended': { calls: 7, lines: 0, shapes: 0 },
      qdq: { calls: 3, lines: 2, shapes: 1 },
    });
  });

  for (const setting of ['dynamo', 'strict']) {
    it(`that are called several times, ${setting}`, async () => {
      const model = path.join(containersFolder, `repeated.${setting}.onnx`);
      const containers = await containersOf(model, containersFolder);
      checkAll(containers, calls.repeated ?? [], containersFolder, setting);
      const at = (line: number, name: string) =>
        containers
          .filter(({ container }) => container.call?.line === line && container.name === name)
          .map(({ facts }) => facts.shapes.map((shape) => shape.join(' × ')).join(', '));
      assert.deepEqual(at(90, '_stem'), ['4 × 1024 × 1024']);
      assert.deepEqual(at(92, 'down'), [''], 'another size each time');
      assert.deepEqual(at(93, 'down'), [''], 'two calls in one line');
      assert.deepEqual(at(97, 'smooth'), ['4 × 8 × 8'], 'the same size each time');
      assert.deepEqual([...at(99, '0'), ...at(99, '1')], ['4 × 8 × 8', '4 × 8 × 8']);
      assert.deepEqual(at(100, 'a'), ['6 × 8 × 8'], 'an entry of a dictionary');
      assert.deepEqual(at(101, '_pairs'), ['6 × 8 × 8']);
      assert.deepEqual(at(102, 'pair_1'), ['8 × 8 × 8']);
      // The default exporter takes two rectifiers, one of them behind the container, for one.
      assert.deepEqual(at(102, 'pair_2'), ['']);
      assert.deepEqual(at(103, 'split'), ['12 × 8 × 8, 6 × 4 × 4'], 'two tensors');
      assert.deepEqual(at(107, 'head'), ['5'], 'an output of the model');
    });
  }

  it('a container whose last operation was merged with one behind it has no shape', async () => {
    const model = path.join(containersFolder, 'repeated.dynamo.onnx');
    const containers = await containersOf(model, containersFolder);
    for (const name of ['outside', 'padded']) {
      const own = containers.filter(({ container }) => container.name === name);
      assert.deepEqual(
        own.map(({ facts: { shapes, stride, tensor } }) => ({ shapes, stride, tensor })),
        [{ shapes: [], stride: undefined, tensor: undefined }],
        name,
      );
    }
  });

  it('a block’s stride, receptive field, layers and definition', async () => {
    const model = path.join(workspace, 'exports/nested.dynamo.onnx');
    const containers = await containersOf(model, workspace);
    const own = containers.find(({ container }) => container.module === 'layer1');
    assert.deepEqual(own?.facts, {
      shapes: [[6, 2, 2]],
      stride: { x: 8, y: 8 },
      receptiveField: { width: 49, height: 49 },
      parameters: 878,
      layerCount: 11,
      tensor: 'add_1',
      isOnlyOutput: true,
    });
    assert.equal(own.container.definition?.line, 24);
    assert.equal(own.container.className, 'Sequential');
  });
});

async function containersOf(model: string, folder: string): Promise<Found[]> {
  const graph = new Graph(await readOnnxModel(model));
  const origins = readOrigins(graph);
  const containers = await findContainers(new CodeLocator(origins, fixtureSources(folder)));
  const facts = await readFacts(graph);
  return containers.map((container) => ({ container, facts: containerFacts(container, facts) }));
}

/** Everything shown must agree with PyTorch's run. */
function checkAll(
  all: readonly Found[],
  right: readonly TrueCall[],
  folder: string,
  setting: string,
): Counts {
  const counts = { calls: 0, lines: 0, shapes: 0 };
  // A bias of zeros is taken out by the exporter.
  const isOptimized = /dynamo|strict|ort|qdq/.test(setting);
  const keyOf = (name: string, file: string, line: number) => `${name} at ${file}:${line}`;
  const expected = new Map<string, TrueCall[]>();
  for (const one of right) {
    if (!one.call) continue;
    const key = keyOf(one.module ?? one.method ?? '', one.call.file, one.call.line);
    expected.set(key, [...(expected.get(key) ?? []), one]);
  }
  const shown = new Map<string, Found[]>();
  for (const one of all) {
    const { module, name, call } = one.container;
    if (!call) continue;
    const file = path.relative(folder, call.file).replaceAll('\\', '/');
    const key = keyOf(module ?? name, file, call.line);
    shown.set(key, [...(shown.get(key) ?? []), one]);
  }
  for (const key of shown.keys()) assert.ok(expected.has(key), `${key} is no call`);
  counts.calls = expected.size;
  for (const [key, times] of expected) {
    const here = shown.get(key) ?? [];
    if (here.length > 0) counts.lines++;
    assert.ok(here.length <= times.length, `${key} runs ${times.length} times`);
    if (here.length > 0 && here.every(({ facts }) => facts.shapes.length > 0)) counts.shapes++;
    for (const [index, { facts }] of here.entries()) {
      const ran = here.length === times.length ? times.slice(index, index + 1) : times;
      for (const { shapes, parameters } of ran) {
        const sizes = shapes.map((shape) => shape.slice(1));
        const texts = new Set(sizes.map((size) => size.join(' × ')));
        const shownTexts = facts.shapes.map((size) => size.join(' × '));
        if (shownTexts.length > 0) assert.deepEqual(shownTexts, [...texts], key);
        if (parameters !== null && !isOptimized) {
          assert.equal(facts.parameters, parameters, `parameters of ${key}`);
        }
      }
    }
  }
  return counts;
}
