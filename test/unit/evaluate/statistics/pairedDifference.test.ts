import assert from 'node:assert/strict';
import { pairedDifference } from '../../../../src/cam/evaluate/statistics/pairedDifference.ts';

const PICTURES = 40;

/** log n! */
function logFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}

/** How often the interval holds the true difference, by adding up all outcomes of b, c and the rest. */
function coverage(before: number, after: number): number {
  let total = 0;
  for (let b = 0; b <= PICTURES; b++) {
    for (let c = 0; b + c <= PICTURES; c++) {
      const { low, high } = pairedDifference(b, c, PICTURES);
      const rest = PICTURES - b - c;
      const ways = logFactorial(PICTURES) - logFactorial(b) - logFactorial(c) - logFactorial(rest);
      const log =
        ways + b * Math.log(before) + c * Math.log(after) + rest * Math.log(1 - before - after);
      if (low <= after - before && after - before <= high) total += Math.exp(log);
    }
  }
  return total;
}

describe('the difference of two shares of the same pictures', () => {
  it('is in its interval about 95 times of 100', () => {
    for (const [before, after] of [
      [0.05, 0.1],
      [0.1, 0.1],
      [0.02, 0.2],
      [0.3, 0.1],
    ] as const) {
      const found = coverage(before, after);
      assert.ok(found > 0.935 && found < 0.985, `${before} ${after}: ${found}`);
    }
  });

  it('is uncertain also where no picture differs, and turns its sign with the order', () => {
    const none = pairedDifference(0, 0, 100);
    assert.equal(none.value, 0);
    assert.ok(none.low < -0.01 && none.high > 0.01);
    const [there, back] = [pairedDifference(3, 12, 80), pairedDifference(12, 3, 80)];
    assert.equal(there.value, 9 / 80);
    assert.ok(Math.abs(there.low + back.high) < 1e-12);
  });
});
