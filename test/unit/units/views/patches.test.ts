import assert from 'node:assert/strict';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import { ablate } from '../../../../src/cam/units/views/ablation.ts';
import { patchesOf, readColumns } from '../../../../src/cam/units/views/patches.ts';
import { unitReport } from '../../../../src/cam/units/views/unitReport.ts';
import { indexOf, labels, meansFolder } from './goldenIndex.ts';

describe('Where a channel is high', () => {
  const rows = [...meansFolder.paths.keys()];

  it('is the cell that NumPy finds, in every image, whether its map is kept or not', async () => {
    const index = indexOf(meansFolder);
    const [, columns = 0] = meansFolder.grid;
    const seen = new Set<number>();
    for (let k = 0; k < meansFolder.channels; k++) {
      const patches = await patchesOf(index, await readColumns(index, k), rows, []);
      for (const [row, { cell, image, maximum, mean }] of patches.entries()) {
        const position = meansFolder.positions[row]?.[k] ?? -1;
        seen.add(position);
        assert.deepEqual(cell, { x: position % columns, y: Math.floor(position / columns) });
        assert.equal(image, row);
        assert.equal(maximum, Math.fround(meansFolder.maxima[row]?.[k] ?? Number.NaN));
        assert.equal(mean, Math.fround(meansFolder.means[row]?.[k] ?? Number.NaN));
      }
    }
    assert.equal(seen.size, 12);
  });

  it('is the first of equal cells of the map that is kept', async () => {
    const plain = indexOf(meansFolder);
    const cellOf = async (...values: number[]) => {
      const map = { width: 3, height: 4, values: Float32Array.from(values) };
      const index: FolderIndex = {
        ...plain,
        activation: async () => map,
        positions: () => assert.fail('what is kept is not read again'),
      };
      const [patch] = await patchesOf(index, await readColumns(index, 0), [0], []);
      return patch?.cell;
    };
    assert.deepEqual(await cellOf(1, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0), { x: 1, y: 0 });
    assert.deepEqual(await cellOf(2, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0), { x: 0, y: 0 });
    const last = { x: 2, y: 3 };
    assert.deepEqual(await cellOf(-2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -1), last);
  });

  it('exists for existing images; for no images it is empty', async () => {
    const index = indexOf(meansFolder);
    const columns = await readColumns(index, 0);
    assert.deepEqual(await patchesOf(index, columns, [], []), []);
    await assert.rejects(patchesOf(index, columns, [60], []), RangeError);
  });

  it('is in a cropped photo, whatever the size of the input', async () => {
    const { preprocessing } = indexOf(meansFolder).model;
    const resize = { mode: 'shorter-side' as const, size: 150 };
    const index = indexOf(meansFolder, { preprocessing: { ...preprocessing, resize, crop: 120 } });
    const [patch] = await patchesOf(index, await readColumns(index, 0), [0], []);
    // A photo of 400×300 becomes 200×150, of which 120×120 in the middle are seen.
    assert.deepEqual(patch?.geometry.crop, { x: 40, y: 15, width: 120, height: 120 });
  });
});

describe('Lists of a channel', () => {
  /** Twelve classes for and twelve against; every channel is correlated with every other one. */
  const many = (): FolderIndex => {
    const { channels } = meansFolder;
    const classes = 24;
    const of = (c: number) => (c % 2 === 0 ? 1 : -1) * (1 + c);
    const weights = Float32Array.from({ length: classes * channels }, (_, i) =>
      of(Math.floor(i / channels)),
    );
    const classWeights = {
      classes,
      channels,
      positions: 1,
      weights,
      bias: new Float32Array(classes),
    };
    const plain = indexOf(meansFolder, { classes, classWeights });
    return {
      ...plain,
      images: plain.images.slice(0, 1),
      pooled: async () => Float32Array.of(2),
      pooledRows: async (images) =>
        Float32Array.from({ length: images.length * channels }, () => 2),
      async *logitBlocks() {
        yield { first: 0, count: 1, logits: new Float32Array(classes) };
      },
    };
  };

  it('have ten classes and ten channels at most', async () => {
    const query = { pooledChannel: 3, images: 1 };
    const { speaksFor, speaksAgainst } = await unitReport(many(), query, labels);
    const falling = Array.from({ length: 10 }, (_, i) => i);
    assert.deepEqual(
      speaksFor.map(({ classIndex, value }) => [classIndex, value]),
      falling.map((i) => [22 - 2 * i, 23 - 2 * i]),
    );
    assert.deepEqual(
      speaksAgainst.map(({ classIndex, value }) => [classIndex, value]),
      falling.map((i) => [23 - 2 * i, -24 + 2 * i]),
    );
    const { correlated } = await unitReport(indexOf(meansFolder), query, labels);
    assert.ok(correlated.length <= 10);
  });

  it('have ten gains and ten losses, also of a folder of one image', async () => {
    const { gains, losses, flips } = await ablate(many(), [3], labels, '/model.onnx');
    assert.equal(gains.length, 10);
    assert.equal(losses.length, 10);
    // −w·2, of the classes with odd numbers.
    assert.deepEqual(gains[0], { classIndex: 23, change: 48 });
    assert.deepEqual(losses[0], { classIndex: 22, change: -46 });
    assert.deepEqual(
      flips.map(({ before, after }) => [before, after]),
      [[0, 23]],
    );
  });

  it('have no changes of a folder without images', async () => {
    const empty = { ...many(), images: [], async *logitBlocks() {} };
    const { gains, losses, images } = await ablate(empty, [3], labels, '/model.onnx');
    assert.deepEqual([gains, losses, images], [[], [], 0]);
  });
});
