import assert from 'node:assert/strict';
import path from 'node:path';
import type { FolderIndex, IndexedImage } from '../../../../src/cam/folder/folderIndex.ts';
import {
  weightsOfChannel,
  weightsOfClass,
} from '../../../../src/cam/units/views/channelWeights.ts';
import { imagesOfClass } from '../../../../src/cam/units/views/classImages.ts';
import { classUnits } from '../../../../src/cam/units/views/classUnits.ts';
import { mostCorrelated } from '../../../../src/cam/units/views/correlation.ts';
import { pooledValues } from '../../../../src/cam/units/views/pooledValues.ts';
import { SurestFlips } from '../../../../src/cam/units/views/surestFlips.ts';
import { pooledChannels, unitIdentity } from '../../../../src/cam/units/views/unitIdentity.ts';
import { goldenFolders, indexOf, labels, meansFolder } from './goldenIndex.ts';

function imagesWith(predicted: number[]): IndexedImage[] {
  const [image] = indexOf(meansFolder).images;
  assert.ok(image);
  return predicted.map((each, i) => ({ ...image, path: `${i}.png`, predicted: each }));
}

/** Pooled values that encode their place: channel k of image i is 1000·i + k. */
function placesOf(images: number, channels: number): FolderIndex {
  const plain = indexOf(meansFolder);
  return {
    ...plain,
    model: { ...plain.model, channels, poolings: ['mean'] },
    images: imagesWith(Array.from({ length: images }, () => 0)),
    pooled: async (k) => Float32Array.from({ length: images }, (_, i) => 1000 * i + k),
    pooledRows: async (rows) =>
      Float32Array.from({ length: rows.length * channels }, (_, at) => {
        const row = rows[Math.floor(at / channels)] ?? 0;
        return 1000 * row + (at % channels);
      }),
  };
}

