import assert from 'node:assert/strict';
import type { LayerGradient } from '../../../src/cam/methods/linearHead.ts';
import { biasPart } from '../../../src/cam/methods/linearHead.ts';

const WEIGHTS = [
  [1, -2],
  [3, 1],
  [-1, -1],
];
const BIASES = [0.5, -1, 0.25];
const OUT = [2, -0.5, 4];
const OUT_BIAS = 0.75;

type Activation = (x: number) => { y: number; slope: number };

const relu: Activation = (x) => ({ y: Math.max(x, 0), slope: x > 0 ? 1 : 0 });
const tanh: Activation = (x) => ({ y: Math.tanh(x), slope: 1 - Math.tanh(x) ** 2 });

/** S(f) = OUT · activation(WEIGHTS f + BIASES) + OUT_BIAS, and its gradient. */
function headOf(activation: Activation) {
  const hidden = (f: Float32Array) =>
    WEIGHTS.map(([a = 0, b = 0], i) =>
      activation(a * (f[0] ?? 0) + b * (f[1] ?? 0) + (BIASES[i] ?? 0)),
    );
  const layer = (value: Float32Array): LayerGradient => {
    const slopes = hidden(value).map(({ slope }) => slope);
    const gradient = [0, 1].map((k) =>
      WEIGHTS.reduce((sum, row, i) => sum + (OUT[i] ?? 0) * (slopes[i] ?? 0) * (row[k] ?? 0), 0),
    );
    return { value, gradient: Float32Array.from(gradient) };
  };
  const scoreAt = async (f: Float32Array) =>
    hidden(f).reduce((sum, { y }, i) => sum + (OUT[i] ?? 0) * y, OUT_BIAS);
  return { layer, scoreAt };
}

describe('what the biases add behind a layer', () => {
  const f = Float32Array.of(1, 2);
  const near = (change: number) => f.map((value, i) => value * (1 + (i === 0 ? change : -change)));

  it('is that of the piece on which the values lie', async () => {
    const { layer, scoreAt } = headOf(relu);
    const found = await biasPart(layer(f), async (change) => layer(near(change)), scoreAt);
    // Of the three units only the second one is above zero for f: 3 + 2 − 1 = 4.
    assert.equal(found?.biases, -0.5 * -1 + 0.75);
    assert.ok((found?.difference ?? 1) < 1e-6);
  });

  it('is not claimed where the head bends, or for a gradient that is not its own', async () => {
    const bent = headOf(tanh);
    const small = Float32Array.of(0.1, 0.05);
    const nearby = async (change: number) => bent.layer(small.map((value) => value * (1 + change)));
    assert.equal(await biasPart(bent.layer(small), nearby, bent.scoreAt), undefined);

    const { layer, scoreAt } = headOf(relu);
    const wrong = (value: Float32Array) => ({ value, gradient: Float32Array.of(1, 1) });
    const found = await biasPart(wrong(layer(f).value), async (c) => wrong(near(c)), scoreAt);
    assert.ok((found?.difference ?? 0) > 1e-3);
  });
});
