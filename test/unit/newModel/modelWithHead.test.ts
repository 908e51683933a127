import assert from 'node:assert/strict';
import { inRepository } from '../../../scripts/repository.ts';
import type { Analysis } from '../../../src/cam/classifier/analysis.ts';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { modelWithHead } from '../../../src/cam/newModel/modelWithHead.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readNode } from '../../../src/cam/onnx/file/messages.ts';
import type { OnnxModel } from '../../../src/cam/onnx/file/model.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { renameField } from '../../../src/cam/onnx/write/rewrite.ts';
import { randomHead } from './writeWithHead.ts';

describe('the parts of a model with a new head', () => {
  const analysed = async (name: string) => {
    const file = inRepository('test', 'fixtures', 'variants', `${name}.onnx`);
    return analyseModel(new Graph(await readOnnxModel(file)));
  };
  const withHead = ({ graph, input, feature, layout }: Analysis, model: OnnxModel) =>
    modelWithHead(
      graph.rewritten(model),
      input.name,
      { ...feature, layout },
      randomHead(layout.channels),
      new Map(),
    );

  it('have the scale of a quantised map also where only the old head takes it', async () => {
    const analysis = await analysed('free_axes_qoperator');
    const { model } = analysis.graph;
    const { name } = analysis.feature;
    const scale = model.initializers.get(name.replace(/quantized$/, 'scale'));
    assert.ok(scale);
    const initializers = new Map(model.initializers);
    initializers.set('of the old head', { ...scale, name: 'of the old head' });
    const rename = (input: string) => (input === scale.name ? 'of the old head' : input);
    const nodes = model.nodes.map((node) =>
      node.inputs[0] === name ? readNode(renameField(node.bytes, 1, rename)) : node,
    );
    const { initializers: kept, nodes: encoded } = withHead(analysis, {
      ...model,
      nodes,
      initializers,
    });
    const reader = encoded.map((bytes) => readNode(bytes)).find(({ inputs }) => inputs[0] === name);
    assert.deepEqual([reader?.opType, reader?.inputs[1]], ['DequantizeLinear', 'of the old head']);
    assert.ok(kept.some((weight) => weight.name === 'of the old head'));
  });

  it('are refused where weights were not read', async () => {
    const analysis = await analysed('batch_1');
    const { model } = analysis.graph;
    const [, weights = ''] = model.nodes.find(({ opType }) => opType === 'Conv')?.inputs ?? [];
    const initializers = new Map(model.initializers);
    assert.ok(initializers.delete(weights));
    assert.throws(() => withHead(analysis, { ...model, initializers }), {
      code: 'modelRefused',
      message: /sparse tensors \(.+\)/,
    });
  });
});
