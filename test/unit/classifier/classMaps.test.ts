import assert from 'node:assert/strict';
import type { ModelVariant } from '../../../src/cam/classifier/analysis.ts';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { identityFactor } from '../../../src/cam/classifier/head/classMapStep.ts';
import { assertClose } from '../assertClose.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';

const WEIGHTS = [1, 2, -3, 4, -5, 6, -7, 8, 9, 10, -11, 12];
const BIAS = [0.5, -1, 0, -0.25];

/** `maps` has a channel for each of four classes, made of the three channels of `features` (4×4). */
const CLASS_MAPS = node('maps', 'Conv', ['features', 'weights', 'bias']);
const CONSTANTS = {
  weights: { dims: [4, 3, 1, 1], values: WEIGHTS },
  bias: { dims: [4], values: BIAS },
  minus: { dims: [1], values: [-1] },
  twice: { dims: [1], values: [2] },
  'bias of maps': { dims: [1, 4, 1, 1], values: BIAS },
  /** As MatMul takes them: a row for each channel. */
  matrix: { dims: [3, 4], values: [0, 1, 2].flatMap((k) => WEIGHTS.filter((_, i) => i % 3 === k)) },
  axes: { dims: [2], values: [1, 2] },
  'class bias': { dims: [4], values: [3, -2, 1, 0.5] },
};

describe('weights that are a number times the identity', () => {
  const factorOf = (rows: number[][]) =>
    identityFactor({
      classes: rows.length,
      channels: rows[0]?.length ?? 0,
      positions: 1,
      weights: Float32Array.from(rows.flat()),
      bias: new Float32Array(rows.length),
    });
  const diagonal = (...values: number[]) =>
    values.map((value, c) => values.map((_, k) => (c === k ? value : 0)));

  it('are told by that number', () => {
    assert.equal(factorOf(diagonal(3, 3)), 3);
    assert.equal(factorOf(diagonal(-0.5, -0.5, -0.5)), -0.5);
    // Up to rounding.
    assert.equal(factorOf(diagonal(4, 4 + 3e-5, 4 - 3e-5)), 4);
  });

  it('are none with anything else in any place', () => {
    for (let c = 0; c < 3; c++) {
      for (let k = 0; k < 3; k++) {
        for (const sign of [1, -1]) {
          const rows = diagonal(4, 4, 4).map((row, i) =>
            row.map((value, j) => (i === c && j === k ? value + sign * 5e-5 : value)),
          );
          assert.equal(factorOf(rows), undefined, `class ${c}, channel ${k}`);
        }
      }
    }
  });

  it('are none for one class, for other classes than channels, or if all are 0', () => {
    assert.equal(factorOf([[2]]), undefined);
    assert.equal(factorOf(diagonal(2, 2).slice(0, 1)), undefined);
    assert.equal(factorOf([...diagonal(2, 2), [0, 0]]), undefined);
    assert.equal(factorOf(diagonal(0, 0)), undefined);
  });
});

