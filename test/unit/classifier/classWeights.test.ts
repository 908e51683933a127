import assert from 'node:assert/strict';
import type { AffineFunction } from '../../../src/cam/classifier/head/classWeights.ts';
import {
  findProposed,
  multiply,
  proposeForBoth,
  proposeMatrices,
  readAffineWeights,
} from '../../../src/cam/classifier/head/classWeights.ts';
import { isAffine } from '../../../src/cam/classifier/probe/behaviour.ts';
import {
  createRandom,
  randomValues,
  unitVector,
} from '../../../src/cam/classifier/probe/probes.ts';
import { heldInitializer } from '../../../src/cam/onnx/file/initializer.ts';
import { assertClose } from '../assertClose.ts';

/** S = W·v + b, with anything done to v before. */
function affineOf(
  weights: number[][],
  bias: number[],
  before = (value: number) => value,
): AffineFunction {
  const inputs = weights[0]?.length ?? 0;
  return {
    inputs,
    ask: async (vectors) =>
      vectors.map((vector) =>
        Float32Array.from(weights, (row, c) =>
          row.reduce((sum, weight, k) => sum + weight * before(vector[k] ?? 0), bias[c] ?? 0),
        ),
      ),
    randomValues: (random) => randomValues(random, inputs, -1, 1),
    unitStep: (k) => [unitVector(inputs, k)],
  };
}

const WEIGHTS = [
  [1, -2, 0.5],
  [0, 3, 4],
];
const BIAS = [10, -20];

async function* propose(...matrices: number[][]): AsyncGenerator<Float32Array> {
  for (const matrix of matrices) yield Float32Array.from(matrix);
}

/** A TensorProto of float32 values: dims, data_type and raw_data. */
function initializer(dims: number[], values: number[]) {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  const header = dims.flatMap((size) => [0x08, size]);
  return heldInitializer(Uint8Array.from([...header, 0x10, 1, 0x4a, raw.length, ...raw]));
}

async function listed(matrices: AsyncIterable<Float32Array>): Promise<number[][]> {
  const found: number[][] = [];
  for await (const matrix of matrices) found.push([...matrix]);
  return found;
}

describe('A head that is linear', () => {
  it('is recognised, whatever its bias', async () => {
    assert.equal(await isAffine(affineOf(WEIGHTS, BIAS), 1e-4), true);
    assert.equal(
      await isAffine(
        affineOf(WEIGHTS, BIAS, (v) => v * v),
        1e-4,
      ),
      false,
    );
    assert.equal(
      await isAffine(
        affineOf(WEIGHTS, BIAS, (v) => Math.max(0, v)),
        1e-4,
      ),
      false,
    );
    assert.equal(
      await isAffine(
        affineOf(WEIGHTS, BIAS, (v) => v + 1e-2 * v * v),
        1e-4,
      ),
      false,
    );
    const silent = { ...affineOf(WEIGHTS, BIAS), ask: async () => [new Float32Array(2)] };
    assert.equal(await isAffine(silent, 1e-4), false);
  });

  it('is read input by input if no matrix is proposed, for any number of inputs', async () => {
    for (const channels of [1, 31, 32, 33, 70]) {
      const weights = [0, 1].map((c) => [...randomValues(createRandom(c), channels, -1, 1)]);
      const found = await readAffineWeights(affineOf(weights, BIAS), propose());
      assert.deepEqual([found.classes, found.channels, found.positions], [2, channels, 1]);
      assert.deepEqual([...found.bias], BIAS);
      assertClose(found.weights, weights.flat(), 1e-5, `${channels} channels`);
    }
  });

  it('is read by steps between two vectors, if 0 is not a possible input', async () => {
    const head: AffineFunction = {
      ...affineOf(WEIGHTS, BIAS),
      unitStep: (k) => [unitVector(3, k).map((value) => value + 1), Float32Array.of(1, 1, 1)],
    };
    const found = await readAffineWeights(head, propose());
    assertClose(found.weights, WEIGHTS.flat(), 1e-5, 'weights');
    assert.deepEqual([...found.bias], BIAS);
  });

  it('has the first proposed matrix that predicts it, to the last bit', async () => {
    const wrong = [1, -2, 0.5, 0, 3, 4.01];
    const found = await findProposed(affineOf(WEIGHTS, BIAS), propose(wrong, WEIGHTS.flat()));
    assert.deepEqual([...(found.weights ?? [])], WEIGHTS.flat());
    assert.deepEqual([...found.bias], BIAS);
    const none = await findProposed(affineOf(WEIGHTS, BIAS), propose(wrong, [0, 0, 0, 0, 0, 0]));
    assert.equal(none.weights, undefined);
    const zero = [0, 0, 0, 0, 0, 0];
    const dead = await findProposed(affineOf([zero.slice(3), zero.slice(3)], BIAS), propose(zero));
    assert.deepEqual([...(dead.weights ?? [])], zero);
    assert.deepEqual([none.classes, none.channels, none.positions], [2, 3, 1]);
  });

  it('has a proposed matrix times a number, as for a sum instead of a mean', async () => {
    const tenth = WEIGHTS.flat().map((weight) => weight / 49);
    const { weights } = await findProposed(affineOf(WEIGHTS, BIAS), propose(tenth));
    assertClose(weights ?? [], WEIGHTS.flat(), 1e-4, 'weights');
    // Only one of the classes says anything.
    for (const [c, row] of WEIGHTS.entries()) {
      const alone = WEIGHTS.map((weights, other) => (other === c ? weights : [0, 0, 0]));
      const half = alone.flat().map((weight) => weight / 2);
      const found = await findProposed(affineOf(alone, BIAS), propose(half));
      assertClose(found.weights ?? [], alone.flat(), 1e-4, `weights ${row}`);
    }
    const opposite = WEIGHTS.flat().map((weight) => -weight);
    const turned = await findProposed(affineOf(WEIGHTS, BIAS), propose(opposite));
    assertClose(turned.weights ?? [], WEIGHTS.flat(), 1e-4, 'weights');
  });
});

