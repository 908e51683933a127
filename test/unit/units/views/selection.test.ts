import assert from 'node:assert/strict';
import { folderClasses } from '../../../../src/cam/folder/folderClasses.ts';
import { histogramOf } from '../../../../src/cam/units/views/histogram.ts';
import { firstOf, largestOf } from '../../../../src/cam/units/views/selection.ts';
import { cohensD, sampleOf, sampleOfSums } from '../../../../src/cam/units/views/separation.ts';
import { assertClose } from '../../assertClose.ts';

describe('The first of many numbers', () => {
  const falling = (values: number[]) => (a: number, b: number) =>
    (values[b] ?? 0) - (values[a] ?? 0) || a - b;

  it('are those of a whole sort', () => {
    const values = Array.from({ length: 40 }, (_, i) => ((i * 17) % 13) / 26);
    const sorted = [...values.keys()].sort(falling(values));
    for (const count of [1, 2, 13, 39, 40, 41, 100]) {
      assert.deepEqual(firstOf(40, count, falling(values)), sorted.slice(0, count));
    }
  });

  it('are none if none are requested or there are none', () => {
    const values = [1, 2, 3];
    assert.deepEqual(firstOf(3, 0, falling(values)), []);
    assert.deepEqual(firstOf(3, -1, falling(values)), []);
    assert.deepEqual(firstOf(0, 3, falling(values)), []);
  });

  it('of one sign are never 0 or of the other sign; equal ones are in order of their number', () => {
    const values = Float32Array.of(2, -1, 0, 3, 2, -5);
    assert.deepEqual(largestOf(values, 1, 10), [3, 0, 4]);
    assert.deepEqual(largestOf(values, -1, 10), [5, 1]);
    assert.deepEqual(largestOf(values, 1, 2), [3, 0]);
  });
});

describe('The separation of two samples', () => {
  const of = (...values: number[]) => sampleOf(Float32Array.from(values), [...values.keys()]);

  it("is Cohen's d", () => {
    // Means 2 and 5, Σ (x − mean)² = 2 and 8, so s² = 10 ÷ 4.
    assertClose([cohensD(of(1, 2, 3), of(3, 5, 7)) ?? 0], [-3 / Math.sqrt(2.5)], 1e-12, 'd');
    // A tenth of that has the same d.
    const tenths = cohensD(of(0.1, 0.2, 0.3), of(0.3, 0.5, 0.7)) ?? 0;
    assertClose([tenths], [-3 / Math.sqrt(2.5)], 1e-6, 'd of small numbers');
    // s² = 2 ÷ 1: one value has no spread of its own.
    assertClose([cohensD(of(5), of(1, 3)) ?? 0], [3 / Math.sqrt(2)], 1e-12, 'd of one');
  });

  it('is unknown if a side is empty, both are single, or nothing varies', () => {
    assert.equal(cohensD(of(), of(1, 2, 3)), undefined);
    assert.equal(cohensD(of(1, 2, 3), of()), undefined);
    assert.equal(cohensD(of(1), of(2)), undefined);
    assert.equal(cohensD(of(1, 1), of(2, 2)), undefined);
  });

  it('takes the rows that it is given', () => {
    const sample = sampleOf(Float32Array.of(9, 1, 9, 3), [1, 3]);
    assert.deepEqual(sample, { count: 2, mean: 2, squaredDeviations: 2 });
  });

  it('takes the rounding of equal values for no spread', () => {
    assert.deepEqual(sampleOfSums(0, 0, 0), { count: 0, mean: 0, squaredDeviations: 0 });
    const count = 3e5;
    const [sum, squares] = [count * 0.1, count * 0.1 * 0.1];
    assert.equal(sampleOfSums(count, sum, squares * (1 + 1e-14)).squaredDeviations, 0);
    assert.ok(sampleOfSums(count, sum, squares * (1 + 1e-9)).squaredDeviations > 0);
  });
});

describe('A distribution', () => {
  it('counts in equal steps, the largest value in the last one', () => {
    const found = histogramOf(Float32Array.of(0, 0.5, 1, 2.5, 3.5, 4), 4);
    assert.deepEqual(found, { from: 0, to: 4, counts: [2, 1, 1, 2] });
  });

  it('has one step if all values are equal', () => {
    assert.deepEqual(histogramOf(Float32Array.of(2, 2), 4), { from: 2, to: 2, counts: [2] });
  });

  it('of negative values has its own ends', () => {
    const found = histogramOf(Float32Array.of(-1, -3), 2);
    assert.deepEqual(found, { from: -3, to: -1, counts: [1, 1] });
  });
});

describe('The classes of a folder', () => {
  const images = [3, 1, 2, 3, 1, 0].map((predicted) => ({ predicted }));
  const none = images.map(() => undefined);

  it('are those that the model predicts, the most frequent first, then by number', () => {
    const { by, classes } = folderClasses(images, none);
    assert.equal(by, 'prediction');
    assert.deepEqual(
      classes.map(({ classIndex, images }) => [classIndex, images]),
      [
        [1, 2],
        [3, 2],
        [0, 1],
        [2, 1],
      ],
    );
    assert.deepEqual(folderClasses([], []), { by: 'prediction', classes: [] });
  });

  it('are those that the sub-folders name, if they name any', () => {
    assert.deepEqual(folderClasses(images, [5, undefined, 4, 5, undefined, 4]), {
      by: 'folder',
      classes: [
        { classIndex: 4, images: 2 },
        { classIndex: 5, images: 2 },
      ],
    });
  });
});