describe('a map with a channel for each class', () => {
  const graphOf = smallFiles();

  async function read(
    nodes: SmallNode[],
    variant: ModelVariant = {},
    more: SmallModel['constants'] = {},
  ) {
    const { nodes: before, constants } = features(3, 3);
    const graph = await graphOf({
      picture: [1, 3, 12, 12],
      nodes: [...before, ...nodes],
      constants: { ...constants, ...CONSTANTS, ...more },
    });
    return analyseModel(graph, variant);
  }

  /** The mean of each channel of `tensor`, then `more`, the last of which makes `scores`. */
  const meansOf = (tensor: string, ...more: SmallNode[]) => {
    const isLast = more.length === 0;
    return [
      node('pooled', 'GlobalAveragePool', [tensor]),
      node(isLast ? 'scores' : 'means', 'Flatten', ['pooled']),
      ...more,
    ];
  };
  const relus = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      node(`relu${i + 1}`, 'Relu', [i === 0 ? 'maps' : `relu${i}`]),
    );

  it('is traced back over six tensors, not over seven', async () => {
    const near = await read([CLASS_MAPS, ...relus(5), ...meansOf('relu5')]);
    assert.deepEqual([near.mapKind, near.feature.name], ['classMap', 'features']);
    assert.deepEqual(near.readout, { kind: 'meanOfRelu', borderPositions: 0 });
    assertClose(near.classWeights?.weights ?? [], WEIGHTS, 1e-5, 'weights');
    assertClose(near.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
    const far = await read([CLASS_MAPS, ...relus(6), ...meansOf('relu6')]);
    assert.deepEqual([far.mapKind, far.feature.name], ['classMapOnly', 'relu6']);
    assert.deepEqual(far.readout, { kind: 'mean' });
  });

  it('is read as it is where it is asked for, and the features where these are', async () => {
    const nodes = [CLASS_MAPS, ...relus(5), ...meansOf('relu5')];
    for (const [featureTensor, kind] of [
      ['relu5', 'classMapOnly'],
      ['features', 'classMap'],
    ] as const) {
      const found = await read(nodes, { featureTensor });
      assert.deepEqual([found.mapKind, found.feature.name], [kind, featureTensor]);
    }
    const plain = [CLASS_MAPS, ...meansOf('maps')];
    for (const [featureTensor, kind] of [
      ['maps', 'classMapOnly'],
      ['features', 'cam'],
    ] as const) {
      const found = await read(plain, { featureTensor });
      assert.deepEqual([found.mapKind, found.feature.name], [kind, featureTensor]);
    }
    await assert.rejects(read(nodes, { featureTensor: 'relu4' }), {
      code: 'headNotLinear',
      message: /^From tensor "relu4" on: .* ignores the order of positions in the 4 × 4×4 map/,
    });
  });

  it('behind a ReLU can be multiplied by a positive number, without a bias', async () => {
    const start = [CLASS_MAPS, ...relus(1)];
    const kindOf = async (...more: SmallNode[]) =>
      (await read([...start, ...meansOf('relu1', ...more)])).mapKind;
    const doubled = await read([
      ...start,
      ...meansOf('relu1', node('scores', 'Mul', ['means', 'twice'])),
    ]);
    assert.equal(doubled.mapKind, 'classMap');
    const twice = (values: number[]) => values.map((value) => 2 * value);
    assertClose(doubled.classWeights?.weights ?? [], twice(WEIGHTS), 1e-4, 'weights');
    assertClose(doubled.classWeights?.bias ?? [], twice(BIAS), 1e-4, 'bias');
    assert.equal(await kindOf(node('scores', 'Mul', ['means', 'minus'])), 'classMapOnly');
    assert.equal(await kindOf(node('scores', 'Add', ['means', 'class bias'])), 'classMapOnly');
    assert.equal(
      await kindOf(
        node('negative', 'Mul', ['means', 'minus']),
        node('scores', 'Add', ['negative', 'class bias']),
      ),
      'classMapOnly',
    );
  });

  it('of a convolution with a border is traced where the border shows in the mean of a ReLU', async () => {
    const padded = node('maps', 'Conv', ['features', 'weights', 'bias'], { pads: [1, 1, 1, 1] });
    const found = await read([padded, ...relus(1), ...meansOf('relu1')]);
    assert.deepEqual([found.mapKind, found.feature.name], ['classMap', 'features']);
    assert.deepEqual(found.readout, { kind: 'meanOfRelu', borderPositions: 36 - 16 });
    assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-5, 'weights');
    assertClose(found.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
    const plain = await read([padded, ...meansOf('maps')]);
    assert.deepEqual([plain.mapKind, plain.feature.name], ['classMapOnly', 'maps']);
  });

  it('is not traced through a convolution that moves the positions', async () => {
    for (const pads of [
      [0, 0, 1, 1],
      [0, 0, 2, 2],
      [2, 2, 0, 0],
      [0, 1, 0, 1],
      [1, 0, 1, 0],
    ]) {
      const moved = node('maps', 'Conv', ['features', 'weights', 'bias'], { pads });
      const found = await read([moved, ...relus(1), ...meansOf('relu1')]);
      assert.deepEqual([found.mapKind, found.feature.name], ['classMapOnly', 'relu1'], `${pads}`);
    }
  });

  it('is traced through what is added to each class alone', async () => {
    const found = await read([
      node('plain', 'Conv', ['features', 'weights']),
      node('maps', 'Add', ['plain', 'bias of maps']),
      ...meansOf('maps'),
    ]);
    assert.deepEqual([found.mapKind, found.feature.name], ['cam', 'features']);
    assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-5, 'weights');
    assertClose(found.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
  });

  it('of many classes is checked in each of the first ones', async () => {
    const classes = 40;
    const values = Array.from({ length: classes * 3 }, (_, i) => Math.sin(i));
    const readWith = (first: number) =>
      read(
        [
          node('plain', 'Conv', ['features', 'many']),
          node('squares', 'Mul', ['plain', 'plain']),
          node('of one', 'Mul', ['squares', 'one']),
          node('maps', 'Add', ['plain', 'of one']),
          ...meansOf('maps'),
        ],
        {},
        {
          many: { dims: [classes, 3, 1, 1], values },
          one: {
            dims: [1, classes, 1, 1],
            values: Array.from({ length: classes }, (_, c) => Number(c === first)),
          },
        },
      );
    assert.equal((await readWith(-1)).mapKind, 'cam');
    for (const c of [0, 31, classes - 1]) assert.equal((await readWith(c)).mapKind, 'classMapOnly');
  });

  it('is traced channels last', async () => {
    const found = await read([
      node('turned', 'Transpose', ['features'], { perm: [0, 2, 3, 1] }),
      node('doubled', 'Mul', ['turned', 'twice']),
      node('plain', 'MatMul', ['doubled', 'matrix']),
      node('maps', 'Add', ['plain', 'bias']),
      ...relus(1),
      node('scores', 'ReduceMean', ['relu1', 'axes'], { keepdims: 0 }),
    ]);
    assert.deepEqual([found.mapKind, found.feature.name], ['classMap', 'doubled']);
    assert.deepEqual(found.layout, { channelAxis: 3, channels: 3, height: 4, width: 4 });
    assertClose(found.classWeights?.weights ?? [], WEIGHTS, 1e-5, 'weights');
    assertClose(found.classWeights?.bias ?? [], BIAS, 1e-5, 'bias');
  });

  it('without a ReLU can be multiplied by any number, with a bias', async () => {
    const found = await read([
      CLASS_MAPS,
      ...meansOf(
        'maps',
        node('negative', 'Mul', ['means', 'minus']),
        node('scores', 'Add', ['negative', 'class bias']),
      ),
    ]);
    assert.deepEqual([found.mapKind, found.feature.name], ['cam', 'features']);
    const weights = WEIGHTS.map((weight) => -weight);
    const bias = CONSTANTS['class bias'].values.map((value, c) => value - (BIAS[c] ?? 0));
    assertClose(found.classWeights?.weights ?? [], weights, 1e-4, 'weights');
    assertClose(found.classWeights?.bias ?? [], bias, 1e-4, 'bias');
  });
});
