import { rmSync } from 'node:fs';
import path from 'node:path';
import type { IndexedImage, IndexedModel } from '../../src/cam/folder/folderIndex.ts';
import type { Block } from '../../src/cam/folder/index/block.ts';
import { IndexWriter } from '../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../src/cam/folder/index/openIndex.ts';
import { inPlace } from '../../src/cam/places/placement.ts';
import type { UnitRanking } from '../../src/cam/results/units.ts';
import { ablate } from '../../src/cam/units/views/ablation.ts';
import { classUnits } from '../../src/cam/units/views/classUnits.ts';
import { unitReport } from '../../src/cam/units/views/unitReport.ts';
import type { Row } from '../measure.ts';
import { spreadOf, timeMs } from '../measure.ts';
import { randomNumbers } from '../networks/builder.ts';
import type { Workload } from '../workload.ts';

const IMAGES = 50_000;
const CHANNELS = 2048;
const CLASSES = 1000;
const BLOCK = 256;
const ROUNDS = 7;

const LABELS = Array.from({ length: CLASSES }, (_, c) => `class ${c}`);

/** Number of channels for and against, each with its images: enough to fill a page. */
const PAGE = { count: 10, patches: 9 };

/**
 * The requests of *Class Units* on an index of the size of the ImageNet validation set under a ResNet-50. The numbers
 * are random; the system has the files in memory, as after a scan.
 */
export async function measureUnitIndex(workload: Workload): Promise<Row[]> {
  const folder = path.join(workload.folder, 'unit-index');
  const writeMs = await timeMs(() => writeIndex(folder));
  try {
    let index = openStoredIndex(folder);
    const classOf = (round: number) => (round * 137) % CLASSES;
    const view = (ranking: UnitRanking) => (round: number) =>
      classUnits(index, { classIndex: classOf(round), ranking, ...PAGE }, LABELS);
    const ablated = (count: number) => (round: number) =>
      ablate(
        index,
        Array.from({ length: count }, (_, j) => (round * 31 + j * 97) % CHANNELS),
        LABELS,
        '',
      );
    const work: Record<string, (round: number) => Promise<unknown>> = {
      'units, 50,000 images: opening the index': async () => {
        index = openStoredIndex(folder);
      },
      '  opening it, to the first patches of a class': (round) => {
        index = openStoredIndex(folder);
        return view('weight')(round);
      },
      '  another class, by weight': view('weight'),
      '  another class, by contribution': view('contribution'),
      '  another class, by separation': view('separation'),
      '  one unit': (round) =>
        unitReport(index, { pooledChannel: (round * 53) % CHANNELS, images: 24 }, LABELS),
      '  what if one unit were silent': ablated(1),
      '  what if ten units were silent': ablated(10),
    };
    const rows: Row[] = [];
    for (const [name, ask] of Object.entries(work)) {
      const times: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const ms = await timeMs(() => ask(round));
        if (round > 0) times.push(ms);
      }
      const isFirst = name.includes('first patches');
      rows.push({ name, values: spreadOf(times), unit: 'ms', ...(isFirst ? { aim: 300 } : {}) });
    }
    const { bytes } = index;
    const each = `${Math.round(bytes / IMAGES).toLocaleString('en')} bytes`;
    rows.push(
      { name: '  each image, 2,048 channels and 1,000 classes', values: each, unit: 'MB' },
      { name: '  all of it', values: spreadOf([bytes / 1e6]), unit: 'MB' },
      { name: '  writing it', values: spreadOf([writeMs]), unit: 'ms' },
    );
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeIndex(folder: string): Promise<void> {
  const random = randomNumbers(50_000);
  const fill = (length: number, from: number, to: number) =>
    Float32Array.from({ length }, () => from + (to - from) * random());
  const model: IndexedModel = {
    hash: 'none',
    mapKind: 'cam',
    poolings: ['mean'],
    readout: { kind: 'mean' },
    placement: inPlace(),
    featureTensor: 'f',
    channels: CHANNELS,
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
      channels: CHANNELS,
      positions: 1,
      weights: fill(CLASSES * CHANNELS, -0.1, 0.1),
      bias: new Float32Array(CLASSES),
    },
    receptiveField: undefined,
  };
  const writer = await IndexWriter.open(folder, { folder: '/pictures', model });
  // Each block is another part of the same random numbers.
  const values = fill(BLOCK * CHANNELS + IMAGES, 0, 6);
  const logits = fill(BLOCK * CLASSES + IMAGES, -5, 5);
  const positions = Uint32Array.from({ length: BLOCK * CHANNELS }, () => Math.floor(49 * random()));
  for (let first = 0; first < IMAGES; first += BLOCK) {
    const count = Math.min(BLOCK, IMAGES - first);
    const part = (of: Float32Array, length: number) => of.slice(first, first + length);
    const block: Block = {
      images: Array.from({ length: count }, (_, i) => imageAt(first + i)),
      means: part(values, count * CHANNELS),
      maxima: part(values, count * CHANNELS),
      positions: positions.subarray(0, count * CHANNELS),
      powers: undefined,
      logits: part(logits, count * CLASSES),
      gradientActivations: new Float32Array(),
      maps: new Float32Array(),
      // A sixteenth of the strongest images of each channel that are kept, in the first blocks.
      activations:
        first < 16 * BLOCK
          ? {
              keys: Uint32Array.from({ length: 2 * CHANNELS }, (_, i) => (i % 2 ? 0 : i / 2)),
              values: fill(CHANNELS * 49, 0, 6),
            }
          : { keys: new Uint32Array(), values: new Float32Array() },
    };
    writer.append(block);
  }
}

function imageAt(row: number): IndexedImage {
  const classIndex = Math.floor((row * CLASSES) / IMAGES);
  return {
    path: `class_${classIndex}/ILSVRC2012_val_${String(row).padStart(8, '0')}.JPEG`,
    size: 120_000,
    modified: 1.7e12,
    photo: { width: 500, height: 375 },
    grid: { width: 7, height: 7 },
    predicted: classIndex,
  };
}
