import assert from 'node:assert/strict';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { layerGraph } from '../../../src/cam/layers/layerGraph.ts';
import { groupLayers } from '../../../src/cam/layers/layerGroups.ts';
import type { Layer } from '../../../src/cam/results/inspection.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import { makeGraph } from './graphs.ts';

const folder = inRepository('test', 'fixtures', 'layers');

function layer(tensor: string, module = '', side = 8, isCutPoint = true): Layer {
  return {
    ...{ tensor, operator: 'Relu', node: tensor, module, parameters: 0, isCutPoint },
    ...{ shape: { channels: 4, height: side, width: side } },
    ...{ stride: undefined, receptiveField: undefined },
  };
}

function node(opType: string, inputs: string[], output: string) {
  return { opType, domain: '', name: output, inputs, outputs: [output], bytes: new Uint8Array() };
}

/** Edges as `from>to`, with `~` where tensors that are no layers lie between. */
function edgesOf({ edges, tensors }: LayerGraph): string[] {
  const names = ['picture', ...tensors, 'output'];
  return edges.map(
    ({ from, to, isIndirect }) => `${names[from]}${isIndirect ? '~' : '>'}${names[to]}`,
  );
}

describe('the graph of the layers', () => {
  it('keeps branches and skips, and says what comes by way of a pooled vector', () => {
    const graph = makeGraph([
      node('Conv', ['picture', 'w'], 'conv'),
      node('Relu', ['conv'], 'relu'),
      node('GlobalAveragePool', ['relu'], 'pooled'),
      node('Sigmoid', ['pooled'], 'gate'),
      node('Mul', ['relu', 'gate'], 'gated'),
      node('Add', ['gated', 'conv'], 'sum'),
      node('Shape', ['sum'], 'shape'),
      node('Reshape', ['sum', 'shape'], 'flat'),
      node('Gemm', ['flat', 'w2'], 'scores'),
    ]);
    const layers = ['conv', 'relu', 'gated', 'sum'].map((name) => layer(name));
    assert.deepEqual(edgesOf(layerGraph(graph, 'picture', 'scores', layers)), [
      'picture>conv',
      'conv>relu',
      'relu>gated',
      'relu~gated',
      'gated>sum',
      'conv>sum',
      'sum~output',
    ]);
  });

  it('groups by module, and a module without a name with its neighbours', () => {
    const paths = ['stem', 'block.conv', 'block.act', '', 'block', 'tail.a.x', 'tail.a.y', 'stem'];
    const groups = groupLayers(paths.map((path, i) => layer(`t${i}`, path)));
    assert.deepEqual(
      groups.map(({ kind, name, start, end }) => [kind, name, start, end]),
      [
        ['module', 'block', 2, 6],
        // A module that only wraps another one has its name.
        ['module', 'tail.a', 6, 8],
      ],
    );
  });

  it('makes two groups of a module that runs again later, so that folding makes no cycle', () => {
    const paths = ['a.x', 'a.y', 'b', 'a.x', 'a.y'];
    const groups = groupLayers(paths.map((path, i) => layer(`t${i}`, path)));
    assert.deepEqual(
      groups.map(({ name, start, end }) => [name, start, end]),
      [
        ['a', 1, 3],
        ['a', 4, 6],
      ],
    );
  });

  it('groups by size and by branches where no modules are recorded', () => {
    const layers = [
      layer('a', '', 16),
      layer('b', '', 16),
      layer('c', '', 8, false),
      layer('d', '', 8, false),
      layer('e', '', 8),
      layer('f', '', 8),
    ];
    assert.deepEqual(
      groupLayers(layers).map(({ kind, name, start, end }) => [kind, name, start, end]),
      [
        ['size', '16x16', 1, 3],
        ['size', '8x8', 3, 7],
        ['block', 'e', 3, 6],
      ],
    );
  });

  describe('of networks from PyTorch', function () {
    this.timeout(60_000);
    const engine = new Engine();
    after(() => engine.dispose());

    /** By hand from make.py: two branches between the stem's ReLU and the sum. */
    for (const exporter of ['torchscript', 'dynamo']) {
      it(`has both branches of a residual network, ${exporter}`, async () => {
        const file = `${folder}/residual.${exporter}.onnx`;
        const graph = await engine.layerGraph(file);
        const { facts } = await engine.inspectModel(file);
        assert.deepEqual(
          graph.tensors,
          facts.layers.map(({ tensor }) => tensor),
        );
        assert.deepEqual(
          graph.edges.map(({ from, to }) => [from, to]),
          [
            [0, 1],
            [1, 2],
            [2, 3],
            [3, 4],
            [4, 5],
            [2, 6],
            [5, 7],
            [6, 7],
            [7, 8],
            [8, 9],
            [9, 10],
            [10, 11],
          ],
        );
        assert.deepEqual(
          graph.groups.map(({ name, start, end }) => [name, start, end]),
          [
            ['trunk', 1, 11],
            ['trunk.left', 3, 6],
          ],
        );
      });
    }

    it('has the gate of squeeze and excitation beside what it gates', async () => {
      const graph = await engine.layerGraph(`${folder}/squeeze_excite.torchscript.onnx`);
      const { facts } = await engine.inspectModel(`${folder}/squeeze_excite.torchscript.onnx`);
      const gated = facts.layers.findIndex(({ operator }) => operator === 'Mul') + 1;
      assert.ok(gated > 0);
      const ways = graph.edges.filter(({ to }) => to === gated);
      assert.deepEqual(ways.map(({ isIndirect }) => isIndirect).sort(), [false, true]);
      assert.equal(new Set(ways.map(({ from }) => from)).size, 1);
    });

    it('has the same layers as the facts of a file that is only read', async () => {
      const file = `${folder}/residual.torchscript.onnx`;
      const graph = await engine.layerGraph(file, { isOnlyRead: true });
      const { layers } = await engine.readFacts(file);
      assert.deepEqual(
        graph.tensors,
        layers.map(({ tensor }) => tensor),
      );
    });
  });
});
