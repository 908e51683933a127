import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { keptActivations } from '../../../../src/cam/folder/index/combine.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import { blockOf } from '../../../../src/cam/folder/index/rows.ts';
import { readScanState, writeScanState } from '../../../../src/cam/folder/index/scanState.ts';
import { makeMemoryFolder } from '../../memoryFolder.ts';
import { contentOf } from '../scan/indexContent.ts';
import { syntheticHeader, syntheticRows } from './syntheticIndex.ts';

// Columns of more than a page, and pages with parts of two columns.
const header = syntheticHeader(5);
const rows = syntheticRows(
  Array.from({ length: 2600 }, (_, i) => `${i}.jpg`),
  header,
);
const [first, second] = [rows.slice(0, 1300), rows.slice(1300)];

/** Damage to a file with these bytes; undefined deletes it. */
type Damage = (file: string, other: string) => void;

const damages: Record<string, Damage> = {
  zeroed: (file) => writeFileSync(file, Buffer.alloc(readFileSync(file).length)),
  'one bit flipped': (file) => {
    const bytes = readFileSync(file);
    const at = bytes.length - 3;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  },
  truncated: (file) => truncateSync(file, readFileSync(file).length - 16),
  gone: (file) => rmSync(file),
  'a folder': (file) => {
    rmSync(file);
    mkdirSync(file);
  },
  "another block's": (file, other) => cpSync(other, file),
};

describe('an index that was damaged', function () {
  this.timeout(30_000);
  let folder: string;
  let whole: string;
  let blocks: string[];

  before(async () => {
    whole = path.join(makeMemoryFolder('cam-lens-damage-'), 'whole');
    const writer = await IndexWriter.open(whole, header);
    for (const part of [first, second]) {
      const values = new Float32Array(6).map((_, cell) => cell + (part === first ? 1 : 2));
      const activations = keptActivations([{ channel: 2, image: 7, values }], 6);
      writer.append(blockOf(part, activations, writer.shape));
    }
    blocks = readdirSync(whole).filter((name) => name.startsWith('block-'));
    assert.equal(blocks.length, 2);
  });

  beforeEach(() => {
    folder = path.join(path.dirname(whole), 'index');
    cpSync(whole, folder, { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  after(() => rmSync(path.dirname(whole), { recursive: true }));

  const inBlock = (block: number, name: string) => path.join(folder, blocks[block] ?? '', name);

  /** Reads everything that a view can ask for. */
  async function readAll(): Promise<Map<string, unknown>> {
    const index = openStoredIndex(folder);
    await index.moments();
    await index.pooledRows([0, 1, index.images.length - 1]);
    for (const image of index.images.keys()) await index.activation(image, 2);
    return contentOf(index);
  }

  const isDamage = (error: unknown) => {
    assert.ok(CamError.is(error), String(error));
    assert.equal(error.code, 'indexDamaged');
    assert.ok(error.message.includes(folder), error.message);
    assert.match(error.nextAction, /Scan the folder again/);
    return true;
  };

  /** What the next action does: the images of intact blocks stay, the others are scanned again. */
  async function assertMended(remaining: number): Promise<void> {
    const writer = await IndexWriter.open(folder, header);
    assert.equal(writer.images.length, remaining);
    if (remaining <= 1300) {
      const missing = remaining === 0 ? rows : second;
      const activations = { keys: new Uint32Array(), values: new Float32Array() };
      writer.append(blockOf(missing, activations, writer.shape));
    }
    const content = await contentOf(openStoredIndex(folder));
    assert.equal(content.size, rows.length);
    assert.deepEqual(openStoredIndex(folder).model, header.model);
  }

  const files = [
    ...['means', 'maxima', 'positions', 'logits', 'moments', 'activationKeys', 'activations'],
    'checksums',
  ].map((name) => `${name}.npy`);

  for (const [name, damage] of Object.entries(damages)) {
    for (const file of [...files, 'images.json']) {
      it(`gives no other numbers: ${file} ${name}`, async () => {
        damage(inBlock(1, file), inBlock(0, file));
        // Both blocks hold the same pairs of channel and image.
        if (name === "another block's" && file === 'activationKeys.npy') {
          assert.equal((await readAll()).size, rows.length);
          return;
        }
        await assert.rejects(readAll, isDamage);
        await assertMended(first.length);
      });
    }
  }

  // Without index.json there is no index.
  for (const name of ['classWeights.npy', 'bias.npy', 'index.json']) {
    for (const kind of Object.keys(damages).slice(0, name === 'index.json' ? 3 : 4)) {
      it(`gives no other model: ${name} ${kind}`, async () => {
        damages[kind]?.(path.join(folder, name), '');
        await assert.rejects(readAll, isDamage);
        await assertMended(0);
      });
    }
  }

  for (const text of ['null', '5', '{}', '[]', '{"format":2}']) {
    it(`is made anew if its header is ${text}`, async () => {
      writeFileSync(path.join(folder, 'index.json'), text);
      await assert.rejects(readAll, isDamage);
      await assertMended(0);
    });
  }

  it('counts no image twice when a block was copied', async () => {
    const copy = 'block-000099-deadbeef';
    cpSync(inBlock(0, ''), path.join(folder, copy), { recursive: true });
    await assert.rejects(readAll, isDamage);
    await assertMended(rows.length);
  });

  it('passes over files and folders that are no blocks', async () => {
    for (const kind of ['file', 'folder', 'link'] as const) {
      const odd = path.join(folder, 'block-000099-deadbeef');
      if (kind === 'file') writeFileSync(odd, '');
      if (kind === 'folder') mkdirSync(odd);
      if (kind === 'link') symlinkSync('nowhere', odd);
      await assert.rejects(readAll, isDamage);
      await assertMended(rows.length);
    }
    mkdirSync(path.join(folder, 'tmp-block', 'inside'), { recursive: true });
    writeFileSync(path.join(folder, 'tmp-file'), '');
    await assertMended(rows.length);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('tmp-')),
      [],
    );
  });

  it('is read where a block is a link to a folder elsewhere', async () => {
    const moved = `${folder}-moved`;
    renameSync(inBlock(0, ''), moved);
    symlinkSync(moved, inBlock(0, '').replace(/[/\\]$/, ''));
    assert.equal((await readAll()).size, rows.length);
    rmSync(moved, { recursive: true });
  });

  it('counts as a scan that has not ended where its state cannot be read', () => {
    const unfinished = { complete: false, unreadable: [] };
    for (const text of ['null', '{}', '[]', '{', '{"complete":true,"unreadable":5}', '']) {
      writeFileSync(path.join(folder, 'scan.json'), text);
      assert.deepEqual(readScanState(folder), unfinished, text);
    }
    const state = { complete: true, unreadable: [{ path: 'a.jpg', reason: 'empty' }] };
    writeScanState(folder, state);
    assert.deepEqual(readScanState(folder), state);
  });
});
