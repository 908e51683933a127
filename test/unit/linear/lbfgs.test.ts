import assert from 'node:assert/strict';
import { minimise } from '../../../src/cam/linear/lbfgs.ts';
import { assertClose } from '../assertClose.ts';

describe('L-BFGS', () => {
  it('finds the minimum of a badly scaled quadratic function', async () => {
    const scales = [1, 100, 1e4, 0.01];
    const found = await minimise(async (point) => {
      const gradient = point.map((value, i) => (scales[i] ?? 0) * (value - i));
      const value = point.reduce((sum, x, i) => sum + ((scales[i] ?? 0) / 2) * (x - i) ** 2, 0);
      return { value, gradient };
    }, new Float64Array(4));
    assertClose(found.subarray(0, 3), [0, 1, 2], 1e-5, 'minimum');
  });

  it('takes the start if it is the minimum', async () => {
    let calls = 0;
    const start = Float64Array.of(0);
    const found = await minimise(async (point) => {
      calls++;
      return { value: (point[0] ?? 0) ** 2, gradient: point.map((value) => 2 * value) };
    }, start);
    assert.deepEqual([...found], [0]);
    assert.equal(calls, 1);
  });

  it('leaves the start as it was', async () => {
    const start = Float64Array.of(3, -2);
    const evaluate = async (point: Float64Array) => ({
      value: point.reduce((sum, x) => sum + Math.log(Math.cosh(x)), 0),
      gradient: point.map(Math.tanh),
    });
    assertClose(await minimise(evaluate, start), [0, 0], 1e-5, 'minimum');
    assert.deepEqual([...start], [3, -2]);
  });
});
