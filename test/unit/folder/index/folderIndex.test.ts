import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import type { FolderIndex } from '../../../../src/cam/folder/folderIndex.ts';
import { keptActivations } from '../../../../src/cam/folder/index/combine.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import type { IndexRow } from '../../../../src/cam/folder/index/rows.ts';
import { blockOf } from '../../../../src/cam/folder/index/rows.ts';
import { makeMemoryFolder } from '../../memoryFolder.ts';
import { syntheticHeader, syntheticRows, writeSyntheticIndex } from './syntheticIndex.ts';

const header = syntheticHeader();
const names = Array.from({ length: 700 }, (_, i) => `klasse-${i % 7}/bild ${i} é.jpg`);
const rows = syntheticRows(names, header);

/** Compares the complete content of an index with the expected rows. */
async function assertHolds(index: FolderIndex, expected: readonly IndexRow[]): Promise<void> {
  const byPath = new Map(expected.map((row) => [row.image.path, row]));
  const found = index.images.map(({ path }) => byPath.get(path) ?? assert.fail(path));
  assert.equal(index.images.length, expected.length);
  assert.equal(new Set(index.images.map(({ path }) => path)).size, expected.length);
  assert.deepEqual(
    index.images,
    found.map(({ image }) => image),
  );
  const { channels, classes } = index.model;
  for (let k = 0; k < channels; k++) {
    const of = (row: (row: IndexRow) => ArrayLike<number>) => found.map((value) => row(value)[k]);
    assert.deepEqual(
      [...(await index.means(k))],
      of((row) => row.means),
    );
    assert.deepEqual(
      [...(await index.maxima(k))],
      of((row) => row.maxima),
    );
    assert.deepEqual(
      [...(await index.positions(k))],
      of((row) => row.positions),
    );
    assert.deepEqual(
      [...(await index.pooled(k))],
      of((row) => row.means),
    );
    assert.deepEqual(
      [...(await index.pooled(channels + k))],
      of((row) => row.maxima),
    );
  }
  let next = 0;
  for await (const { first, count, logits } of index.logitBlocks()) {
    assert.equal(first, next);
    for (let i = 0; i < count; i++) {
      const part = logits.subarray(i * classes, (i + 1) * classes);
      assert.deepEqual(part, found[first + i]?.logits);
    }
    next += count;
  }
  assert.equal(next, expected.length);
  await assertMoments(index, found);
}

async function assertMoments(index: FolderIndex, found: readonly IndexRow[]): Promise<void> {
  const { sums, squares } = await index.moments();
  const { channels } = index.model;
  for (let k = 0; k < 2 * channels; k++) {
    const values = found.map(({ means, maxima }) => [...means, ...maxima][k] ?? Number.NaN);
    const sum = values.reduce((total, value) => total + value, 0);
    const square = values.reduce((total, value) => total + value * value, 0);
    assert.ok(Math.abs((sums[k] ?? 0) - sum) <= 1e-9 * values.length);
    assert.ok(Math.abs((squares[k] ?? 0) - square) <= 1e-9 * values.length);
  }
}

