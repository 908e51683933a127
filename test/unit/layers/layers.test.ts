import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { Layer, ModelInspection } from '../../../src/cam/results/inspection.ts';
import { moduleIn } from './places.ts';

interface GoldenModule {
  shape: number[];
  parameters: number | null;
  stride: { x: number; y: number } | null;
  receptiveField: { width: number; height: number } | 'global' | null;
}

interface GoldenNet {
  side: number;
  exporters: string[];
  modules: Record<string, GoldenModule>;
}

const folder = inRepository('test', 'fixtures', 'layers');
const golden = JSON.parse(readFileSync(`${folder}/layers.json`, 'utf8')) as Record<
  string,
  GoldenNet
>;

/** Fields are told by PyTorch's autograd; see make.py. */
describe('layers of networks from PyTorch', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());

  for (const [name, { exporters, modules }] of Object.entries(golden)) {
    for (const exporter of exporters) {
      describe(`${name}, ${exporter}`, () => {
        let inspection: ModelInspection;
        before(async () => {
          inspection = await engine.inspectModel(`${folder}/${name}.${exporter}.onnx`);
        });

        for (const [module, expected] of Object.entries(modules)) {
          it(`finds ${module} with its shape, stride and receptive field`, () => {
            const layers = layersOf(inspection.facts.layers, moduleIn(exporter, module));
            const last = layers.at(-1);
            assert.ok(last, `of ${inspection.facts.layers.map((layer) => layer.module)}`);
            assertShape(last, expected.shape);
            if (expected.receptiveField === 'global') {
              assert.equal(last.receptiveField, 'global');
            } else if (expected.receptiveField === null) {
              assert.equal(last.receptiveField, undefined);
            } else {
              assert.deepEqual(
                [last.receptiveField, last.stride],
                [expected.receptiveField, expected.stride],
              );
            }
            if (expected.parameters !== null) {
              const found = layers.reduce((total, { parameters }) => total + parameters, 0);
              assert.equal(found, expected.parameters);
            }
          });
        }
      });
    }
  }

  it('marks the tensors through which everything flows, and nothing inside a branch', async () => {
    const { facts } = await engine.inspectModel(`${folder}/residual.torchscript.onnx`);
    // By hand from make.py: two branches between the stem's ReLU and the sum.
    assert.deepEqual(
      facts.layers.map(({ operator, module, isCutPoint }) => [operator, module, isCutPoint]),
      [
        ['Conv', 'trunk.stem', true],
        ['Relu', 'trunk', true],
        ['Conv', 'trunk.left.0', false],
        ['Relu', 'trunk.left.1', false],
        ['Conv', 'trunk.left.2', false],
        ['Conv', 'trunk.right', false],
        ['Add', 'trunk', true],
        ['Relu', 'trunk', true],
        ['Conv', 'trunk.wide', true],
        ['Relu', 'trunk', true],
      ],
    );
  });

  it("finds the module of a node without weights in the newer exporter's metadata", async () => {
    const { layers } = await engine.readFacts(`${folder}/residual.dynamo.onnx`);
    assert.deepEqual(
      layers.filter(({ operator }) => operator === 'Relu').map(({ module }) => module),
      ['trunk', 'trunk.left.1', 'trunk', 'trunk'],
    );
  });

  it('knows the same from the file alone if it states the sizes', async () => {
    const path = `${folder}/residual.dynamo.onnx`;
    const [stated, inferred] = [await engine.readFacts(path), await engine.inspectModel(path)];
    assert.deepEqual(stated.layers, inferred.facts.layers);
  });
});

describe('layers of a file that states no sizes inside', () => {
  // By hand: the Net of make.py in the fixtures' folder `variants`.
  for (const file of ['qdq_s8', 'qdq_u8', 'qoperator_u8', 'float16', 'torchscript_17']) {
    it(`${file}: shapes follow from its weights`, async () => {
      const engine = new Engine();
      const { layers } = await engine.readFacts(
        inRepository('test', 'fixtures', 'variants', `${file}.onnx`),
      );
      const shapes = new Set(
        layers
          .filter(({ shape }) => shape?.channels !== 3)
          .map(({ shape }) => shape && `${shape.channels} ${shape.height} ${shape.width}`),
      );
      assert.deepEqual([...shapes], ['6 12 12', '8 6 6']);
    });
  }
});

/** Of a module and those inside it. */
function layersOf(layers: Layer[], module: string): Layer[] {
  return layers.filter((layer) => `${layer.module}.`.startsWith(`${module}.`));
}

/** Tokens [N, T, C], channels last [N, H, W, C] (linear layers), or [N, C, H, W]. */
function assertShape({ shape }: Layer, dims: number[]): void {
  assert.ok(shape);
  const { channels, height, width } = shape;
  const possible = [
    [channels, height, width],
    [height, width, channels],
    [height * width, channels],
  ];
  assert.ok(
    possible.some((sizes) => sizes.join() === dims.slice(1).join()),
    `${JSON.stringify(shape)} instead of ${dims}`,
  );
}
