import assert from 'node:assert/strict';
import { StrongestImages } from '../../../../src/cam/folder/index/strongest.ts';
import { Random } from '../../../support/random.ts';

const shape = {
  channels: 3,
  classes: 2,
  poolings: ['mean'],
  grid: { width: 2, height: 1 },
} as const;

describe('the strongest images of a channel', () => {
  it('are those by maximum, then mean, then path, in whatever order they come', () => {
    const random = new Random(7);
    const images = Array.from({ length: 200 }, (_, i) => ({
      path: `image ${random.below(1e6)}-${i}`,
      // Few different values: most images tie, like those of a ReLU6 at 6.
      maxima: Float32Array.from({ length: 3 }, () => random.below(4)),
      means: Float32Array.from({ length: 3 }, () => random.below(3) / 3),
    }));
    const strongest = new StrongestImages(shape);
    for (const [row, { path, maxima, means }] of images.entries()) {
      strongest.add(row, path, { maxima, means }, new Float32Array(6).fill(row));
    }
    const { keys, values } = strongest.take();
    const expected = [0, 1, 2].flatMap((k) => {
      const order = [...images.entries()].sort(
        ([, a], [, b]) =>
          (b.maxima[k] ?? 0) - (a.maxima[k] ?? 0) ||
          (b.means[k] ?? 0) - (a.means[k] ?? 0) ||
          (a.path < b.path ? -1 : 1),
      );
      const rows = order.slice(0, 16).map(([row]) => row);
      return rows.sort((a, b) => a - b).map((row) => [k, row]);
    });
    assert.deepEqual([...keys], expected.flat());
    assert.deepEqual(
      [...values],
      expected.flatMap(([, row]) => [row, row]),
    );
    assert.equal(strongest.take().keys.length, 0, 'each is given once');
  });

  it('of an existing index count, and weaker new ones are not kept', () => {
    const strongest = new StrongestImages(shape);
    const paths = Array.from({ length: 16 }, (_, i) => `old ${i}`);
    strongest.addWritten(paths, {
      maxima: new Float32Array(48).fill(5),
      means: new Float32Array(48).fill(1),
    });
    const map = Float32Array.from([6, 1, 6, 1, 6, 1]);
    const means = new Float32Array(3).fill(1);
    strongest.add(0, 'new', { maxima: Float32Array.from([4, 5, 6]), means }, map);
    // Equal in all: `new` comes before every `old …`.
    assert.deepEqual([...strongest.take().keys], [1, 0, 2, 0]);
  });
});
