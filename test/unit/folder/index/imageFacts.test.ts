import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import { appendRows, syntheticHeader, syntheticRows } from './syntheticIndex.ts';

describe('what an index says of each image', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-facts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is that which was written: orientation, sum of all scores', async () => {
    const header = syntheticHeader();
    const rows = syntheticRows(['a', 'b', 'c', 'd', 'e'], header).map((row, i) => ({
      ...row,
      image: { ...row.image, logSum: i / 3, ...(i % 2 === 1 ? { orientation: 5 + (i % 3) } : {}) },
    }));
    const writer = await IndexWriter.open(folder, header);
    appendRows(writer, rows, 2);
    writer.mergeSmallBlocks();
    const images = rows.map(({ image }) => image);
    assert.deepEqual(openStoredIndex(folder).images, images);
  });
});
