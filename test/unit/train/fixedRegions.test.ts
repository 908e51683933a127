import assert from 'node:assert/strict';
import { middleRanges, standardDeviations } from '../../../src/cam/train/pictures/deviations.ts';
import { fixedRegions } from '../../../src/cam/train/pictures/fixedRegions.ts';
import golden from '../../fixtures/train/fixed.json' with { type: 'json' };

const { side } = golden;
const picturesOf = (base64: string): Uint8Array[] => {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const size = 3 * side * side;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
};
const own = picturesOf(golden.own);
const others = picturesOf(golden.others);

const found = (a: Uint8Array[], b: Uint8Array[]) =>
  fixedRegions([...a, ...b], [...a.map(() => 0), ...b.map(() => 1)], side);

describe('places where the pictures of a class are the same', () => {
  it('are found as NumPy finds them, though some of the pictures are without it', () => {
    const regions = found(own, others);
    assert.equal(regions.length, 1);
    const { classIndex, region, ratio } = regions[0] ?? {};
    assert.equal(classIndex, 0);
    assert.ok(ratio !== undefined && ratio < 0.4, `${ratio}`);
    const [xs, ys] = [golden.fixed.map(([x = 0]) => x), golden.fixed.map(([, y = 0]) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const [width, height] = [Math.max(...xs) - x + 1, Math.max(...ys) - y + 1];
    assert.deepEqual(region && Object.values(region).map((part) => Math.round(part * side)), [
      x,
      y,
      width,
      height,
    ]);
  });

  it('follow from the deviations that NumPy gives', () => {
    for (const [i, deviation] of standardDeviations(own).entries()) {
      assert.ok(Math.abs(deviation - (golden.standard[i] ?? 0)) < 1e-3, `${i}: ${deviation}`);
    }
    assert.deepEqual([...middleRanges(own)], golden.range);
  });

  it('are not found where a few other pictures have an object', () => {
    const some = others.map((picture) => picture.slice());
    for (const picture of some.slice(58)) picture.fill(250, 30, 90);
    assert.deepEqual(found(some.slice(0, 30), some.slice(30)), []);
  });

  it('are those of each class where two have different ones at the same place', () => {
    const marked = others.map((picture) => {
      const copy = picture.slice();
      for (let y = 1; y < 4; y++) copy.fill(220, 3 * (y * side + 8), 3 * (y * side + 11));
      return copy;
    });
    const classes = found(own, marked).map(({ classIndex }) => classIndex);
    assert.deepEqual(classes.sort(), [0, 1]);
  });

  it('are not found where every class has the same one, or in few pictures', () => {
    const all = [...own, ...others];
    const even = all.filter((_, i) => i % 2 === 0);
    const odd = all.filter((_, i) => i % 2 === 1);
    assert.deepEqual(found(even, odd), []);
    assert.deepEqual(found(own.slice(0, 9), others), []);
  });

  it('are not found in pictures that are all the same', () => {
    const [one = new Uint8Array()] = own;
    assert.deepEqual(found(new Array(20).fill(one), new Array(20).fill(one)), []);
  });
});
