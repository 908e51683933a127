import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import type { IndexRow } from '../../../../src/cam/folder/index/rows.ts';
import { appendRows, syntheticHeader, syntheticRows } from './syntheticIndex.ts';

const header = syntheticHeader();

/** Value of a cell in a map of a picture, by its name; −1 for the mean activation. */
const valueAt = (name: string, classIndex: number, cell: number) =>
  1000 * Number(name.slice(1)) + 100 * classIndex + cell;

/** Some have maps of two classes, some of none; every fourth no maps at all; every third a grid of its own. */
function rowsWith(names: readonly string[]): IndexRow[] {
  return syntheticRows(names, header).map((row, i) => {
    const grid = i % 3 === 0 ? { width: 4, height: 3 } : row.image.grid;
    const image = { ...row.image, grid };
    const mapClasses = [[3, 1], [], [2]][i % 4];
    if (!mapClasses) return { ...row, image };
    const cells = grid.width * grid.height;
    const maps = [-1, ...mapClasses].flatMap((classIndex) =>
      Array.from({ length: cells }, (_, cell) => valueAt(image.path, classIndex, cell)),
    );
    return { ...row, image: { ...image, mapClasses }, maps: Float32Array.from(maps) };
  });
}

async function assertHolds(index: FolderIndex, expected: readonly IndexRow[]): Promise<void> {
  assert.equal(index.images.length, expected.length);
  for (const [i, { path }] of index.images.entries()) {
    const wanted = expected.find(({ image }) => image.path === path)?.image;
    assert(wanted);
    const maps = await index.maps(i);
    assert.deepEqual(maps && [...maps.ofClasses.keys()], wanted.mapClasses);
    if (!maps) continue;
    assert.deepEqual({ width: maps.width, height: maps.height }, wanted.grid);
    const all: [number, Float32Array][] = [[-1, maps.meanActivation], ...maps.ofClasses];
    for (const [classIndex, values] of all) {
      assert.equal(values.length, wanted.grid.width * wanted.grid.height);
      for (const [cell, value] of values.entries()) {
        assert.equal(value, valueAt(path, classIndex, cell));
      }
    }
  }
}

describe('maps of classes in an index', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-maps-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const names = Array.from({ length: 23 }, (_, i) => `p${i}`);

  for (const size of [1, 4, 23]) {
    it(`are those which were written, also of merged blocks and without removed images: ${size} in a block`, async () => {
      const rows = rowsWith(names);
      const writer = await IndexWriter.open(folder, header);
      appendRows(writer, rows, size);
      await assertHolds(openStoredIndex(folder), rows);
      const opened = openStoredIndex(folder);
      writer.mergeSmallBlocks();
      await assertHolds(opened, rows);
      await assertHolds(openStoredIndex(folder), rows);
      writer.removeImages(({ path }) => Number(path.slice(1)) % 2 === 0);
      await assertHolds(
        openStoredIndex(folder),
        rows.filter(({ image }) => Number(image.path.slice(1)) % 2 === 0),
      );
    });
  }

  it('are not there in an index without any', async () => {
    const writer = await IndexWriter.open(folder, header);
    appendRows(writer, syntheticRows(names, header), 5);
    const index = openStoredIndex(folder);
    assert.equal(await index.maps(3), undefined);
    await assert.rejects(index.maps(23), RangeError);
  });
});
