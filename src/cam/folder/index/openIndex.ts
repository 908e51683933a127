import type { ScalarMap } from '../../maps/featureMap.ts';
import type { UnreadableImage } from '../../results/units.ts';
import type {
  FolderIndex,
  GradientActivations,
  ImageMaps,
  IndexedImage,
  IndexedModel,
} from '../folderIndex.ts';
import type { BlockShape } from './block.ts';
import { POOLED_FILES, pooledCount } from './block.ts';
import type { BlockEntry, BlockFile } from './blockLayout.ts';
import { listBlocks } from './blockList.ts';
import { indexDamaged } from './files/errors.ts';
import { isMissing, missingFile } from './files/readFault.ts';
import { readGradientColumn, readGradientRows } from './gradientPairs.ts';
import type { IndexHeader } from './header.ts';
import { readHeader } from './header.ts';
import { imageMaps, mapStarts, readMapsOf } from './keptMaps.ts';
import { addMoments } from './moments.ts';
import { readRows, readValues } from './readBlock.ts';
import { indexVersion, readScanState } from './scanState.ts';
import type { Segment } from './segments.ts';
import { locate, wholeBlocks } from './segments.ts';

/** Largest number of block replacements while one array is read. */
const TRIES = 20;

/**
 * Opens the current index. A scan may run at the same time: the set of images stays the same, and their numbers are
 * found wherever the scan has moved them.
 * @throws CamError `fileNotFound` if there is none, `indexDamaged`.
 */
export function openStoredIndex(indexFolder: string): StoredIndex {
  return new StoredIndex(indexFolder, readHeader(indexFolder));
}

/**
 * An index on disk, see docs/units-index.md. Its methods throw a CamError `indexChanged` once a scan has
 * dropped one of its images, `indexDamaged` where a file does not hold what was written.
 */
export class StoredIndex implements FolderIndex {
  readonly folder: string;
  readonly model: IndexedModel;
  readonly images: readonly IndexedImage[];
  readonly unreadable: readonly UnreadableImage[];
  /** Files that were not run, because they are masks of pictures. */
  readonly masks: number;
  /** Whether the last scan was completed. */
  readonly complete: boolean;
  /** Changes with every change of the index. */
  readonly version: string;
  /** Size of its blocks on disk. */
  readonly bytes: number;
  readonly #indexFolder: string;
  readonly #shape: BlockShape;
  #segments: Segment[];
  #keys = new Map<string, Uint32Array>();
  readonly #mapStarts = new WeakMap<BlockEntry, Float64Array>();

  constructor(indexFolder: string, { folder, model }: IndexHeader) {
    this.#indexFolder = indexFolder;
    this.#shape = model;
    this.folder = folder;
    this.model = model;
    this.version = indexVersion(indexFolder);
    const { complete, unreadable, masks } = readScanState(indexFolder);
    this.complete = complete;
    this.unreadable = unreadable;
    this.masks = masks ?? 0;
    const blocks = listBlocks(indexFolder, model);
    const none: IndexedImage[] = [];
    this.images = none.concat(...blocks.map(({ images }) => images));
    this.bytes = blocks.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#segments = wholeBlocks(blocks);
  }

  async means(channel: number): Promise<Float32Array> {
    return this.#column('means', channel);
  }

  async maxima(channel: number): Promise<Float32Array> {
    return this.#column('maxima', channel);
  }

