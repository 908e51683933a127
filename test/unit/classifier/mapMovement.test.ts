import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { assertClose } from '../assertClose.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';

/** As MatMul takes them: two classes, a row for each of four channels. */
const LINEAR = { dims: [4, 2], values: [1, -2, 3, -4, 5, -6, 7, -8] };
/** Class by class. */
const WEIGHTS = [1, 3, 5, 7, -2, -4, -6, -8];

/** Mirrored left to right. */
const mirror = (name: string, from: string): SmallNode =>
  node(name, 'Slice', [from, 'axes of the last', 'axes of the start', 'axes', 'axes of minus one']);
const MIRROR = {
  'axes of the last': { dims: [1], values: [-1] },
  'axes of the start': { dims: [1], values: [-100] },
  axes: { dims: [1], values: [3] },
  'axes of minus one': { dims: [1], values: [-1] },
};

describe('a map whose positions are moved before the head', () => {
  const graphOf = smallFiles();

  /** `features` are 4 channels × 4×4; the head is a mean of `end`, then linear. */
  async function read(end: string, nodes: SmallNode[], more: SmallModel['constants'] = {}) {
    const { nodes: before, constants } = features(4, 3);
    const graph = await graphOf({
      picture: [1, 3, 12, 12],
      nodes: [
        ...before,
        ...nodes,
        node('pooled', 'GlobalAveragePool', [end]),
        node('values', 'Flatten', ['pooled']),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      constants: { ...constants, ...MIRROR, ...more, weights: LINEAR },
    });
    const { feature, mapKind, classWeights } = await analyseModel(graph);
    return { feature: feature.name, mapKind, weights: classWeights?.weights ?? [] };
  }

  it('is read before it is mirrored, and before up to four such steps', async () => {
    const steps = ['a', 'b', 'c', 'd', 'e'];
    for (const [count, expected] of [
      [1, 'features'],
      [4, 'features'],
      [5, 'a'],
    ] as const) {
      const chain = steps
        .slice(0, count)
        .map((name, i) => mirror(name, steps[i - 1] ?? 'features'));
      const found = await read(chain.at(-1)?.name ?? '', chain);
      assert.deepEqual([found.feature, found.mapKind], [expected, 'cam'], `${count} steps`);
      assertClose(found.weights, WEIGHTS, 1e-4, 'weights');
    }
  });

  it('is read before rows and columns are exchanged', async () => {
    const turned = node('turned', 'Transpose', ['features'], { perm: [0, 1, 3, 2] });
    assert.equal((await read('turned', [turned])).feature, 'features');
  });

  it('is read before it is shifted by one position, in either direction', async () => {
    const part = (name: string, first: string, last: string, axis: string) =>
      node(name, 'Slice', ['features', `axes at ${first}`, `axes at ${last}`, `axes of ${axis}`]);
    const constants = {
      'axes at 0': { dims: [1], values: [0] },
      'axes at 3': { dims: [1], values: [3] },
      'axes at 4': { dims: [1], values: [4] },
      'axes of rows': { dims: [1], values: [2] },
      'axes of columns': { dims: [1], values: [3] },
    };
    for (const [axis, at] of [
      ['rows', 2],
      ['columns', 3],
    ] as const) {
      const shifted = [
        part('end', '3', '4', axis),
        part('start', '0', '3', axis),
        node('shifted', 'Concat', ['end', 'start'], { axis: at }),
      ];
      assert.equal((await read('shifted', shifted, constants)).feature, 'features', axis);
    }
  });

  it('is read where a part of it is cut off, with weights of 0 there', async () => {
    const part = node('part', 'Slice', ['features', 'axes at 1', 'axes at 4', 'axes']);
    const found = await read('part', [part], {
      'axes at 1': { dims: [1], values: [1] },
      'axes at 4': { dims: [1], values: [4] },
    });
    assert.deepEqual([found.feature, found.mapKind], ['features', 'positionWeights']);
    const expected = WEIGHTS.flatMap((weight) =>
      Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 0 : (16 / 12) * weight)),
    );
    assertClose(found.weights, expected, 1e-3, 'weights');
  });

  it('is the last one where its values stay within half a position, or among the channels', async () => {
    const larger = node('larger', 'Resize', ['features', '', 'scales'], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
    const scales = { scales: { dims: [4], values: [1, 1, 2, 2] } };
    assert.equal((await read('larger', [larger], scales)).feature, 'larger');
    const order = { 'axes of channels': { dims: [4], values: [2, 0, 3, 1] } };
    const shuffled = node('shuffled', 'Gather', ['features', 'axes of channels'], { axis: 1 });
    const found = await read('shuffled', [shuffled], order);
    assert.equal(found.feature, 'shuffled');
    assertClose(found.weights, WEIGHTS, 1e-4, 'weights');
  });

  it('is the last one behind a step that computes', async () => {
    for (const [name, step] of [
      ['doubled', node('doubled', 'Add', ['moved', 'moved'])],
      ['largest', node('largest', 'MaxPool', ['moved'], { kernel_shape: [2, 2], strides: [2, 2] })],
      ['means', node('means', 'AveragePool', ['moved'], { kernel_shape: [2, 2] })],
    ] as const) {
      const found = await read(name, [mirror('moved', 'features'), step]);
      assert.deepEqual([found.feature, found.mapKind], [name, 'cam']);
    }
    // Such a step ends the search, whatever comes before it.
    const chain = [
      mirror('moved', 'features'),
      node('doubled', 'Add', ['moved', 'moved']),
      mirror('back', 'doubled'),
    ];
    assert.equal((await read('back', chain)).feature, 'doubled');
  });
});
