import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../../src/cam/config/preprocessing.ts';
import { labelOrders } from '../../../../src/cam/evaluate/doctor/labelOrders.ts';
import { reportOf } from '../../../../src/cam/evaluate/doctor/report.ts';
import type { Trial } from '../../../../src/cam/evaluate/doctor/trials.ts';
import type { VariantChange } from '../../../../src/cam/results/evaluation/doctor.ts';

const PREPROCESSING: Preprocessing = {
  ...{ resize: { mode: 'stretch', size: 8 }, crop: 0, interpolation: 'bilinear' },
  ...{ channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
};
const { resize, crop, interpolation, ...pixels } = PREPROCESSING;
const PIXELS: VariantChange = { pixels };
const BICUBIC: VariantChange = { interpolation: 'bicubic' };

describe('The report of the doctor', () => {
  const orders = labelOrders(['b', 'a', 'c']);

  /** A trial with the labels in use right in `right` of `of` pictures, the first or the last ones; by others in none. */
  const trial = (
    change: VariantChange,
    right: number,
    of: number,
    from: 'first' | 'last' = 'first',
  ): Trial => {
    const outcome = (hits: number) => ({
      right: Array.from({ length: of }, (_, i) => (from === 'first' ? i < hits : i >= of - hits)),
      margins: Array.from({ length: of }, () => hits / of - 0.5),
    });
    return {
      setting: { texts: Object.keys(change), change, preprocessing: PREPROCESSING },
      outcomes: orders.map((_, i) => outcome(i === 0 ? right : 0)),
    };
  };
  const pictures = (count: number, classes = 2) =>
    Array.from({ length: count }, (_, i) => ({ path: `/${i}`, classIndex: i % classes }));
  const report = (trials: Trial[], count = 60, classes = 2) =>
    reportOf(trials, orders, pictures(count, classes), 'names');

  it('warns from ten pictures of 60 that only the other way is right about', () => {
    // 2·2⁻¹⁰ = 0.00195 and 2·2⁻⁹ = 0.0039, of which only the first is below 0.0025.
    const { warning, better } = report([trial({}, 40, 60), trial(PIXELS, 50, 60)]);
    const text =
      'The preprocessing may not fit this model: of 60 labelled pictures 67 % are right as now, 83 % with “pixels”.';
    assert.equal(warning, text);
    assert.deepEqual(better?.change, PIXELS);
    assert.equal(report([trial({}, 40, 60), trial(PIXELS, 49, 60)]).warning, undefined);
  });

  it('does not warn of less than ten percentage points, one class, few pictures, or a tie', () => {
    const warningOf = (...of: Parameters<typeof report>) => report(...of).warning;
    assert.ok(warningOf([trial({}, 100, 200), trial(PIXELS, 120, 200)], 200));
    assert.equal(warningOf([trial({}, 100, 200), trial(PIXELS, 119, 200)], 200), undefined);
    assert.equal(warningOf([trial({}, 0, 60), trial(PIXELS, 60, 60)], 60, 1), undefined);
    assert.ok(warningOf([trial({}, 0, 20), trial(PIXELS, 20, 20)], 20));
    assert.equal(warningOf([trial({}, 0, 19), trial(PIXELS, 19, 19)], 19), undefined);
    assert.equal(warningOf([trial({}, 30, 60), trial(BICUBIC, 30, 60, 'last')]), undefined);
  });

  it('recommends the fewest changes that are not shown to be worse than the best', () => {
    const both = { ...PIXELS, ...BICUBIC };
    const found = report([trial({}, 20, 60), trial(PIXELS, 49, 60), trial(both, 50, 60)]);
    assert.equal(found.variants[0]?.name, 'pixels · interpolation');
    assert.deepEqual(found.better?.change, PIXELS);
    const needed = report([trial({}, 20, 60), trial(PIXELS, 40, 60), trial(both, 50, 60)]);
    assert.deepEqual(needed.better?.change, both);
  });

  it('lists all orders with the current and the best way, and others only with the labels in use', () => {
    const { variants } = report([trial({}, 20, 60), trial(PIXELS, 50, 60), trial(BICUBIC, 10, 60)]);
    const ids = variants.map(({ id }) => id).sort();
    const withAll = [0, 1].flatMap((way) => orders.map((_, order) => `${way}-${order}`));
    assert.deepEqual(ids, [...withAll, '2-0'].sort());
    assert.equal(variants.filter(({ isCurrent }) => isCurrent).length, 1);
  });

  it('has no labels to write where classes are stated as numbers', () => {
    const trials = [trial({}, 20, 60), trial(PIXELS, 50, 60)];
    for (const labelsBy of ['names', 'numbers'] as const) {
      const { variants } = reportOf(trials, orders, pictures(60), labelsBy);
      const sorted = variants.find(({ id }) => id === '0-1');
      assert.deepEqual(
        sorted?.change,
        labelsBy === 'names' ? { labels: ['a', 'b', 'c'] } : undefined,
      );
    }
  });
});
