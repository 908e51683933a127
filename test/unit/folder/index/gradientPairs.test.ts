import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import type { IndexRow } from '../../../../src/cam/folder/index/rows.ts';
import { appendRows, syntheticHeader, syntheticRows } from './syntheticIndex.ts';

const header = syntheticHeader();
const { channels } = header.model;

/** Value of a channel for a picture and a class, by its name. */
const valueFor = (name: string, classIndex: number, k: number) =>
  100 * Number(name.slice(1)) + 10 * classIndex + k;

/** Some have two classes, some one; every fifth none, as in an index from before there were any. */
function rowsWith(names: readonly string[]): IndexRow[] {
  return syntheticRows(names, header).map((row, i) => {
    const gradientClasses = [[0, 2], [1], [2], [0], []][i % 5] ?? [];
    if (gradientClasses.length === 0) return row;
    return {
      ...row,
      image: { ...row.image, gradientClasses },
      gradientActivations: gradientClasses.map((classIndex) =>
        Float32Array.from({ length: channels }, (_, k) => valueFor(row.image.path, classIndex, k)),
      ),
    };
  });
}

describe('gradient × activation in an index', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-pairs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const names = Array.from({ length: 23 }, (_, i) => `p${i}`);

  async function assertHolds(index: FolderIndex, expected: readonly IndexRow[]): Promise<void> {
    const pairs = index.images.flatMap(({ path, gradientClasses = [] }, image) =>
      gradientClasses.map((classIndex) => ({ path, image, classIndex })),
    );
    const wanted = expected.flatMap(({ image }) => image.gradientClasses ?? []);
    assert.equal(pairs.length, wanted.length);
    for (let k = 0; k < channels; k++) {
      const column = await index.gradientColumn(k);
      assert.deepEqual(
        [column.images, column.classes, [...column.values]],
        [
          pairs.map(({ image }) => image),
          pairs.map(({ classIndex }) => classIndex),
          pairs.map(({ path, classIndex }) => valueFor(path, classIndex, k)),
        ],
      );
    }
    for (const classIndex of [0, 1, 2, 3]) {
      const even = [...index.images.keys()].filter((image) => image % 2 === 0);
      const of = pairs.filter((pair) => pair.classIndex === classIndex && pair.image % 2 === 0);
      const rows = await index.gradientActivations(classIndex, even);
      assert.deepEqual(
        [rows.images, [...rows.values]],
        [
          of.map(({ image }) => image),
          of.flatMap(({ path }) =>
            Array.from({ length: channels }, (_, k) => valueFor(path, classIndex, k)),
          ),
        ],
      );
    }
  }

  for (const size of [1, 4, 23]) {
    it(`is that which was written, also of merged blocks and without removed images: ${size} in a block`, async () => {
      const rows = rowsWith(names);
      const writer = await IndexWriter.open(folder, header);
      appendRows(writer, rows, size);
      await assertHolds(openStoredIndex(folder), rows);
      const early = openStoredIndex(folder);
      writer.mergeSmallBlocks();
      await assertHolds(early, rows);
      await assertHolds(openStoredIndex(folder), rows);
      const stays = (name: string) => Number(name.slice(1)) % 3 !== 1;
      writer.removeImages(({ path }) => stays(path));
      await assertHolds(
        openStoredIndex(folder),
        rows.filter(({ image }) => stays(image.path)),
      );
    });
  }

  it('of damaged files is never shown, and its block is dropped by the next scan', async () => {
    const writer = await IndexWriter.open(folder, header);
    appendRows(writer, rowsWith(names), 23);
    const file = path.join(folder, writer.blocks[0]?.name ?? '', 'gradientActivations.npy');
    writeFileSync(file, Buffer.alloc(readFileSync(file).length));
    const index = openStoredIndex(folder);
    await assert.rejects(
      index.gradientColumn(0),
      (error) => CamError.is(error) && error.code === 'indexDamaged',
    );
    assert.deepEqual((await IndexWriter.open(folder, header)).images, []);
  });

  it('goes with the layer: channels of another one begin anew', async () => {
    appendRows(await IndexWriter.open(folder, header), rowsWith(names), 23);
    const other = { ...header, model: { ...header.model, featureTensor: 'earlier' } };
    assert.deepEqual((await IndexWriter.open(folder, other)).images, []);
    assert.equal(openStoredIndex(folder).model.featureTensor, 'earlier');
  });
});
