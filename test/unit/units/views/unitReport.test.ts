import assert from 'node:assert/strict';
import { evenlySpaced } from '../../../../src/cam/units/views/evenlySpaced.ts';
import { histogramOf } from '../../../../src/cam/units/views/histogram.ts';
import { unitReport } from '../../../../src/cam/units/views/unitReport.ts';
import { assertClose } from '../../assertClose.ts';
import { goldenFolders, indexOf, labels, meansFolder } from './goldenIndex.ts';

describe('One channel over a folder', () => {
  for (const folder of goldenFolders) {
    it(`equals NumPy, for a head that takes ${folder.poolings.join(' and ')}`, async () => {
      const index = indexOf(folder);
      for (const golden of folder.units) {
        const { pooledChannel } = golden;
        const what = `channel ${pooledChannel}`;
        const found = await unitReport(index, { pooledChannel, images: 60 }, labels);
        assert.deepEqual(imagesOf(found.strongest), golden.strongest, `${what}: strongest`);
        assert.deepEqual(imagesOf(found.weakest), golden.weakest, `${what}: weakest`);
        assert.deepEqual(found.distribution.counts, golden.histogram.counts, what);
        const { from, to } = found.distribution;
        assertClose([from, to], [golden.histogram.from, golden.histogram.to], 1e-6, what);
        assert.deepEqual(classesOf(found.speaksFor), golden.for, what);
        assert.deepEqual(classesOf(found.speaksAgainst), golden.against, what);
        assert.equal(found.correlatedOver, 60);
        assert.deepEqual(
          found.correlated.map(({ unit }) => unit.pooledChannel),
          golden.correlated.map(([k]) => k),
          what,
        );
        assertClose(
          found.correlated.map(({ correlation }) => correlation),
          golden.correlated.map(([, r]) => r ?? Number.NaN),
          1e-9,
          what,
        );
      }
    });
  }

  it('shows one patch for each image, the first ones of equal images by path', async () => {
    const query = { pooledChannel: 1, images: 5 };
    const { strongest, weakest } = await unitReport(indexOf(meansFolder), query, labels);
    // Twenty images are 6 in all of their cells.
    assert.deepEqual(
      strongest.map(({ maximum, mean }) => [maximum, mean]),
      Array.from({ length: 5 }, () => [6, 6]),
    );
    const paths = strongest.map(({ path }) => path);
    assert.deepEqual(paths, [...paths].sort());
    assert.equal(new Set(paths).size, 5);
    assert.deepEqual(imagesOf(weakest), meansFolder.units[1]?.weakest.slice(0, 5));
  });

  it('orders images of equal maximum by their mean', async () => {
    const { strongest } = await unitReport(
      indexOf(meansFolder),
      { pooledChannel: 0, images: 60 },
      labels,
    );
    const tied = strongest.filter(({ maximum }) => maximum === 6);
    assert.ok(tied.length > 10);
    const means = tied.map(({ mean }) => mean);
    assert.deepEqual(
      means,
      [...means].sort((a, b) => b - a),
    );
  });

  it('has no classes if the head has no weight for a channel', async () => {
    const index = indexOf(meansFolder, { classWeights: undefined });
    const found = await unitReport(index, { pooledChannel: 3, images: 2 }, labels);
    assert.deepEqual([found.speaksFor, found.speaksAgainst], [[], []]);
    assert.equal(found.correlated.length, 10);
  });

  it('compares at most 2,048 evenly spaced images', async () => {
    const values = Array.from({ length: 5000 }, (_, i) => [i % 7, -(i % 7), 1]);
    const index = indexOf({
      ...meansFolder,
      channels: 3,
      means: values,
      maxima: values,
      positions: values,
      paths: values.map((_, i) => `${i}.png`),
    });
    const found = await unitReport(index, { pooledChannel: 0, images: 1 }, labels);
    assert.equal(found.correlatedOver, 2048);
    assert.equal(found.correlated.length, 1);
    assertClose([found.correlated[0]?.correlation ?? 0], [-1], 1e-9, 'r');
  });

  it('does not exist for a channel that the map does not have', async () => {
    const index = indexOf(meansFolder);
    for (const pooledChannel of [12, -1, 0.5]) {
      await assert.rejects(unitReport(index, { pooledChannel, images: 1 }, labels), RangeError);
    }
  });
});

describe('Evenly spaced rows', () => {
  it('are all, or as many as are allowed at equal steps', () => {
    assert.deepEqual(evenlySpaced([3, 5, 9], 3), [3, 5, 9]);
    assert.deepEqual(evenlySpaced([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4), [0, 2, 5, 7]);
    assert.deepEqual(evenlySpaced([], 4), []);
  });
});

describe('A histogram', () => {
  it('has one step if all values are equal', () => {
    assert.deepEqual(histogramOf(Float32Array.of(6, 6, 6), 40), { from: 6, to: 6, counts: [3] });
  });
});

function imagesOf(patches: { image: number }[]): number[] {
  return patches.map(({ image }) => image);
}

function classesOf(rows: { classIndex: number }[]): number[] {
  return rows.map(({ classIndex }) => classIndex);
}
