import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { channelMeans } from '../../../src/cam/maps/cam.ts';
import { assertClose } from '../assertClose.ts';
import { configPath, picture } from './checkHead.ts';
import type { SmallModel } from './smallModel.ts';
import { encodeSmallModel } from './smallModel.ts';
import { features, node } from './smallParts.ts';

/** Weights of classes, each a row. */
const WEIGHTS = [
  [1, 4, 7, 10],
  [2, -5, 8, -11],
  [3, 6, 9, 13],
];

/** As MatMul takes them: a row for each channel. */
const LINEAR = {
  dims: [4, 3],
  values: [0, 1, 2, 3].flatMap((k) => WEIGHTS.map((row) => row[k] ?? 0)),
};

describe('heads that are written out', () => {
  const engine = new Engine();
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-small-'));
  });

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  function open(
    channels: number,
    head: Pick<SmallModel, 'nodes' | 'constants'>,
    input: SmallModel['picture'] = [1, 3, 12, 12],
    stride = 3,
  ) {
    const { nodes, constants } = features(channels, stride);
    const file = path.join(folder, 'small.onnx');
    const model = {
      picture: input,
      nodes: [...nodes, ...head.nodes],
      constants: { ...constants, ...head.constants },
    };
    writeFileSync(file, encodeSmallModel(model));
    return engine.openModel(file, { configPath });
  }

  it('a class convolution in groups has weights of 0 between them', async () => {
    // Six channels on a map of 2×2: more than are asked about at a time.
    const { mapKind, classWeights } = await open(
      6,
      {
        nodes: [
          node('maps', 'Conv', ['features', 'weights', 'bias'], { group: 2 }),
          node('pooled', 'GlobalAveragePool', ['maps']),
          node('scores', 'Flatten', ['pooled']),
        ],
        constants: {
          weights: { dims: [4, 3, 1, 1], values: [1, 2, 3, 4, 5, 6, -7, 8, 9, 10, -11, 12] },
          bias: { dims: [4], values: [0.5, -1, 2, 0] },
        },
      },
      [1, 3, 6, 6],
    );
    assert.equal(mapKind, 'cam');
    const rows = [
      [1, 2, 3, 0, 0, 0],
      [4, 5, 6, 0, 0, 0],
      [0, 0, 0, -7, 8, 9],
      [0, 0, 0, 10, -11, 12],
    ];
    assertClose(classWeights?.weights ?? [], rows.flat(), 1e-4, 'weights');
    assertClose(classWeights?.bias ?? [], [0.5, -1, 2, 0], 1e-6, 'bias');
  });

  it('a kernel for each channel as large as the map, then linear, with too many inputs to ask for each', async () => {
    const [channels, side] = [40, 15];
    const wave = (length: number, seed: number) =>
      Array.from({ length }, (_, i) => Math.sin(seed + 0.7 * i));
    const kernel = wave(channels * side * side, 3);
    const linear = wave(3 * channels, 4);
    const { mapKind, classWeights } = await open(
      channels,
      {
        nodes: [
          node('one', 'Conv', ['features', 'weights'], { group: channels }),
          node('flat', 'Flatten', ['one']),
          node('scores', 'Gemm', ['flat', 'linear', 'bias'], { transB: 1 }),
        ],
        constants: {
          weights: { dims: [channels, 1, side, side], values: kernel },
          linear: { dims: [3, channels], values: linear },
          bias: { dims: [3], values: [0.5, -1, 2] },
        },
      },
      [1, 3, 17, 17],
      1,
    );
    assert.equal(mapKind, 'positionWeights');
    const positions = side * side;
    // n·w of class c, channel k and position p is n · linear[c, k] · kernel[k, p].
    const expected = Array.from({ length: 3 * channels * positions }, (_, i) => {
      const [c, at] = [Math.floor(i / (channels * positions)), i % (channels * positions)];
      const k = Math.floor(at / positions);
      return positions * (linear[c * channels + k] ?? 0) * (kernel[at] ?? 0);
    });
    assertClose(classWeights?.weights ?? [], expected, 1e-2, 'weights');
  });

  it('a class convolution that holds its ReLU has its biases, positive or not, however small', async () => {
    for (const size of [1, 0.01]) {
      const bias = [0.5, -1, 0, -0.25].map((value) => size * value);
      const rows = [
        [1, 2, -3],
        [4, -5, 6],
        [-7, 8, 9],
        [10, 11, -12],
      ].map((row) => row.map((value) => size * value));
      const { mapKind, classWeights } = await open(3, {
        nodes: [
          {
            ...node('maps', 'FusedConv', ['features', 'weights', 'bias'], { activation: 'Relu' }),
            domain: 'com.microsoft',
          },
          node('pooled', 'GlobalAveragePool', ['maps']),
          node('scores', 'Flatten', ['pooled']),
        ],
        constants: {
          weights: { dims: [4, 3, 1, 1], values: rows.flat() },
          bias: { dims: [4], values: bias },
        },
      });
      assert.equal(mapKind, 'classMap');
      assertClose(classWeights?.weights ?? [], rows.flat(), 1e-4 * size, 'weights');
      assertClose(classWeights?.bias ?? [], bias, 1e-4 * size, 'bias');
    }
  });

  it('a class convolution with a class that is never above zero has no weights that are no numbers', async () => {
    const { classWeights } = await open(3, {
      nodes: [
        {
          ...node('maps', 'FusedConv', ['features', 'weights', 'bias'], { activation: 'Relu' }),
          domain: 'com.microsoft',
        },
        node('pooled', 'GlobalAveragePool', ['maps']),
        node('scores', 'Flatten', ['pooled']),
      ],
      constants: {
        weights: { dims: [2, 3, 1, 1], values: [1, 2, -3, 0.001, 0.002, 0.001] },
        bias: { dims: [2], values: [0.5, -1000] },
      },
    });
    assert.ok(classWeights, 'the class maps themselves can be shown');
    for (const values of [classWeights.weights, classWeights.bias]) {
      assert.ok(values.every(Number.isFinite), String(values));
    }
  });

  it('a class convolution is not taken for linear where its first class alone is not', async () => {
    const found = await open(3, {
      nodes: [
        node('linear', 'Conv', ['features', 'weights']),
        node('squares', 'Mul', ['linear', 'linear']),
        node('of the first', 'Mul', ['squares', 'first']),
        node('maps', 'Add', ['linear', 'of the first']),
        node('pooled', 'GlobalAveragePool', ['maps']),
        node('scores', 'Flatten', ['pooled']),
      ],
      constants: {
        weights: { dims: [2, 3, 1, 1], values: [1, 2, -3, 4, -5, 6] },
        first: { dims: [1, 2, 1, 1], values: [1, 0] },
      },
    });
    assert.match(found.summary, /2 channels/);
    assertClose(found.classWeights?.weights ?? [], [1, 0, 0, 1], 1e-6, 'weights');
  });

  it('one that regroups and doubles the positions before the mean is read from the map of the picture', async () => {
    const { mapKind, summary, classWeights } = await open(4, {
      nodes: [
        node('regrouped', 'Reshape', ['features', 'axes of groups']),
        node('doubled', 'Mul', ['regrouped', 'two']),
        node('values', 'ReduceMean', ['doubled', 'axes'], { keepdims: 0 }),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      constants: {
        'axes of groups': { dims: [4], values: [1, 4, 2, 8] },
        two: { dims: [1], values: [2] },
        axes: { dims: [2], values: [2, 3] },
        weights: LINEAR,
      },
    });
    assert.equal(mapKind, 'cam');
    assert.match(summary, /4 channels × 4×4/);
    const doubled = WEIGHTS.flat().map((weight) => 2 * weight);
    assertClose(classWeights?.weights ?? [], doubled, 1e-4, 'weights');
  });

  it('one behind blocks of positions that became channels is read from these channels', async () => {
    const values = Array.from({ length: 16 * 3 }, (_, i) => Math.cos(i));
    const { mapKind, summary, classWeights } = await open(4, {
      nodes: [
        node('blocks', 'SpaceToDepth', ['features'], { blocksize: 2 }),
        node('pooled', 'GlobalAveragePool', ['blocks']),
        node('values', 'Flatten', ['pooled']),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      constants: { weights: { dims: [16, 3], values } },
    });
    assert.equal(mapKind, 'cam');
    assert.match(summary, /16 channels × 2×2/);
    const expected = [0, 1, 2].flatMap((c) => values.filter((_, i) => i % 3 === c));
    assertClose(classWeights?.weights ?? [], expected, 1e-4, 'weights');
  });

  it('one that mixes the pictures of a batch is asked about one at a time', async () => {
    // As batch normalisation does that was exported in training: of one picture it leaves the mean.
    const { mapKind, classWeights } = await open(
      4,
      {
        nodes: [
          node('pooled', 'GlobalAveragePool', ['features']),
          node('values', 'Flatten', ['pooled']),
          node('all', 'ReduceMean', ['values', 'axes']),
          node('nothing', 'Mul', ['values', 'zero']),
          node('mixed', 'Add', ['nothing', 'all']),
          node('scores', 'MatMul', ['mixed', 'weights']),
        ],
        constants: {
          axes: { dims: [1], values: [0] },
          zero: { dims: [1], values: [0] },
          weights: LINEAR,
        },
      },
      [undefined, 3, 12, 12],
    );
    assert.equal(mapKind, 'cam');
    assertClose(classWeights?.weights ?? [], WEIGHTS.flat(), 1e-4, 'weights');
  });

  it('one with too many weights in too many matrices is refused', async () => {
    // 600 channels on a map of 4×4: 9,600 values, a weight for each of which is asked for one by one.
    const wave = (length: number) => Array.from({ length }, (_, i) => Math.sin(i));
    await assert.rejects(
      open(600, {
        nodes: [
          node('values', 'Flatten', ['features']),
          node('few', 'MatMul', ['values', 'first']),
          node('scores', 'MatMul', ['few', 'second']),
        ],
        constants: {
          first: { dims: [9600, 2], values: wave(19_200) },
          second: { dims: [2, 3], values: [1, 2, 3, -4, 5, 6] },
        },
      }),
      { code: 'headDependsOnPosition', message: /too many to ask for one by one/ },
    );
  });

  it('one whose pooling is no single power is refused, however small its scores are', async () => {
    // The mean of x + x² grows as some power of one level, but not of others.
    const values = LINEAR.values.map((value) => value / 100_000);
    await assert.rejects(
      open(4, {
        nodes: [
          node('squares', 'Mul', ['features', 'features']),
          node('first', 'ReduceMean', ['features', 'axes'], { keepdims: 0 }),
          node('second', 'ReduceMean', ['squares', 'axes'], { keepdims: 0 }),
          node('sum', 'Add', ['first', 'second']),
          node('scores', 'MatMul', ['sum', 'weights']),
        ],
        constants: { axes: { dims: [2], values: [2, 3] }, weights: { ...LINEAR, values } },
      }),
      { code: 'headNotLinear' },
    );
  });

  it('one that is not linear is checked relative to its scores, however large they are', async () => {
    const { mapKind, summary } = await open(4, {
      nodes: [
        node('pooled', 'GlobalAveragePool', ['features']),
        node('values', 'Flatten', ['pooled']),
        node('hidden', 'MatMul', ['values', 'weights']),
        node('rectified', 'Relu', ['hidden']),
        node('scores', 'MatMul', ['rectified', 'more weights']),
      ],
      constants: {
        weights: LINEAR,
        'more weights': { dims: [3, 2], values: [1, 2, 3, -4, 5, 6].map((value) => 1e5 * value) },
      },
    });
    assert.equal(mapKind, 'gradCam');
    const [, residual] = /checked on a probe, error ([^)]+)\)/.exec(summary) ?? [];
    assert.ok(Number(residual) < 1e-5, summary);
  });

  it('one with a large bias is read, up to the rounding of its scores', async () => {
    const { mapKind, classWeights } = await open(4, {
      nodes: [
        node('pooled', 'GlobalAveragePool', ['features']),
        node('values', 'Flatten', ['pooled']),
        node('product', 'MatMul', ['values', 'weights']),
        node('scores', 'Add', ['product', 'bias']),
      ],
      constants: { weights: LINEAR, bias: { dims: [3], values: [3000, -3000, 3000] } },
    });
    assert.equal(mapKind, 'cam');
    assertClose(classWeights?.weights ?? [], WEIGHTS.flat(), 1e-6, 'weights');
    assertClose(classWeights?.bias ?? [], [3000, -3000, 3000], 1e-3, 'bias');
  });

  it('one that is not linear says how far it is from pooling alone', async () => {
    const residualOf = async (share: number, size: number) => {
      const { mapKind, summary } = await open(4, {
        nodes: [
          node('mean', 'GlobalAveragePool', ['features']),
          node('first', 'Slice', ['features', 'axes from', 'axes to', 'axes']),
          node('little', 'Mul', ['first', 'share']),
          node('pooled', 'Add', ['mean', 'little']),
          node('values', 'Flatten', ['pooled']),
          node('hidden', 'MatMul', ['values', 'weights']),
          node('squares', 'Mul', ['hidden', 'hidden']),
          node('scores', 'MatMul', ['squares', 'more weights']),
        ],
        constants: {
          'axes from': { dims: [2], values: [0, 0] },
          'axes to': { dims: [2], values: [1, 1] },
          axes: { dims: [2], values: [2, 3] },
          share: { dims: [1], values: [share] },
          weights: LINEAR,
          'more weights': {
            dims: [3, 2],
            values: [1, 2, 3, -4, 5, 6].map((value) => size * value),
          },
        },
      });
      assert.equal(mapKind, 'gradCam');
      return Number(/checked on a probe, error ([^)]+)\)/.exec(summary)?.[1]);
    };
    for (const size of [1e-6, 1]) {
      const [none, little] = [await residualOf(0, size), await residualOf(2e-5, size)];
      assert.ok(none < 2e-6, `${none}`);
      assert.ok(little > 2e-6 && little < 1e-4, `${little}`);
    }
  });

  it('one of means and maxima has the weights of the file, to the last bit', async () => {
    const values = Array.from({ length: 24 }, (_, i) => Math.sin(i + 1));
    const both = (order: string[], more: SmallModel['nodes'], size: number) =>
      open(4, {
        nodes: [
          node('mean', 'GlobalAveragePool', ['features']),
          node('max', 'GlobalMaxPool', ['features']),
          ...more,
          node('values', 'Flatten', ['pooled']),
          node('scores', 'MatMul', ['values', 'rows']),
        ],
        constants: { rows: { dims: [size, 3], values: values.slice(0, 3 * size) } },
      }).then(({ mapKind, classWeights }) => {
        assert.equal(mapKind, 'meanMaxPooled', String(order));
        return [...(classWeights?.weights ?? [])];
      });
    /** The weights of a class for these rows of the file. */
    const classesOf = (rows: number[]) =>
      [0, 1, 2].flatMap((c) => rows.map((row) => Math.fround(values[3 * row + c] ?? 0)));
    const joined = (order: string[]) =>
      both(order, [node('pooled', 'Concat', order, { axis: 1 })], 8);
    assert.deepEqual(await joined(['mean', 'max']), classesOf([0, 1, 2, 3, 4, 5, 6, 7]));
    assert.deepEqual(await joined(['max', 'mean']), classesOf([4, 5, 6, 7, 0, 1, 2, 3]));
    const added = await both(['added'], [node('pooled', 'Add', ['mean', 'max'])], 4);
    assert.deepEqual(added, classesOf([0, 1, 2, 3, 0, 1, 2, 3]));
  });

  it('one whose weights are all alike is refused, however large its bias is', async () => {
    for (const bias of [0, 1000]) {
      const alike = open(4, {
        nodes: [
          node('flat', 'Flatten', ['features']),
          node('hidden', 'MatMul', ['flat', 'alike']),
          node('bounded', 'Tanh', ['hidden']),
          node('mixed', 'MatMul', ['bounded', 'more weights']),
          node('scores', 'Add', ['mixed', 'bias']),
        ],
        constants: {
          alike: { dims: [64, 2], values: new Array(128).fill(0.01) },
          'more weights': { dims: [2, 3], values: [1, 2, 3, -4, 5, 6] },
          bias: { dims: [1], values: [bias] },
        },
      });
      await assert.rejects(alike, { code: 'headNotLinear', message: /its weights are all alike/ });
    }
  });

  it('one whose weights are all zero is refused, with an activation or not', async () => {
    for (const [operator, bias] of [
      ['Tanh', [1, 2, 3]],
      ['Identity', [1, 2, 3]],
      ['Identity', [0, 0, 0]],
    ] as const) {
      const dead = open(4, {
        nodes: [
          node('pooled', 'GlobalAveragePool', ['features']),
          node('values', 'Flatten', ['pooled']),
          node('hidden', 'MatMul', ['values', 'zeros']),
          node('bounded', operator, ['hidden']),
          node('scores', 'Add', ['bounded', 'bias']),
        ],
        constants: {
          zeros: { dims: [4, 3], values: new Array(12).fill(0) },
          bias: { dims: [3], values: [...bias] },
        },
      });
      await assert.rejects(dead, { code: 'headWeightsAllZero' });
    }
  });

  it('one behind a row of positions is read from the map that was brought into a row', async () => {
    for (const perm of [undefined, [0, 2, 1]]) {
      const turned = perm ? [node('turned', 'Transpose', ['row'], { perm })] : [];
      const { featureTensor, classWeights } = await open(4, {
        nodes: [
          node('row', 'Reshape', ['features', 'axes of a row']),
          ...turned,
          node('values', 'ReduceMean', [turned[0]?.name ?? 'row', 'axes'], { keepdims: 0 }),
          node('scores', 'MatMul', ['values', 'weights']),
        ],
        constants: {
          'axes of a row': { dims: [3], values: [1, 4, 16] },
          axes: { dims: [1], values: [perm ? 1 : 2] },
          weights: LINEAR,
        },
      });
      assert.equal(featureTensor, 'features');
      assertClose(classWeights?.weights ?? [], WEIGHTS.flat(), 1e-4, 'weights');
    }
  });

  it('one that reads a class token is refused, however few numbers a token has', async () => {
    await assert.rejects(
      open(2, {
        nodes: [
          node('row', 'Reshape', ['features', 'axes of a row']),
          node('turned', 'Transpose', ['row'], { perm: [0, 2, 1] }),
          node('tokens', 'Concat', ['class token', 'turned'], { axis: 1 }),
          node('first block', 'Tanh', ['tokens']),
          node('second block', 'Tanh', ['first block']),
          node('third block', 'Tanh', ['second block']),
          node('values', 'Gather', ['third block', 'axes'], { axis: 1 }),
          node('scores', 'MatMul', ['values', 'weights']),
        ],
        constants: {
          'axes of a row': { dims: [3], values: [1, 2, 16] },
          'class token': { dims: [1, 1, 2], values: [1, -1] },
          axes: { dims: [], values: [0] },
          weights: { dims: [2, 3], values: [1, 2, 3, 5, -6, 3] },
        },
      }),
      { code: 'noSpatialMap', message: /4×4 patches and 1 extra token without a position/ },
    );
  });

  it('one that takes sums is not asked about larger pictures, channels last', async () => {
    const { mapKind, inputScales } = await open(
      2,
      {
        nodes: [
          node('turned', 'Transpose', ['features'], { perm: [0, 2, 3, 1] }),
          node('doubled', 'Mul', ['turned', 'two']),
          node('sums', 'ReduceSum', ['doubled', 'axes'], { keepdims: 0 }),
          node('scores', 'MatMul', ['sums', 'weights']),
        ],
        constants: {
          two: { dims: [1], values: [2] },
          axes: { dims: [2], values: [1, 2] },
          weights: { dims: [2, 3], values: [1, 2, 3, 5, -6, 3] },
        },
      },
      [1, 3, undefined, undefined],
      28,
    );
    assert.equal(mapKind, 'cam');
    assert.deepEqual(inputScales, [1]);
  });

  it('one of several layers has the gradient that the chain rule gives', async () => {
    const between = [
      [1, -2, 0.5],
      [-1, 1, 2],
      [0.5, 3, -1],
    ];
    const last = [
      [2, -1, 3],
      [-4, 1, 0.5],
    ];
    const layer = (rows: number[][]) => ({
      dims: [rows[0]?.length ?? 0, rows.length],
      values: (rows[0] ?? []).flatMap((_, k) => rows.map((row) => row[k] ?? 0)),
    });
    const first = WEIGHTS.map((row) => row.map((weight) => weight / 10));
    await open(
      4,
      {
        nodes: [
          node('pooled', 'GlobalAveragePool', ['features']),
          node('values', 'Flatten', ['pooled']),
          node('a', 'MatMul', ['values', 'first']),
          node('active a', 'Sigmoid', ['a']),
          node('b', 'MatMul', ['active a', 'between']),
          node('active b', 'Sigmoid', ['b']),
          node('scores', 'MatMul', ['active b', 'last']),
        ],
        constants: { first: layer(first), between: layer(between), last: layer(last) },
      },
      [1, 3, 24, 24],
    );
    const found = await engine.explain(path.join(folder, 'small.onnx'), picture, { configPath });
    const times = (rows: number[][], vector: ArrayLike<number>) =>
      rows.map((row) => row.reduce((sum, weight, k) => sum + weight * (vector[k] ?? 0), 0));
    const sigmoid = (values: number[]) => values.map((value) => 1 / (1 + Math.exp(-value)));
    const a = sigmoid(times(first, channelMeans(found.featureMap)));
    const b = sigmoid(times(between, a));
    assertClose(found.logits, times(last, b), 1e-5, 'logits');
    // ∂S/∂v = last · diag(b (1 − b)) · between · diag(a (1 − a)) · first, one column for each channel.
    const slopes = (values: number[], by: number[]) =>
      values.map((value, j) => value * (1 - value) * (by[j] ?? 0));
    const columns = [0, 1, 2, 3].map((k) => {
      const byA = first.map((row) => row[k] ?? 0);
      return times(last, slopes(b, times(between, slopes(a, byA))));
    });
    const expected = [0, 1].flatMap((c) => columns.map((column) => column[c] ?? 0));
    assertClose(found.classWeights?.weights ?? [], expected, 1e-4, 'gradient');
  });

  it('one that takes sums is not asked about larger pictures, also where only differences count', async () => {
    const { mapKind, classWeights, inputScales } = await open(
      2,
      {
        nodes: [
          node('sums', 'ReduceSum', ['features', 'axes'], { keepdims: 0 }),
          node('mean', 'ReduceMean', ['sums', 'axes of channels']),
          node('differences', 'Sub', ['sums', 'mean']),
          node('scores', 'MatMul', ['differences', 'weights']),
        ],
        constants: {
          axes: { dims: [2], values: [2, 3] },
          'axes of channels': { dims: [1], values: [1] },
          weights: { dims: [2, 3], values: [1, 2, 3, 5, -6, 3] },
        },
      },
      [1, 3, undefined, undefined],
      28,
    );
    assert.equal(mapKind, 'cam');
    assert.deepEqual(inputScales, [1]);
    // The map has 8×8 positions; the mean of the two weights of a class is taken from both: (1 − 5) / 2 = −2.
    const expected = [-2, 2, 4, -4, 0, 0].map((weight) => 64 * weight);
    assertClose(classWeights?.weights ?? [], expected, 1e-3, 'weights');
  });
});
