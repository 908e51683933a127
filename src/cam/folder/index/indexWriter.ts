import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import type { IndexedImage } from '../folderIndex.ts';
import type { Block, BlockShape } from './block.ts';
import type { BlockEntry } from './blockLayout.ts';
import { blockNames, turnOf } from './blockList.ts';
import type { Part } from './combine.ts';
import { combineBlocks } from './combine.ts';
import { faultOf, isMissing } from './files/readFault.ts';
import { writing } from './files/writing.ts';
import type { IndexHeader } from './header.ts';
import { readHeader, writeHeader } from './header.ts';
import { isWhole, readEntry } from './readBlock.ts';
import type { BlockContent } from './writeBlock.ts';
import { contentOf, TEMPORARY, writeBlock } from './writeBlock.ts';

/** Largest number of images in a block from a scan, before it is merged with others. */
export const BLOCK_IMAGES = 256;

/**
 * Blocks with fewer than `below` images are merged when together they hold `full`. The blocks of each second are merged
 * soon, and the results later into blocks so large that a column of fifty thousand images is in a dozen files. So each
 * image is written three times. `below` is half of `full`, so that a large block that has lost some images is not
 * merged.
 */
const MERGES = [
  { below: BLOCK_IMAGES, full: BLOCK_IMAGES },
  { below: 2048, full: 4096 },
] as const;

/**
 * Writes an index. Each change is a new block that gets its final name in one step and names the blocks that it
 * replaces. So a process that ends at any moment leaves a complete index. One writer at a time: the caller holds the
 * lock.
 */
export class IndexWriter {
  readonly folder: string;
  #header: IndexHeader;
  #blocks: BlockEntry[] = [];
  #next = 0;

  private constructor(indexFolder: string, header: IndexHeader) {
    this.folder = indexFolder;
    mkdirSync(indexFolder, { recursive: true });
    for (const name of readdirSync(indexFolder)) {
      if (name.startsWith(TEMPORARY)) remove(path.join(indexFolder, name));
    }
    this.#header = knownHeader(indexFolder, header) ?? header;
    if (this.#header === header) writeHeader(indexFolder, header);
  }

  /**
   * Opens an index for writing, or begins one. All of it is read: damaged blocks are dropped, and remains of an earlier
   * writer are removed.
   * @throws CamError `notWritable`, as the other methods.
   */
  static async open(indexFolder: string, header: IndexHeader): Promise<IndexWriter> {
    const writer = writing(indexFolder, () => new IndexWriter(indexFolder, header));
    await writer.#clearBlocks();
    return writer;
  }

  get shape(): BlockShape {
    return this.#header.model;
  }

  get blocks(): readonly BlockEntry[] {
    return this.#blocks;
  }

  /** Images in the order of the blocks. */
  get images(): IndexedImage[] {
    return this.#blocks.flatMap(({ images }) => images);
  }

  /** Sets the cells of the usual map, while the index holds no image. */
  setGrid(grid: BlockShape['grid']): void {
    if (this.#blocks.length > 0) return;
    this.#header = { ...this.#header, model: { ...this.#header.model, grid } };
    writing(this.folder, () => writeHeader(this.folder, this.#header));
  }

  /** Adds images. Small blocks are merged once they fill one together. */
  append(block: Block): void {
    if (block.images.length === 0) return;
    this.#write(contentOf(block, this.shape), []);
    this.#mergeFull();
  }

  /** Drops the images for which `stays` is false. */
  removeImages(stays: (image: IndexedImage) => boolean): void {
    for (const entry of [...this.#blocks]) {
      const part = { entry, rows: rowsOf(entry, stays) };
      if (part.rows.length < entry.images.length) this.#combine([part]);
    }
  }

  /** Merges the existing small blocks into as few as possible. */
  mergeSmallBlocks(): void {
    this.#mergeFull();
    const small = this.#blocks.filter(({ images }) => images.length < BLOCK_IMAGES);
    if (small.length > 1) this.#combine(small.map(allRows));
  }

  #mergeFull(): void {
    for (const { below, full } of MERGES) {
      let group: BlockEntry[] = [];
      let images = 0;
      for (const entry of this.#blocks.filter(({ images }) => images.length < below)) {
        group.push(entry);
        images += entry.images.length;
        if (images < full) continue;
        this.#combine(group.map(allRows));
        group = [];
        images = 0;
      }
    }
  }

  #combine(parts: Part[]): void {
    const content = combineBlocks(parts, this.shape);
    const old = parts.map(({ entry }) => entry);
    this.#write(content, old);
    this.#blocks = this.#blocks.filter((entry) => !old.includes(entry));
    for (const { name } of old) this.#delete(name);
  }

  /** The successor's replacement keeps naming a block that could not be deleted. */
  #write(content: BlockContent, old: BlockEntry[]): void {
    const turn = String(this.#next++).padStart(6, '0');
    const name = `block-${turn}-${randomBytes(4).toString('hex')}`;
    const entry = writing(this.folder, () => {
      const there = new Set(readdirSync(this.folder));
      const replaces = old
        .flatMap(({ name, replaces }) => [name, ...replaces])
        .filter((name) => there.has(name));
      return writeBlock(this.folder, name, content, this.shape, replaces);
    });
    this.#blocks.push(entry);
  }

  /** Renamed first: a reader finds the whole block or none of it. */
  #delete(name: string): void {
    const gone = path.join(this.folder, `${TEMPORARY}gone-${name}`);
    try {
      renameSync(path.join(this.folder, name), gone);
    } catch {
      // On Windows, while a reader has a file open. The block is named as replaced, and the next writer deletes it.
      return;
    }
    remove(gone);
  }

  async #clearBlocks(): Promise<void> {
    const names = blockNames(this.folder);
    const entries: BlockEntry[] = [];
    for (const name of names) {
      const entry = await this.#readWhole(name);
      if (entry) entries.push(entry);
    }
    const replaced = new Set(entries.flatMap(({ replaces }) => replaces));
    this.#blocks = entries.filter(({ name }) => !replaced.has(name));
    this.#next = Math.max(-1, ...names.map(turnOf)) + 1;
    const kept = new Set(this.#blocks.map(({ name }) => name));
    for (const name of names) if (!kept.has(name)) this.#delete(name);
  }

  async #readWhole(name: string): Promise<BlockEntry | undefined> {
    try {
      const entry = readEntry(this.folder, name, this.shape);
      return (await isWhole(entry)) ? entry : undefined;
    } catch (error) {
      if (CamError.is(faultOf(this.folder, error)) || isMissing(error)) return undefined;
      throw error;
    }
  }
}

/**
 * The header of an existing index. An index whose header cannot be read, or that is of another layer's channels, is
 * deleted.
 */
function knownHeader(indexFolder: string, { model }: IndexHeader): IndexHeader | undefined {
  const known = headerOrDamage(indexFolder);
  if (known?.model.featureTensor === model.featureTensor) return known;
  for (const name of blockNames(indexFolder)) remove(path.join(indexFolder, name));
  return undefined;
}

function headerOrDamage(indexFolder: string): IndexHeader | undefined {
  try {
    return readHeader(indexFolder);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    return undefined;
  }
}

function allRows(entry: BlockEntry): Part {
  return { entry, rows: [...entry.images.keys()] };
}

function rowsOf(entry: BlockEntry, stays: (image: IndexedImage) => boolean): number[] {
  return [...entry.images.entries()].flatMap(([row, image]) => (stays(image) ? [row] : []));
}

/** The next writer removes what remains (open files on Windows). */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Nothing reads it.
  }
}
