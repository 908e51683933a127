import assert from 'node:assert/strict';
import path from 'node:path';
import type { ModelVariant } from '../../../src/cam/classifier/analysis.ts';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { loadClassifier } from '../../../src/cam/classifier/classifier.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { smallFiles } from './smallFiles.ts';
import { node } from './smallParts.ts';
import { WatchedSessions } from './watchedSessions.ts';

const fixtures = path.resolve('test/fixtures');

describe('the sessions of the runtime', () => {
  const smallGraph = smallFiles();
  const sessions = new WatchedSessions();
  before(() => sessions.start());
  after(() => sessions.stop());

  const graphOf = async (name: string) =>
    new Graph(await readOnnxModel(path.join(fixtures, `${name}.onnx`)));

  for (const name of [
    'models/gap_linear.dynamo',
    'models/gap_mlp.dynamo',
    'models/conv1x1_relu_gap.dynamo',
    'models/flatten_linear.dynamo',
    'models/flip_mean.dynamo',
    'models/gap_half',
    'variants/free_size',
    'variants/tokens',
    'variants/free_size_of_128',
    'matrix/gap_linear_softmax.qdq',
    'matrix/gap_mlp.qoperator',
    'matrix/gap_linear_softmax.dynamic',
    'matrix/conv1x1_relu_gap.qdq',
  ]) {
    it(`are released after ${name} was analysed, and after it was used`, async () => {
      const analysis = await analyseModel(await graphOf(name));
      assert.equal(sessions.open, 0);
      const classifier = await loadClassifier(analysis);
      assert.ok(sessions.open > 0);
      await classifier.release();
      assert.equal(sessions.open, 0);
    });
  }

  it('hold no more than the head of a model that is analysed, wherever its map is', async () => {
    const kernel = [32, 3, 64, 64];
    for (const end of ['features', 'moved']) {
      const graph = await smallGraph({
        picture: [1, 3, 128, 128],
        nodes: [
          node('before', 'Conv', ['picture', 'kernel'], { strides: [16, 16] }),
          node('features', 'Relu', ['before']),
          ...(end === 'moved'
            ? [node('moved', 'Transpose', ['features'], { perm: [0, 1, 3, 2] })]
            : []),
          node('pooled', 'GlobalAveragePool', [end]),
          node('values', 'Flatten', ['pooled']),
          node('scores', 'MatMul', ['values', 'weights']),
        ],
        constants: {
          kernel: { dims: kernel, values: new Array(32 * 3 * 64 * 64).fill(0.5) },
          weights: { dims: [32, 2], values: Array.from({ length: 64 }, (_, i) => Math.sin(i)) },
        },
      });
      sessions.largest = 0;
      assert.equal((await analyseModel(graph)).feature.name, 'features');
      assert.ok(sessions.largest < 10_000, `${sessions.largest} bytes`);
    }
  });

  for (const [name, variant] of [
    ['models/flatten_mlp.dynamo', {}],
    ['models/nan_weights', {}],
    ['models/attention_pool.dynamo', {}],
    ['models/gap_linear.dynamo', { featureTensor: 'nowhere' }],
    ['models/gap_linear.dynamo', { output: 'nowhere' }],
  ] as [string, ModelVariant][]) {
    it(`are released after ${name} was refused, ${JSON.stringify(variant)}`, async () => {
      await assert.rejects(analyseModel(await graphOf(name), variant));
      assert.equal(sessions.open, 0);
    });
  }
});
