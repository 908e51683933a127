import assert from 'node:assert/strict';

/** Asserts that every value is within an absolute tolerance of the expected one; NaN is never. */
export function assertClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  assert.equal(found.length, expected.length, `${what}: length`);
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    assert.ok(distance <= tolerance, `${what}[${i}]: ${found[i]} instead of ${expected[i]}`);
  }
}