describe('Matrices that a head may use', () => {
  const source = (...initializers: ReturnType<typeof initializer>[]) => ({
    initializers,
    computed: async () => [],
  });
  const values = [1, 2, 3, 4, 5, 6];

  it('are its weights of that size, a row for each class', async () => {
    const shape = { classes: 2, channels: 3 };
    const of = (dims: number[]) =>
      listed(proposeMatrices(source(initializer(dims, values)), shape, '/'));
    assert.deepEqual(await of([2, 3]), [values]);
    assert.deepEqual(await of([2, 3, 1, 1]), [values]);
    assert.deepEqual(await of([1, 3, 2]), [[1, 3, 5, 2, 4, 6]]);
    assert.deepEqual(await of([6]), []);
    assert.deepEqual(await of([2, 2]), []);
  });

  it('are kernels as large as the map, and rows for a single class or channel', async () => {
    const kernel = initializer(
      [2, 3, 1, 2],
      Array.from({ length: 12 }, (_, i) => i),
    );
    const found = await listed(proposeMatrices(source(kernel), { classes: 2, channels: 6 }, '/'));
    assert.deepEqual(found, [Array.from({ length: 12 }, (_, i) => i)]);
    const row = source(initializer([6], values));
    assert.deepEqual(await listed(proposeMatrices(row, { classes: 1, channels: 6 }, '/')), [
      values,
    ]);
    assert.deepEqual(await listed(proposeMatrices(row, { classes: 6, channels: 1 }, '/')), [
      values,
    ]);
  });

  it('are read both ways if they are square, and the identity', async () => {
    const square = source(initializer([2, 2], [1, 2, 3, 4]));
    const found = await listed(proposeMatrices(square, { classes: 2, channels: 2 }, '/'));
    assert.deepEqual(found, [
      [1, 2, 3, 4],
      [1, 3, 2, 4],
      [1, 0, 0, 1],
    ]);
  });

  it('for means and maxima are over both in either order, or over channels that are added', async () => {
    const both = source(initializer([1, 4], [1, 2, 3, 4]), initializer([1, 2], [5, 6]));
    const found = await listed(proposeForBoth(both, { classes: 1, channels: 4 }, '/'));
    assert.deepEqual(found, [
      [1, 2, 3, 4],
      [3, 4, 1, 2],
      [5, 6, 5, 6],
    ]);
    const two = source(initializer([2, 2], [1, 2, 3, 4]));
    const added = await listed(proposeForBoth(two, { classes: 2, channels: 4 }, '/'));
    assert.deepEqual(added[0], [1, 2, 1, 2, 3, 4, 3, 4]);
  });

  it('are multiplied as matrices are', () => {
    const weights = Float32Array.from(WEIGHTS.flat());
    const product = multiply({ classes: 2, channels: 3, weights }, Float32Array.of(1, 10, 100));
    assert.deepEqual([...product], [31, 430]);
  });
});
