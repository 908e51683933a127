import assert from 'node:assert/strict';
import { sampleEvenly } from '../../../../src/cam/evaluate/doctor/sample.ts';

describe('A sample of labelled pictures', () => {
  const pictures = [100, 10, 3].flatMap((count, classIndex) =>
    Array.from({ length: count }, (_, i) => ({ path: `/${classIndex}/${i}.png`, classIndex })),
  );
  const counts = (sample: { classIndex: number }[]) =>
    [0, 1, 2].map((c) => sample.filter(({ classIndex }) => classIndex === c).length);

  it('has as many of each class as there are', () => {
    assert.deepEqual(counts(sampleEvenly(pictures, 9, 1)), [3, 3, 3]);
    assert.deepEqual(counts(sampleEvenly(pictures, 30, 1)), [17, 10, 3]);
    assert.deepEqual(counts(sampleEvenly(pictures, 1000, 1)), [100, 10, 3]);
  });

  it('has no picture twice, and is the same in whatever order they come', () => {
    const sample = sampleEvenly(pictures, 40, 7);
    assert.equal(new Set(sample.map(({ path }) => path)).size, 40);
    assert.deepEqual(sampleEvenly(pictures.toReversed(), 40, 7), sample);
    assert.notDeepEqual(sampleEvenly(pictures, 40, 8), sample);
  });

  it('is empty of none', () => {
    assert.deepEqual(sampleEvenly([], 10, 1), []);
  });
});
