import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';

const square = (seed: number) => ({
  dims: [4, 4],
  values: Array.from({ length: 16 }, (_, i) => Math.sin(seed + i)),
});

describe('the linear parts of a head that is not linear', () => {
  const graphOf = smallFiles();

  /** A mean of each of 4 channels, then `nodes` from `values` to `scores`. */
  async function read(nodes: SmallNode[], constants: SmallModel['constants'] = {}) {
    const { nodes: before, constants: kernels } = features(4, 3);
    const graph = await graphOf({
      picture: [1, 3, 12, 12],
      nodes: [
        ...before,
        node('pooled', 'GlobalAveragePool', ['features']),
        node('values', 'Flatten', ['pooled']),
        ...nodes,
      ],
      constants: {
        ...kernels,
        ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`w${i}`, square(i)])),
        axes: { dims: [1], values: [1] },
        tiny: { dims: [1], values: [1e-12] },
        ...constants,
      },
    });
    const { mapKind, linearEnd, activations } = await analyseModel(graph);
    assert.equal(mapKind, 'gradCam');
    return {
      linearEnd: linearEnd?.name,
      activations: activations?.map(({ from, to }) => [from.name, to.name]),
    };
  }

  /** Layers with an activation behind each, then a last one. */
  const layers = (count: number) => [
    ...Array.from({ length: count }, (_, i) => [
      node(`z${i + 1}`, 'MatMul', [i === 0 ? 'values' : `u${i}`, `w${i + 1}`]),
      node(`u${i + 1}`, 'Tanh', [`z${i + 1}`]),
    ]).flat(),
    node('scores', 'MatMul', [`u${count}`, `w${count + 1}`]),
  ];

  it('are those between up to four activations, the one nearest to the map first', async () => {
    for (const count of [1, 2, 4]) {
      const found = await read(layers(count));
      assert.equal(found.linearEnd, `u${count}`);
      assert.deepEqual(
        found.activations,
        Array.from({ length: count }, (_, i) => [`z${i + 1}`, `u${i + 1}`]),
      );
    }
    assert.deepEqual(await read(layers(5)), { linearEnd: 'u5', activations: undefined });
  });

  it('end at scores that an activation makes', async () => {
    const found = await read([
      node('z', 'MatMul', ['values', 'w1']),
      node('scores', 'Tanh', ['z']),
    ]);
    assert.deepEqual(found, { linearEnd: undefined, activations: [['z', 'scores']] });
  });

  it('are the last one alone where units depend on each other', async () => {
    const found = await read([
      node('z', 'MatMul', ['values', 'w1']),
      node('norm', 'ReduceL2', ['z', 'axes']),
      node('length', 'Max', ['norm', 'tiny']),
      node('u', 'Div', ['z', 'length']),
      node('scores', 'MatMul', ['u', 'w2']),
    ]);
    assert.deepEqual(found, { linearEnd: 'u', activations: undefined });
  });

  it('are the last one alone where a step leaves values out', async () => {
    const found = await read(
      [
        node('z', 'MatMul', ['values', 'w1']),
        node('squares', 'Mul', ['z', 'z']),
        node('u', 'ReduceSum', ['squares', 'axes']),
        node('scores', 'MatMul', ['u', 'row']),
      ],
      { row: { dims: [1, 3], values: [1, -2, 3] } },
    );
    assert.deepEqual(found.linearEnd, 'squares');
  });
});
