import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from '../../base/replaceFile.ts';
import type { ClassWeights } from '../../maps/featureMap.ts';
import { encodeNpy, npyHeader } from '../../maps/files/npy.ts';
import type { IndexedModel } from '../unitIndex.ts';
import { indexDamaged, noIndex } from './errors.ts';
import { readPart } from './readPart.ts';

/** The subject of an index. */
export interface IndexHeader {
  /** Absolute path of the pictures' folder. */
  folder: string;
  model: IndexedModel;
}

/** Layout of the files; a different layout is a different index. */
export const INDEX_FORMAT = 1;

const HEADER = 'index.json';
const WEIGHTS = 'classWeights.npy';
const BIAS = 'bias.npy';

/** The header as written; the weights are in separate files. */
interface StoredHeader {
  format: number;
  folder: string;
  model: Omit<IndexedModel, 'classWeights'>;
  weights: { classes: number; channels: number; positions: number } | null;
}

/** Begins an index, or replaces its header. */
export function writeHeader(indexFolder: string, { folder, model }: IndexHeader): void {
  const { classWeights, ...rest } = model;
  if (classWeights) {
    const { weights, bias } = classWeights;
    replaceFile(path.join(indexFolder, WEIGHTS), encodeNpy(weightShape(classWeights), weights));
    replaceFile(path.join(indexFolder, BIAS), encodeNpy([bias.length], bias));
  }
  const stored: StoredHeader = {
    format: INDEX_FORMAT,
    folder,
    model: rest,
    weights: classWeights
      ? {
          classes: classWeights.classes,
          channels: classWeights.channels,
          positions: classWeights.positions,
        }
      : null,
  };
  replaceFile(path.join(indexFolder, HEADER), JSON.stringify(stored, undefined, 1));
}

/** @throws CamError `fileNotFound` if the folder holds no index, `indexDamaged`. */
export function readHeader(indexFolder: string): IndexHeader {
  const { folder, model, weights } = parse(indexFolder);
  return { folder, model: { ...model, classWeights: readWeights(indexFolder, weights) } };
}

function parse(indexFolder: string): StoredHeader {
  const file = path.join(indexFolder, HEADER);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw noIndex(indexFolder, cause);
  }
  try {
    const stored = JSON.parse(text) as StoredHeader;
    if (stored.format !== INDEX_FORMAT) throw new Error(`format ${stored.format}`);
    return stored;
  } catch (cause) {
    throw indexDamaged(file, cause);
  }
}

function readWeights(
  indexFolder: string,
  sizes: StoredHeader['weights'],
): ClassWeights | undefined {
  if (!sizes) return undefined;
  const read = (file: string, shape: number[]): Float32Array => {
    const count = shape.reduce((product, length) => product * length, 1);
    const start = npyHeader(shape, '<f4', 'C').length;
    return new Float32Array(readPart(path.join(indexFolder, file), start, count * 4).buffer);
  };
  return {
    ...sizes,
    weights: read(WEIGHTS, weightShape(sizes)),
    bias: read(BIAS, [sizes.classes]),
  };
}

function weightShape({ classes, channels, positions }: Omit<ClassWeights, 'weights' | 'bias'>) {
  return positions === 1 ? [classes, channels] : [classes, channels, positions];
}
