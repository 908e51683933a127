import type { FolderIndex, IndexedModel } from '../../../../src/cam/folder/folderIndex.ts';
import type { ClassWeights, MapKind, Pooling } from '../../../../src/cam/maps/featureMap.ts';
import { inPlace } from '../../../../src/cam/places/placement.ts';
import golden from '../../../fixtures/units/views/golden.json' with { type: 'json' };

/** Values from NumPy; made by test/fixtures/units/views/make.py. */
export type GoldenFolder = (typeof golden)[number];

export const goldenFolders: readonly GoldenFolder[] = golden;

/** The golden folder whose head uses only means. */
export const meansFolder = goldenFolders[0] as GoldenFolder;

/** Words of the golden folders' classes; the last has no folder. */
export const labels = ['beach', 'Forest', 'n00000003 harbour, haven', 'street at night', 'kitchen'];

/** An index that holds its numbers in memory; its photos are 400×300, its input 128×96. */
export function indexOf(folder: GoldenFolder, model: Partial<IndexedModel> = {}): FolderIndex {
  const [height = 0, width = 0] = folder.grid;
  const { channels, classes } = folder;
  const poolings = folder.poolings as Pooling[];
  const pooledRow = (image: number): number[] => {
    const of = { mean: folder.means, max: folder.maxima, power: [] };
    return poolings.flatMap((pooling) => of[pooling][image] ?? []);
  };
  const column = (rows: number[][], k: number): number[] => rows.map((row) => row[k] ?? Number.NaN);
  const rows = [...folder.paths.keys()];
  const classWeights: ClassWeights = {
    classes,
    channels: channels * poolings.length,
    positions: 1,
    weights: Float32Array.from(folder.weights),
    bias: Float32Array.from(folder.bias),
  };
  const mapKind: MapKind = poolings.length > 1 ? 'meanMaxPooled' : 'cam';
  return {
    folder: '/pictures',
    unreadable: [],
    model: {
      hash: '',

      placement: inPlace(),
      mapKind,
      poolings,
      readout: { kind: 'mean' },
      featureTensor: 'f',
      channels,
      classes,
      grid: { width, height },
      input: { width: 128, height: 96 },
      preprocessing: {
        resize: { mode: 'stretch', size: 128 },
        crop: 0,
        channels: 'RGB',
        scale: 1,
        mean: [0, 0, 0],
        std: [1, 1, 1],
        interpolation: 'bilinear',
      },
      classWeights,
      receptiveField: undefined,
      ...model,
    },
    images: rows.map((row) => ({
      path: folder.paths[row] ?? '',
      size: 1,
      modified: 1,
      photo: { width: 400, height: 300 },
      grid: { width, height },
      predicted: folder.predicted[row] ?? -1,
    })),
    means: async (k) => Float32Array.from(column(folder.means, k)),
    maxima: async (k) => Float32Array.from(column(folder.maxima, k)),
    positions: async (k) => Uint32Array.from(column(folder.positions, k)),
    pooled: async (k) => Float32Array.from(rows, (row) => pooledRow(row)[k] ?? Number.NaN),
    pooledRows: async (images) => Float32Array.from(images.flatMap(pooledRow)),
    async *logitBlocks() {
      for (let first = 0; first < rows.length; first += 16) {
        const logits = Float32Array.from(folder.logits.slice(first, first + 16).flat());
        yield { first, count: logits.length / classes, logits };
      }
    },
    gradientActivations: async () => ({ images: [], classes: [], values: new Float32Array() }),
    gradientColumn: async () => ({ images: [], classes: [], values: new Float32Array() }),
    moments: async () => {
      const sums = new Float64Array(channels * poolings.length);
      const squares = new Float64Array(channels * poolings.length);
      for (const row of rows) {
        for (const [k, value] of Float32Array.from(pooledRow(row)).entries()) {
          sums[k] = (sums[k] ?? 0) + value;
          squares[k] = (squares[k] ?? 0) + value * value;
        }
      }
      return { sums, squares };
    },
    maps: async () => undefined,
    activation: async (image, channel) => {
      if (image % 2 === 1) return undefined;
      const values = new Float32Array(width * height).fill(-1);
      values[folder.positions[image]?.[channel] ?? -1] = channel;
      return { width, height, values };
    },
  };
}
