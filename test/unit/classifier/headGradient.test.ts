import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { HeadGradient } from '../../../src/cam/classifier/gradient/headGradient.ts';
import { channelMeans } from '../../../src/cam/maps/cam.ts';
import type { FeatureMap } from '../../../src/cam/maps/featureMap.ts';
import { assertClose } from '../assertClose.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';
import { WatchedSessions } from './watchedSessions.ts';

/** Two units, a row for each. */
const UNITS = [
  [1, -2, 3, 0.5],
  [-1, 2, 1, 4],
];
/** Three classes. */
const CLASSES = [
  [2, -1],
  [-3, 0.5],
  [1, 1],
];

/** As MatMul takes them: a column for each row. */
const matrix = (rows: number[][]) => ({
  dims: [rows[0]?.length ?? 0, rows.length],
  values: (rows[0] ?? []).flatMap((_, k) => rows.map((row) => row[k] ?? 0)),
});
const times = (rows: number[][], vector: ArrayLike<number>) =>
  rows.map((row) => row.reduce((sum, weight, k) => sum + weight * (vector[k] ?? 0), 0));

/** 4 channels × 4×4: noise around the level of each channel. */
const mapOf = (levels: number[]): FeatureMap => ({
  channels: 4,
  width: 4,
  height: 4,
  values: Float32Array.from({ length: 64 }, (_, i) => {
    const level = levels[Math.floor(i / 16)] ?? 0;
    return level * (1 + 0.5 * Math.sin(i));
  }),
});

