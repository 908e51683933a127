import assert from 'node:assert/strict';
import { temperatureOf } from '../../../src/cam/linear/temperature.ts';

/** Temperatures by `scipy.optimize.minimize_scalar` of the same loss. */
describe('the temperature of scores', () => {
  const values = [
    ...[1.2, -0.3, 0.1, 0.4, 0.6, -0.2, -0.5, 0.2, 0.9],
    ...[0.3, 0.1, -0.4, -0.1, 0.5, 0.45, 0.2, -0.6, 0.8],
  ];
  const scores = { rows: 6, columns: 3, values: Float64Array.from(values) };

  const assertTemperature = (found: number, expected: number) =>
    assert.ok(Math.abs(found / expected - 1) < 1e-6, `${found} in place of ${expected}`);

  it('is that of SciPy, with mistakes and without', () => {
    assertTemperature(temperatureOf(scores, [0, 1, 2, 1, 1, 2]), 0.4052930117128605);
    assertTemperature(temperatureOf(scores, [0, 1, 2, 0, 1, 2]), 0.3444027989187471);
  });

  it('is that of two classes as well', () => {
    const two = Float64Array.from(values.filter((_, i) => i % 3 < 2));
    const found = temperatureOf({ rows: 6, columns: 2, values: two }, [0, 1, 1, 0, 1, 0]);
    assertTemperature(found, 0.4038587957177071);
  });

  it('leaves out samples that some class cannot have', () => {
    const more = Float64Array.from([...values, 1, 2, Number.NEGATIVE_INFINITY]);
    const found = temperatureOf({ rows: 7, columns: 3, values: more }, [0, 1, 2, 1, 1, 2, 0]);
    assertTemperature(found, 0.4052930117128605);
    assert.equal(temperatureOf({ rows: 0, columns: 3, values: new Float64Array() }, []), 1);
  });
});
