import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderSource, writeMaps } from '../../../../src/cam/evaluate/sources/mapFolder.ts';
import { keptSources } from '../../../../src/cam/evaluate/sources/mapSources.ts';
import { encodeNpy } from '../../../../src/cam/maps/files/npy.ts';
import { decodeNpyMap } from '../../../../src/cam/maps/files/readNpy.ts';
import { assertClose } from '../../assertClose.ts';
import { makeMemoryFolder } from '../../memoryFolder.ts';
import { expected, onGrid } from '../localization/expected.ts';
import type { SmallPicture } from '../support/smallEvaluation.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

const photo = { width: 50, height: 40 };

function picture(name: string, over: Partial<SmallPicture> = {}): SmallPicture {
  return { path: name, photo, truth: 0, top: [0], boxes: undefined, ...over };
}

describe('a folder of .npy maps in the layout of wsolevaluation', () => {
  let folder: string;

  beforeEach(() => {
    folder = makeMemoryFolder('cam-lens-maps-');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }

  const map = encodeNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));

  it('is read by the paths of the pictures, with or without their extension', async () => {
    await put('a/one.jpg.npy', map);
    await put('a/two.npy', map);
    const source = folderSource(
      smallEvaluation([picture('a/one.jpg'), picture('a/two.png'), picture('a/three.jpg')]),
      folder,
    );
    assert.deepEqual(source.source, { kind: 'folder', folder });
    const one = await source.read(0);
    assert.deepEqual(one?.top, []);
    assert.deepEqual(one?.mapOf(4)?.values, Float32Array.of(1, 2, 3, 4, 5, 6));
    assert.deepEqual(one?.geometry.crop, { x: 0, y: 0, ...photo });
    assert.equal((await source.read(1))?.mapOf(0)?.width, 3);
    assert.equal(await source.read(2), undefined);
    assert.deepEqual(source.findings?.(), []);
  });

  it('a name without extension is of no picture if it could be of two', async () => {
    await put('a/one.npy', map);
    const source = folderSource(
      smallEvaluation([picture('a/one.jpg'), picture('a/one.png')]),
      folder,
    );
    assert.equal(await source.read(0), undefined);
  });

  it('names files that are no maps', async () => {
    await put('one.jpg.npy', new TextEncoder().encode('nothing of the kind'));
    await mkdir(path.join(folder, 'two.jpg.npy'));
    const source = folderSource(smallEvaluation([picture('one.jpg'), picture('two.jpg')]), folder);
    assert.equal(await source.read(0), undefined);
    assert.equal(await source.read(1), undefined);
    const [finding] = source.findings?.() ?? [];
    assert.equal(finding?.kind, 'noMap');
    assert.equal(finding?.count, 2);
    assert.match(finding?.text ?? '', /2 files of .* are no maps/);
    assert.match(finding?.examples[0] ?? '', /^one\.jpg\.npy: it is no \.npy file$/);
    assert.match(finding?.examples[1] ?? '', /^two\.jpg\.npy: .*not a regular file/);
  });

  it('is written as the evaluator reads it: 224×224, from 0 to 1', async () => {
    const [{ values }] = expected.overlaps;
    const small = { width: 7, height: 7, values: Float32Array.from(values) };
    const evaluation = smallEvaluation([
      picture('a/b/one.jpg', { maps: { 0: small } }),
      picture('two.jpg', { maps: { 1: small } }),
      picture('three.jpg', { truth: -1, maps: { 0: small } }),
    ]);
    const { own } = keptSources(evaluation, 0);
    const told: number[] = [];
    const progress = ({ done }: { done: number }) => told.push(done);
    const result = await writeMaps(evaluation, own, folder, true, progress);
    assert.deepEqual(result, { written: 1, without: ['two.jpg'] });
    assert.deepEqual(told, [0, 1, 2]);
    const file = path.join(folder, 'a', 'b', 'one.jpg.npy');
    const found = decodeNpyMap(await readFile(file));
    assert.deepEqual([found.width, found.height], [224, 224]);
    assertClose([Math.min(...found.values), Math.max(...found.values)], [0, 1], 0, 'range');
    const low = Math.min(...onGrid(values).values);
    const range = Math.max(...onGrid(values).values) - low;
    const scaled = onGrid(values).values.map((value) => (value - low) / range);
    assertClose(found.values, scaled, 1e-6, 'map');
  });

  it('says if it cannot be written', async () => {
    await writeFile(path.join(folder, 'a'), 'a file');
    const maps = { 0: { width: 1, height: 2, values: Float32Array.of(1, 2) } };
    const evaluation = smallEvaluation([picture('a/one.jpg', { maps })]);
    const { own } = keptSources(evaluation, 0);
    await assert.rejects(
      writeMaps(evaluation, own, folder, true, () => undefined),
      { code: 'notWritable' },
    );
  });
});