describe('the gradient of a head that is not linear', () => {
  const graphOf = smallFiles();
  const sessions = new WatchedSessions();
  before(() => sessions.start());
  after(() => sessions.stop());

  /** A mean of each of 4 channels, then `nodes` from `values` to `scores`. */
  async function gradientOf(
    nodes: SmallNode[],
    map: FeatureMap,
    constants: SmallModel['constants'] = {},
  ) {
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
        units: matrix(UNITS),
        classes: matrix(CLASSES),
        'class bias': { dims: [3], values: [0.5, -1, 2] },
        ...constants,
      },
    });
    const analysis = await analyseModel(graph);
    assert.equal(analysis.mapKind, 'gradCam');
    const gradient = await HeadGradient.create(analysis.graph, analysis);
    const found = await gradient.at(map);
    await gradient.release();
    assert.equal(sessions.open, 0);
    return { ...found, values: channelMeans(map), analysis };
  }

  const LAYERS = [
    node('u', 'MatMul', ['values', 'units']),
    node('squares', 'Mul', ['u', 'u']),
    node('mixed', 'MatMul', ['squares', 'classes']),
    node('scores', 'Add', ['mixed', 'class bias']),
  ];
  /** ∂S/∂v = C · diag(2 u) · U, class by class. */
  const gradientOfSquares = (values: ArrayLike<number>, classes = CLASSES) => {
    const u = times(UNITS, values);
    return classes.flatMap((row) =>
      [0, 1, 2, 3].map((k) =>
        row.reduce((sum, weight, j) => sum + weight * 2 * (u[j] ?? 0) * (UNITS[j]?.[k] ?? 0), 0),
      ),
    );
  };
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));

  it('is certain to be 0 where the map is, and the scores are', async () => {
    const layers = [...LAYERS.slice(0, 2), node('scores', 'MatMul', ['squares', 'classes'])];
    const found = await gradientOf(layers, mapOf([0, 0, 0, 0]));
    assert.ok(found.classWeights.weights.every((weight) => weight === 0));
    assert.equal(found.uncertainty, 0);
  });

  it('is that of layers with an activation between them', async () => {
    const found = await gradientOf(LAYERS, mapOf([1, 0.5, 2, -1]));
    assert.equal(found.analysis.activations?.length, 1);
    const { classWeights, values, logits } = found;
    const expected = gradientOfSquares(values);
    assertClose(classWeights.weights, expected, 1e-4 * largest(expected), 'weights');
    assert.deepEqual([classWeights.classes, classWeights.channels], [3, 4]);
    assertClose(classWeights.bias, [0.5, -1, 2], 1e-5, 'bias');
    const squares = times(UNITS, values).map((u) => u * u);
    const scores = times(CLASSES, squares).map((score, c) => score + ([0.5, -1, 2][c] ?? 0));
    assertClose(logits, scores, 1e-4, 'logits');
    assert.ok(found.uncertainty < 1e-3, String(found.uncertainty));
    const reach = [0, 1, 2].map(
      (c) =>
        (Math.hypot(...expected.slice(4 * c, 4 * c + 4)) * Math.hypot(...values)) / largest(scores),
    );
    assertClose(found.reach, reach, 1e-3, 'reach');
  });

  it('is 0 for a class whose gradient is lost in rounding, whatever the size of the values', async () => {
    for (const size of [0.1, 1, 10]) {
      const map = mapOf([1, 0.5, 2, -1].map((level) => size * level));
      const values = channelMeans(map);
      const squares = times(UNITS, values).map((u) => u * u);
      const limit = (1e-6 * largest(times([[2, -1]], squares))) / (Math.hypot(...values) / 2);
      const whole = largest(gradientOfSquares(values, [[1, 1]]));
      for (const [factor, isZero] of [
        [0.5, true],
        [2, false],
      ] as const) {
        const small = (factor * limit) / whole;
        const classes = matrix([
          [2, -1],
          [small, small],
        ]);
        const nodes = [...LAYERS.slice(0, 2), node('scores', 'MatMul', ['squares', 'classes'])];
        const { classWeights, reach } = await gradientOf(nodes, map, { classes });
        const [first, second] = [0, 4].map((c) => classWeights.weights.slice(c, c + 4));
        assert.ok(first?.every((weight) => weight !== 0));
        const told = `${factor} of the limit, at ${size}`;
        assert.equal(
          second?.every((weight) => weight === 0),
          isZero,
          told,
        );
        assert.equal(reach[1] === 0, isZero, told);
      }
    }
  });

  it('is that of a division by the norm, then a linear layer', async () => {
    const found = await gradientOf(
      [
        node('norm', 'ReduceL2', ['values', 'axes']),
        node('length', 'Max', ['norm', 'tiny']),
        node('directions', 'Div', ['values', 'length']),
        node('scores', 'MatMul', ['directions', 'more classes']),
      ],
      mapOf([1, 0.5, 2, -1]),
      {
        axes: { dims: [1], values: [1] },
        tiny: { dims: [1], values: [1e-12] },
        'more classes': matrix([
          [1, 2, -3, 4],
          [-2, 1, 0.5, 1],
        ]),
      },
    );
    assert.equal(found.analysis.linearEnd?.name, 'directions');
    const v = Array.from(found.values);
    const norm = Math.hypot(...v);
    const expected = [
      [1, 2, -3, 4],
      [-2, 1, 0.5, 1],
    ].flatMap((row) => {
      const along = row.reduce((sum, weight, k) => sum + weight * (v[k] ?? 0), 0) / norm ** 2;
      return row.map((weight, k) => (weight - along * (v[k] ?? 0)) / norm);
    });
    assertClose(found.classWeights.weights, expected, 1e-3 * largest(expected), 'weights');
    assert.ok(found.uncertainty < 1e-2, String(found.uncertainty));
  });

  it('is that of a root, which values below 0 do not have', async () => {
    const positive = [
      [1, 2, 3, 0.5],
      [2, 0.5, 1, 4],
    ];
    const found = await gradientOf(
      [
        node('u', 'MatMul', ['values', 'positive']),
        node('roots', 'Sqrt', ['u']),
        node('scores', 'MatMul', ['roots', 'classes']),
      ],
      mapOf([1, 0.5, 2, 0.25]),
      { positive: matrix(positive) },
    );
    const u = times(positive, found.values);
    const expected = CLASSES.flatMap((row) =>
      [0, 1, 2, 3].map((k) =>
        row.reduce(
          (sum, weight, j) =>
            sum + (weight * (positive[j]?.[k] ?? 0)) / (2 * Math.sqrt(u[j] ?? Number.NaN)),
          0,
        ),
      ),
    );
    assertClose(found.classWeights.weights, expected, 1e-3 * largest(expected), 'weights');
  });
});