describe('the index of a folder', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = path.join(makeMemoryFolder('cam-lens-index-'), 'index');
  });

  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  it('gives what was written, from blocks of any size', async () => {
    for (const size of [1, 90, 256]) {
      rmSync(folder, { recursive: true, force: true });
      await writeSyntheticIndex(folder, header, rows, size);
      const index = openStoredIndex(folder);
      assert.deepEqual(index.model, header.model);
      assert.equal(index.folder, '/pictures');
      await assertHolds(index, rows);
    }
  });

  it('merges small blocks, and drops images', async () => {
    const writer = await writeSyntheticIndex(folder, header, rows, 10);
    assert.ok(writer.blocks.length < 30, String(writer.blocks.length));
    const stays = ({ path }: { path: string }) => !path.startsWith('klasse-3/');
    writer.removeImages(stays);
    writer.mergeSmallBlocks();
    assert.ok(writer.blocks.length <= 3, String(writer.blocks.length));
    const kept = rows.filter(({ image }) => stays(image));
    await assertHolds(openStoredIndex(folder), kept);
    await assertHolds(openStoredIndex((await IndexWriter.open(folder, header)).folder), kept);
    writer.removeImages(() => false);
    await assertHolds(openStoredIndex(folder), []);
  });

  it('merges full blocks into large ones, also after images were dropped from all', async () => {
    const many = syntheticRows(
      Array.from({ length: 9000 }, (_, i) => `${i}.jpg`),
      header,
    );
    const writer = await writeSyntheticIndex(folder, header, many, 90);
    const sizes = () => writer.blocks.map(({ images }) => images.length);
    assert.ok(writer.blocks.length < 20, String(sizes()));
    assert.ok(Math.max(...sizes()) < 4096 + 2048, String(sizes()));
    const stays = ({ path }: { path: string }) => !path.endsWith('7.jpg');
    writer.removeImages(stays);
    writer.mergeSmallBlocks();
    assert.ok(Math.max(...sizes()) < 4096 + 2048, String(sizes()));
    const kept = many.filter(({ image }) => stays(image));
    await assertHolds(openStoredIndex(folder), kept);
  });

  it('gives pooled values of any images in the requested order', async () => {
    await writeSyntheticIndex(folder, header, rows, 90);
    const index = openStoredIndex(folder);
    const asked = [699, 0, 255, 256, 3, 0];
    const values = await index.pooledRows(asked);
    for (const [i, image] of asked.entries()) {
      const row = rows.find(({ image: { path } }) => path === index.images[image]?.path);
      assert.deepEqual(
        [...values.subarray(i * 12, i * 12 + 12)],
        [...(row?.means ?? []), ...(row?.maxima ?? [])],
      );
    }
  });

  it('an open index finds its numbers where a scan has moved them', async () => {
    const writer = await writeSyntheticIndex(folder, header, rows.slice(0, 300), 10);
    const index = openStoredIndex(folder);
    writer.append(blockOf(rows.slice(300, 400), noActivations, writer.shape));
    writer.mergeSmallBlocks();
    await assertHolds(index, rows.slice(0, 300));
    assert.notEqual(openStoredIndex(folder).version, index.version);
    await assertHolds(openStoredIndex(folder), rows.slice(0, 400));
  });

  it('an open index says so if an image was removed', async () => {
    const writer = await writeSyntheticIndex(folder, header, rows, 100);
    const index = openStoredIndex(folder);
    writer.removeImages(({ path }) => path !== names[5]);
    await assert.rejects(index.means(0), (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'indexChanged');
      assert.ok(error.message.includes(names[5] ?? ''), error.message);
      return true;
    });
  });

  it('keeps activations through merging', async () => {
    const writer = await IndexWriter.open(folder, header);
    for (const [i, row] of rows.slice(0, 20).entries()) {
      const channel = i % 6;
      const values = Float32Array.from({ length: 6 }, (_, cell) => 100 * i + cell);
      const activations = keptActivations([{ channel, image: 0, values }], 6);
      writer.append(blockOf([row], activations, writer.shape));
    }
    writer.removeImages(({ path }) => path !== names[4]);
    writer.mergeSmallBlocks();
    const index = openStoredIndex(folder);
    for (const [row, { path }] of index.images.entries()) {
      const i = names.indexOf(path);
      const values = Array.from({ length: 6 }, (_, cell) => 100 * i + cell);
      const kept = await index.activation(row, i % 6);
      assert.deepEqual(kept, { width: 3, height: 2, values: Float32Array.from(values) });
      assert.equal(await index.activation(row, (i + 1) % 6), undefined);
    }
  });

  it('a block and its replacement side by side count once', async () => {
    const writer = await writeSyntheticIndex(folder, header, rows.slice(0, 20), 10);
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    writer.mergeSmallBlocks();
    cpSync(copy, folder, { recursive: true });
    await assertHolds(openStoredIndex(folder), rows.slice(0, 20));
    const reopened = await IndexWriter.open(folder, header);
    assert.equal(reopened.blocks.length, 1);
    assert.equal(readdirSync(folder).filter((name) => name.startsWith('block-')).length, 1);
    await assertHolds(openStoredIndex(folder), rows.slice(0, 20));
  });

  it('a block truncated by a power failure is named, and dropped by the next writer', async () => {
    const writer = await writeSyntheticIndex(folder, header, rows.slice(0, 512), 256);
    const [, second] = writer.blocks;
    truncateSync(path.join(folder, second?.name ?? '', 'means.npy'), 200);
    const index = openStoredIndex(folder);
    await assert.rejects(index.means(3), (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'indexDamaged');
      assert.ok(error.message.includes('means.npy'));
      return true;
    });
    await IndexWriter.open(folder, header);
    await assertHolds(openStoredIndex(folder), rows.slice(0, 256));
  });
});

const noActivations = { keys: new Uint32Array(), values: new Float32Array() };