  async positions(channel: number): Promise<Uint32Array> {
    const cells = new Uint32Array(this.images.length);
    this.#eachSegment(({ block, from, to, count }) => {
      const first = channel * block.images.length + from;
      const bytes = this.#read(block, 'positions', first, count);
      const isShort = block.positionType === '<u2';
      cells.set(isShort ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer), to);
    });
    return cells;
  }

  async pooled(pooledChannel: number): Promise<Float32Array> {
    const { channels, poolings } = this.#shape;
    const pooling = poolings[Math.floor(pooledChannel / channels)];
    if (!pooling) throw new RangeError(`there is no pooled channel ${pooledChannel}`);
    return this.#column(POOLED_FILES[pooling], pooledChannel % channels);
  }

  async pooledRows(images: readonly number[]): Promise<Float32Array> {
    const width = pooledCount(this.#shape);
    const rows = new Float32Array(images.length * width);
    const wanted = [...images.entries()].map(([at, image]) => ({ at, image }));
    this.#eachSegment((segment) => {
      const inside = wanted.filter(
        ({ image }) => image >= segment.to && image < segment.to + segment.count,
      );
      if (inside.length > 0) this.#copyRows(segment, inside, rows);
    });
    return rows;
  }

  #copyRows(
    { block, from, to }: Segment,
    wanted: { at: number; image: number }[],
    rows: Float32Array,
  ): void {
    const { channels, poolings } = this.#shape;
    const width = pooledCount(this.#shape);
    const places = wanted.map(({ at, image }) => ({ to: at * width, row: from + image - to }));
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const { row } of places) {
      first = Math.min(first, row);
      last = Math.max(last, row);
    }
    const run = { first, count: last - first + 1 };
    for (const [p, pooling] of poolings.entries()) {
      const start = p * channels;
      const file = POOLED_FILES[pooling];
      const column = { file, length: block.images.length };
      readRows(block, column, channels, run, (k, values) => {
        for (const { to, row } of places) rows[to + start + k] = values[row - first] as number;
      });
    }
  }

  async gradientActivations(
    classIndex: number,
    images: readonly number[],
  ): Promise<GradientActivations> {
    const { channels } = this.#shape;
    const wanted = new Set(images);
    return this.#retrying(() => readGradientRows(this.#segments, channels, classIndex, wanted));
  }

  async gradientColumn(channel: number): Promise<GradientActivations> {
    return this.#retrying(() => readGradientColumn(this.#segments, channel));
  }

  async *logitBlocks(): AsyncIterable<{ first: number; count: number; logits: Float32Array }> {
    const { classes } = this.#shape;
    let first = 0;
    while (first < this.images.length) {
      const start = first;
      const next = this.#retrying(() => {
        const segment = this.#segments.find(({ to, count }) => start >= to && start < to + count);
        if (!segment) throw new Error('every image lies in a block');
        const { block, from, to } = segment;
        const count = segment.count - (start - to);
        const row = from + start - to;
        const logits = this.#floats(block, 'logits', row * classes, count * classes);
        return { first: start, count, logits };
      });
      yield next;
      first += next.count;
    }
  }

  async moments(): Promise<{ sums: Float64Array; squares: Float64Array }> {
    const count = pooledCount(this.#shape);
    const totals = this.#retrying(() => {
      const sum = new Float64Array(2 * count);
      for (const segment of this.#segments) {
        const part = this.#momentsOf(segment);
        for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
      }
      return sum;
    });
    return { sums: totals.slice(0, count), squares: totals.slice(count) };
  }

  /** The stored ones of the block, or, for a part of a merged block, computed ones. */
  #momentsOf({ block, from, count }: Segment): Float64Array {
    const { channels, poolings } = this.#shape;
    const pooled = pooledCount(this.#shape);
    const n = block.images.length;
    if (count === n) return new Float64Array(this.#read(block, 'moments', 0, 2 * pooled).buffer);
    const moments = new Float64Array(2 * pooled);
    for (const [p, pooling] of poolings.entries()) {
      const values = this.#floats(block, POOLED_FILES[pooling], 0, n * channels);
      addMoments(values, { rows: n, from, to: from + count }, moments, p * channels);
    }
    return moments;
  }

  async maps(image: number): Promise<ImageMaps | undefined> {
    return this.#retrying(() => {
      const { block, row } = this.#placeOf(image);
      const starts = this.#mapStarts.get(block) ?? mapStarts(block.images);
      this.#mapStarts.set(block, starts);
      const indexed = block.images[row];
      if (indexed === undefined) throw new RangeError(`there is no image ${image}`);
      return imageMaps(indexed, readMapsOf(block, starts, row));
    });
  }

  #placeOf(image: number): { block: BlockEntry; row: number } {
    const segment = this.#segments.find(({ to, count }) => image >= to && image < to + count);
    if (!segment) throw new RangeError(`there is no image ${image}`);
    return { block: segment.block, row: segment.from + image - segment.to };
  }

  async activation(image: number, channel: number): Promise<ScalarMap | undefined> {
    const { width, height } = this.#shape.grid;
    return this.#retrying(() => {
      const { block, row } = this.#placeOf(image);
      const at = findPair(this.#activationKeys(block), channel, row);
      if (at === undefined) return undefined;
      const size = width * height;
      return { width, height, values: this.#floats(block, 'activations', at * size, size) };
    });
  }

  #activationKeys(block: BlockEntry): Uint32Array {
    const known = this.#keys.get(block.name);
    if (known) return known;
    const bytes = this.#read(block, 'activationKeys', 0, 2 * block.activations);
    const keys = new Uint32Array(bytes.buffer);
    this.#keys.set(block.name, keys);
    return keys;
  }

  #column(file: BlockFile, channel: number): Float32Array {
    if (!(channel >= 0 && channel < this.#shape.channels)) {
      throw new RangeError(`there is no channel ${channel}`);
    }
    const values = new Float32Array(this.images.length);
    this.#eachSegment(({ block, from, to, count }) => {
      values.set(this.#floats(block, file, channel * block.images.length + from, count), to);
    });
    return values;
  }

  #floats(block: BlockEntry, file: BlockFile, first: number, count: number): Float32Array {
    return new Float32Array(this.#read(block, file, first, count).buffer);
  }

  #read(block: BlockEntry, file: BlockFile, first: number, count: number): Uint8Array {
    return readValues(block, file, first, count);
  }

  #eachSegment(read: (segment: Segment) => void): void {
    this.#retrying(() => {
      for (const segment of this.#segments) read(segment);
    });
  }

  /** Reads; starts again if a block is gone because a scan has replaced it. */
  #retrying<T>(read: () => T): T {
    for (let attempt = 1; ; attempt++) {
      try {
        return read();
      } catch (error) {
        if (!isMissing(error)) throw error;
        if (attempt === TRIES) throw indexDamaged(missingFile(error) ?? this.#indexFolder, error);
        const blocks = listBlocks(this.#indexFolder, this.#shape);
        this.#segments = locate(this.images, blocks, this.folder);
        this.#keys = new Map();
      }
    }
  }
}

/** Place of the pair (channel, image) among ascending pairs. */
function findPair(keys: Uint32Array, channel: number, image: number): number | undefined {
  let low = 0;
  let high = keys.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    const difference =
      (keys[2 * middle] as number) - channel || (keys[2 * middle + 1] as number) - image;
    if (difference === 0) return middle;
    if (difference < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}
