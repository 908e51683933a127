import type { IndexHeader } from '../../../../src/cam/folder/index/header.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import type { IndexRow } from '../../../../src/cam/folder/index/rows.ts';
import { blockOf } from '../../../../src/cam/folder/index/rows.ts';
import { inPlace } from '../../../../src/cam/places/placement.ts';
import { Random } from '../../../support/random.ts';

/** An index header of a small made-up model. */
export function syntheticHeader(channels = 6, classes = 4): IndexHeader {
  return {
    folder: '/pictures',
    model: {
      hash: 'ab'.repeat(32),

      placement: inPlace(),
      mapKind: 'meanMaxPooled',
      poolings: ['mean', 'max'],
      readout: { kind: 'mean' },
      featureTensor: 'features',
      channels,
      classes,
      grid: { width: 3, height: 2 },
      input: { width: 96, height: 64 },
      preprocessing: {
        resize: { mode: 'stretch', size: 96 },
        crop: 0,
        channels: 'RGB',
        scale: 1 / 255,
        mean: [0, 0, 0],
        std: [1, 1, 1],
        interpolation: 'bilinear',
      },
      classWeights: {
        classes,
        channels: 2 * channels,
        positions: 1,
        weights: Float32Array.from({ length: 2 * classes * channels }, (_, i) => i / 7),
        bias: Float32Array.from({ length: classes }, (_, c) => c),
      },
      receptiveField: {
        width: 40,
        height: 40,
        strideX: 32,
        strideY: 32,
        centreX: 15.5,
        centreY: 15.5,
        coversInput: false,
      },
    },
  };
}

/** Rows of made-up numbers, seeded. */
export function syntheticRows(names: readonly string[], header: IndexHeader, seed = 1): IndexRow[] {
  const random = new Random(seed);
  const { channels, classes, grid } = header.model;
  const values = (length: number) => Float32Array.from({ length }, () => random.next());
  return names.map((path, i) => ({
    image: {
      path,
      size: 100 + i,
      modified: 1000.5 + i,
      photo: { width: 50, height: 40 },
      grid,
      predicted: i % classes,
    },
    means: values(channels),
    maxima: values(channels),
    positions: Uint32Array.from({ length: channels }, () => random.below(grid.width * grid.height)),
    powers: undefined,
    logits: values(classes),
  }));
}

/** Appends rows without activations, `size` in a block. */
export function appendRows(writer: IndexWriter, rows: readonly IndexRow[], size: number): void {
  for (let first = 0; first < rows.length; first += size) {
    const part = rows.slice(first, first + size);
    const activations = { keys: new Uint32Array(), values: new Float32Array() };
    writer.append(blockOf(part, activations, writer.shape));
  }
}

export async function writeSyntheticIndex(
  folder: string,
  header: IndexHeader,
  rows: readonly IndexRow[],
  size = 10,
): Promise<IndexWriter> {
  const writer = await IndexWriter.open(folder, header);
  appendRows(writer, rows, size);
  return writer;
}