describe('Images of a class', () => {
  it('are represented by at most 4,096 evenly spaced ones, and as many others', () => {
    const predicted = Array.from({ length: 13_000 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const found = imagesOfClass({ images: imagesWith(predicted) }, [], 1);
    assert.deepEqual([found.by, found.all, found.isWhole], ['prediction', 6500, false]);
    for (const [rows, first] of [
      [found.rows, 0],
      [found.others, 1],
    ] as const) {
      assert.equal(rows.length, 4096);
      assert.deepEqual([rows[0], new Set(rows).size], [first, 4096]);
      assert.ok(rows.every((row) => row % 2 === first));
      assert.equal(rows.at(-1), first + 2 * Math.floor((4095 * 6500) / 4096));
    }
  });

  it('are all, and all others too, up to 4,096', () => {
    const predicted = Array.from({ length: 10_000 }, (_, i) => (i < 4096 ? 1 : 0));
    const found = imagesOfClass({ images: imagesWith(predicted) }, [], 1);
    assert.deepEqual([found.rows.length, found.others.length, found.isWhole], [4096, 5904, true]);
    const one = imagesOfClass({ images: imagesWith([...predicted, 1]) }, [], 1);
    assert.deepEqual([one.all, one.rows.length, one.others.length], [4097, 4096, 4096]);
  });

  it('have Cohen’s d from the sampled ones if there are many', async () => {
    const images = imagesWith(Array.from({ length: 9000 }, (_, i) => (i < 5000 ? 1 : 0)));
    const plain = indexOf(meansFolder);
    const { channels } = plain.model;
    // Half of each side is 1 above the other half; the class lies 2 above the rest: d = 2 ÷ ½, nearly.
    const value = (row: number) => (row < 5000 ? 2 : 0) + (row % 2);
    const index: FolderIndex = {
      ...plain,
      images,
      pooledRows: async (rows) =>
        Float32Array.from(
          rows.flatMap((row) => Array.from({ length: channels }, () => value(row))),
        ),
      pooled: async () => Float32Array.from(images, (_, row) => value(row)),
      means: async () => Float32Array.from(images, (_, row) => value(row)),
      maxima: async () => Float32Array.from(images, (_, row) => value(row)),
      moments: () => assert.fail('the whole folder is not asked for'),
    };
    const query = { classIndex: 1, ranking: 'separation' as const, count: 1, patches: 0 };
    const { speaksFor, classImages } = await classUnits(index, query, []);
    assert.deepEqual(classImages, { used: 4096, all: 5000, by: 'prediction' });
    assert.ok(Math.abs((speaksFor[0]?.separation ?? 0) - 4) < 0.01);
  });
});

describe('What cannot be ranked', () => {
  it('is empty: a class without weights and without images', async () => {
    const index = { ...indexOf(meansFolder, { classWeights: undefined }), images: [] };
    const query = { classIndex: 4, ranking: 'weight' as const, count: 3, patches: 1 };
    const found = await classUnits(index, query, labels);
    assert.deepEqual(
      [found.rankings, found.speaksFor, found.speaksAgainst, found.countFor, found.countAgainst],
      [[], [], [], 0, 0],
    );
    assert.equal(found.notices.length, 2);
  });
});

describe('Pooled values', () => {
  const channels = 80;
  const expected = (first: number, count: number, chosen: number[]) =>
    Array.from({ length: count }, (_, i) => chosen.map((k) => 1000 * (first + i) + k)).flat();

  for (const many of [1, 3, 64, 65, 80]) {
    it(`of ${many} channels are read block by block, images first`, async () => {
      const chosen = Array.from({ length: many }, (_, j) => (7 * j) % channels);
      const valuesOf = await pooledValues(placesOf(10, channels), chosen);
      assert.deepEqual([...(await valuesOf(0, 4))], expected(0, 4, chosen));
      assert.deepEqual([...(await valuesOf(4, 3))], expected(4, 3, chosen));
    });
  }
});

describe('Correlated channels', () => {
  /** Pearson's r with channel 0 is known by hand: itself, its double, its opposite, another one, none. */
  const rows = [
    [1, 2, -1, 1, 5],
    [2, 4, -2, 3, 5],
    [3, 6, -3, 2, 5],
  ];
  const index: FolderIndex = {
    ...placesOf(3, 5),
    pooledRows: async (images) => Float32Array.from(images.flatMap((i) => rows[i] ?? [])),
  };

  it('are ordered by r; one that never varies has none', async () => {
    const { channels, over } = await mostCorrelated(index, 0, 10);
    assert.equal(over, 3);
    assert.deepEqual(
      channels.map(({ pooledChannel }) => pooledChannel),
      [1, 3, 2],
    );
    for (const [i, r] of [1, 0.5, -1].entries()) {
      assert.ok(Math.abs((channels[i]?.correlation ?? 0) - r) < 1e-12, `r ${i}`);
    }
    assert.equal((await mostCorrelated(index, 0, 2)).channels.length, 2);
    assert.deepEqual((await mostCorrelated(index, 4, 10)).channels, []);
  });

  it('of equal r are in the order of their numbers', async () => {
    const same: FolderIndex = {
      ...placesOf(3, 4),
      pooledRows: async (images) => Float32Array.from(images.flatMap((i) => [i, i, i, i])),
    };
    const { channels } = await mostCorrelated(same, 2, 10);
    assert.deepEqual(
      channels.map(({ pooledChannel }) => pooledChannel),
      [0, 1, 3],
    );
  });

  it('are compared over at most 2,048 images', async () => {
    for (const [images, over] of [
      [2048, 2048],
      [2049, 2048],
    ] as const) {
      assert.equal((await mostCorrelated(placesOf(images, 2), 0, 1)).over, over);
    }
  });
});

describe('Changed predictions', () => {
  it('are all counted, and the 200 most certain listed, ties by path', () => {
    const images = imagesWith(Array.from({ length: 3000 }, () => 0));
    const flips = new SurestFlips({ ...indexOf(meansFolder), images });
    const sureOf = (image: number) => (image * 7) % 1000;
    for (let image = 0; image < 3000; image++) {
      flips.add({ image, before: 0, after: 1, label: undefined, sure: sureOf(image) });
    }
    const order = [...images.keys()].sort(
      (a, b) => sureOf(b) - sureOf(a) || (`${a}.png` < `${b}.png` ? -1 : 1),
    );
    assert.equal(flips.count, 3000);
    assert.deepEqual(
      flips.list().map((flip) => flip.path),
      order.slice(0, 200).map((image) => path.join('/pictures', `${image}.png`)),
    );
  });
});

describe('Weights of a channel and of a class', () => {
  for (const folder of goldenFolders) {
    const { model } = indexOf(folder);
    const count = pooledChannels(model);

    it(`are rows and columns of one matrix, for ${folder.poolings.join(' and ')}`, () => {
      assert.equal(count, folder.channels * folder.poolings.length);
      for (let c = 0; c < folder.classes; c++) {
        const row = Float32Array.from(folder.weights.slice(c * count, (c + 1) * count));
        assert.deepEqual(weightsOfClass(model, c), row);
        for (const k of [0, 1, count - 1]) {
          assert.equal(weightsOfChannel(model, k)?.length, folder.classes);
          assert.equal(weightsOfChannel(model, k)?.[c], row[k]);
        }
      }
    });

    it(`belong to channels that exist, for ${folder.poolings.join(' and ')}`, () => {
      const names = { 0: 'sky' };
      const last = unitIdentity(model, count - 1, names);
      assert.equal(last.channel, folder.channels - 1);
      assert.equal(last.pooling, folder.poolings.at(-1));
      assert.equal(last.name, undefined);
      assert.equal(unitIdentity(model, 0, names).name, 'sky');
      for (const k of [-1, count, 0.5])
        assert.throws(() => unitIdentity(model, k, names), RangeError);
      for (const c of [-1, folder.classes, 0.5])
        assert.throws(() => weightsOfClass(model, c), RangeError);
    });
  }

  it('are none if every position has its own, or the head is not linear', () => {
    const { model } = indexOf(meansFolder);
    const { classWeights } = model;
    assert.ok(classWeights);
    for (const other of [undefined, { ...classWeights, positions: 2 }]) {
      assert.equal(weightsOfClass({ ...model, classWeights: other }, 0), undefined);
      assert.equal(weightsOfChannel({ ...model, classWeights: other }, 0), undefined);
    }
  });
});
