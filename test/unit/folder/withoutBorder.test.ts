import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { withoutBorder } from '../../../src/cam/folder/withoutBorder.ts';
import { planGeometry } from '../../../src/cam/image/planGeometry.ts';

const TORCHVISION: Preprocessing = {
  ...{ resize: { mode: 'shorter-side', size: 256, skipIfFits: true }, crop: 224 },
  ...{ channels: 'RGB', scale: 1 / 255, mean: [0], std: [1], interpolation: 'bilinear' },
};

describe('A preprocessing', () => {
  it('can leave a border out of what is seen, whatever way it resizes', () => {
    const ways: Partial<Preprocessing>[] = [
      { resize: { mode: 'stretch', size: 224 }, crop: 0 },
      { resize: { mode: 'stretch', size: { width: 224, height: 224 } }, crop: 0 },
      { resize: { mode: 'stretch', size: 256 }, crop: 224 },
      {},
      { resize: { mode: 'shorter-side', size: 224 }, crop: 224 },
    ];
    const photo = { width: 400, height: 300 };
    for (const way of ways) {
      const whole = { ...TORCHVISION, ...way };
      const input = { width: 224, height: 224 };
      const before = planGeometry(photo, whole, input).seen;
      for (const border of [0.05, 0.08, 0.25, 0.4]) {
        const { seen } = planGeometry(photo, withoutBorder(whole, border), input);
        for (const [first, length] of [
          ['x', 'width'],
          ['y', 'height'],
        ] as const) {
          // A pixel of the larger size is up to a pixel and a half of the smaller one.
          const pixel = (1.5 * before[length]) / 224;
          const [start, end] = [before[first], before[first] + before[length]];
          const cut = border * before[length];
          const text = `${JSON.stringify(way)} ${border} ${first}`;
          assert.ok(seen[first] >= start + cut - pixel / 2, text);
          assert.ok(seen[first] <= start + cut + pixel, text);
          assert.ok(seen[first] + seen[length] <= end - cut + pixel / 2, text);
          assert.ok(seen[first] + seen[length] >= end - cut - pixel, text);
        }
      }
      assert.equal(withoutBorder(whole, 0), whole);
    }
    const letterbox = {
      ...TORCHVISION,
      resize: { mode: 'letterbox', size: 224 },
      crop: 0,
    } as const;
    assert.throws(() => withoutBorder(letterbox, 0.1), { code: 'preprocessingMismatch' });
    for (const border of [-0.1, 0.41, Number.NaN]) {
      assert.throws(() => withoutBorder(TORCHVISION, border), RangeError, String(border));
    }
  });
});
