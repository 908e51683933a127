import assert from 'node:assert/strict';
import { findLogits } from '../../../src/cam/classifier/head/logits.ts';
import type { GraphFunction } from '../../../src/cam/classifier/probe/graphFunction.ts';

/** Two rows of logits, and what softmax, log-softmax and sigmoid make of them by PyTorch. */
const LOGITS = [
  [1, 2, 4],
  [0.5, -1, 0],
];
const SOFTMAX = [
  [0.0420101, 0.1141952, 0.8437947],
  [0.5465494, 0.1219517, 0.3314989],
];
const LOG_SOFTMAX = SOFTMAX.map((row) => row.map(Math.log));
const SIGMOID = [
  [0.7310586, 0.8807971, 0.9820138],
  [0.6224593, 0.2689414, 0.5],
];
const lessLargest = LOGITS.map((row) => row.map((value) => value - Math.max(...row)));
const plusOne = LOGITS.map((row) => row.map((value) => value + 1));

/** Finds the logits among tensors with these values, the output first; each is called by its number. */
async function find(...tensors: number[][][]) {
  const values = new Map(
    tensors.map((rows, i) => [String(i), rows.map((row) => Float32Array.from(row))]),
  );
  const head = { evaluateAll: async () => values } as unknown as GraphFunction;
  const candidates = tensors.map((_, i) => ({ name: String(i), elementType: 10 + i, dims: [] }));
  const { name, elementType, activation } = await findLogits(head, [], [], candidates, 'net.onnx');
  assert.equal(elementType, 10 + Number(name));
  return [name, activation];
}

describe('The logits of a model', () => {
  const powers = lessLargest.map((row) => row.map(Math.exp));

  it('are what a softmax, log-softmax or sigmoid is taken of', async () => {
    assert.deepEqual(await find(SOFTMAX, LOGITS), ['1', 'softmax']);
    assert.deepEqual(await find(LOG_SOFTMAX, LOGITS), ['1', 'softmax']);
    assert.deepEqual(await find(SIGMOID, LOGITS), ['1', 'sigmoid']);
    assert.deepEqual(await find(SIGMOID, [[1], [2]], SIGMOID, LOGITS), ['3', 'sigmoid']);
  });

  it('are the output if none of them makes it', async () => {
    assert.deepEqual(await find(LOGITS), ['0', 'softmax']);
    assert.deepEqual(await find(LOGITS, SOFTMAX, [[1], [2]]), ['0', 'softmax']);
    assert.deepEqual(await find([[3], [4]], [[1], [2]]), ['0', 'sigmoid']);
  });

  it('are the nearest of equal tensors', async () => {
    assert.deepEqual(await find(SOFTMAX, LOGITS, LOGITS), ['1', 'softmax']);
    assert.deepEqual(await find(SIGMOID, LOGITS, LOGITS), ['1', 'sigmoid']);
  });

  it('lie before the difference to the largest, which a softmax does not see', async () => {
    assert.deepEqual(await find(SOFTMAX, powers, lessLargest, LOGITS), ['3', 'softmax']);
    assert.deepEqual(await find(LOG_SOFTMAX, lessLargest, LOGITS, LOGITS), ['2', 'softmax']);
    assert.deepEqual(await find(SOFTMAX, lessLargest, lessLargest, LOGITS), ['3', 'softmax']);
  });

  it('lie behind a number that is the same for all pictures, which is a bias', async () => {
    assert.deepEqual(await find(SOFTMAX, LOGITS, plusOne), ['1', 'softmax']);
  });

  it('lie behind everything that is not a shift', async () => {
    const doubled = LOGITS.map((row) => row.map((value) => 2 * value));
    assert.deepEqual(await find(SOFTMAX, lessLargest, doubled), ['1', 'softmax']);
    const [first = [], second = []] = LOGITS;
    assert.deepEqual(await find(SOFTMAX, lessLargest, [first, second.toReversed()]), [
      '1',
      'softmax',
    ]);
  });

  it('are not searched among values that are not numbers', async () => {
    await assert.rejects(find([[Number.NaN, 1, 1]], LOGITS), { code: 'outputNotFinite' });
    await assert.rejects(find([[Number.POSITIVE_INFINITY, 1, 1]]), { code: 'outputNotFinite' });
  });
});
