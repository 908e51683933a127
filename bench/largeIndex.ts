import type { IndexedImage, IndexedModel } from '../src/cam/folder/folderIndex.ts';
import type { Block } from '../src/cam/folder/index/block.ts';
import { IndexWriter } from '../src/cam/folder/index/indexWriter.ts';
import { writeScanState } from '../src/cam/folder/index/scanState.ts';
import { inPlace } from '../src/cam/places/placement.ts';
import { randomNumbers } from './networks/builder.ts';

/** As the ImageNet validation set has them. */
export const IMAGES = 50_000;
export const CLASSES = 1000;

const BLOCK = 256;
const CELLS = 49;

/** Classes of each picture whose maps are kept: the first five, that of its folder, another one. */
const MAPPED = 7;

/** What differs between indexes. */
export interface LargeIndex {
  /** Absolute path of the pictures. */
  pictures: string;
  channels: number;
  /** Whether maps of classes are kept, as an evaluation needs them. */
  hasMaps: boolean;
  /** Path of a picture of a class, relative to the folder. */
  pathOf(row: number, classIndex: number): string;
}

/** The class of the folder that a picture is in. */
export function classOfRow(row: number): number {
  return Math.floor((row * CLASSES) / IMAGES);
}

/** Writes an index of the size of the ImageNet validation set, of a scan that has ended. The numbers are random. */
export async function writeLargeIndex(indexFolder: string, index: LargeIndex): Promise<void> {
  const { channels } = index;
  const random = randomNumbers(50_000);
  const fill = (length: number, from: number, to: number) =>
    Float32Array.from({ length }, () => from + (to - from) * random());
  const model = modelOf(channels, fill(CLASSES * channels, -0.1, 0.1));
  const writer = await IndexWriter.open(indexFolder, { folder: index.pictures, model });
  // Each block is another part of the same random numbers.
  const values = fill(BLOCK * channels + IMAGES, 0, 6);
  const noise = fill(BLOCK * CLASSES + IMAGES, -5, 5);
  const maps = index.hasMaps ? fill(BLOCK * (1 + MAPPED) * CELLS + IMAGES, -2, 6) : values;
  const positions = Uint32Array.from({ length: BLOCK * channels }, () =>
    Math.floor(CELLS * random()),
  );
  for (let first = 0; first < IMAGES; first += BLOCK) {
    const count = Math.min(BLOCK, IMAGES - first);
    const part = (of: Float32Array, length: number) => of.slice(first, first + length);
    const logits = part(noise, count * CLASSES);
    const images = Array.from({ length: count }, (_, i) => {
      const own = logits.subarray(i * CLASSES, (i + 1) * CLASSES);
      return imageAt(first + i, own, random, index);
    });
    const block: Block = {
      images,
      means: part(values, count * channels),
      maxima: part(values, count * channels),
      positions: positions.subarray(0, count * channels),
      powers: undefined,
      logits,
      gradientActivations: new Float32Array(),
      maps: index.hasMaps ? part(maps, count * (1 + MAPPED) * CELLS) : new Float32Array(),
      // A sixteenth of the strongest images of each channel that are kept, in the first blocks.
      activations:
        first < 16 * BLOCK
          ? {
              keys: Uint32Array.from({ length: 2 * channels }, (_, i) => (i % 2 ? 0 : i / 2)),
              values: fill(channels * CELLS, 0, 6),
            }
          : { keys: new Uint32Array(), values: new Float32Array() },
    };
    writer.append(block);
  }
  writeScanState(indexFolder, { complete: true, unreadable: [] });
}

function modelOf(channels: number, weights: Float32Array): IndexedModel {
  return {
    hash: 'none',
    mapKind: 'cam',
    poolings: ['mean'],
    readout: { kind: 'mean' },
    placement: inPlace(),
    featureTensor: 'f',
    channels,
    classes: CLASSES,
    grid: { width: 7, height: 7 },
    input: { width: 224, height: 224 },
    preprocessing: {
      resize: { mode: 'shorter-side', size: 256 },
      crop: 224,
      channels: 'RGB',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      interpolation: 'bilinear',
    },
    classWeights: {
      classes: CLASSES,
      channels,
      positions: 1,
      weights,
      bias: new Float32Array(CLASSES),
    },
    receptiveField: undefined,
  };
}

/** Raises the logits of the picture's class and of one of five that it is confused with: four of five are right. */
function imageAt(
  row: number,
  logits: Float32Array,
  random: () => number,
  { hasMaps, pathOf }: LargeIndex,
): IndexedImage {
  const truth = classOfRow(row);
  const rival = (truth + 1 + (row % 5)) % CLASSES;
  logits[truth] = 8 + 3 * random();
  logits[rival] = 6 + 4 * random();
  const isRight = (logits[truth] as number) > (logits[rival] as number);
  const others = Array.from({ length: MAPPED - 2 }, (_, i) => (truth + 10 + i) % CLASSES);
  return {
    path: pathOf(row, truth),
    size: 120_000,
    modified: 1.7e12,
    photo: { width: 500, height: 375 },
    grid: { width: 7, height: 7 },
    predicted: isRight ? truth : rival,
    ...(hasMaps ? { mapClasses: [truth, rival, ...others] } : {}),
  };
}
