import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClassWeights } from '../../maps/featureMap.ts';
import { encodeNpy, npyHeader } from '../../maps/files/npy.ts';
import type { IndexedModel } from '../folderIndex.ts';
import { readChecked } from './files/checkedFile.ts';
import { checksumOf, pageChecksums } from './files/checksums.ts';
import { indexDamaged, noIndex } from './files/errors.ts';
import { isMissing, reading } from './files/readFault.ts';
import { replaceSynced } from './files/syncedFiles.ts';

/** The subject of an index. */
export interface IndexHeader {
  /** Absolute path of the pictures' folder. */
  folder: string;
  model: IndexedModel;
}

/** Layout of the files; a different layout is a different index. Format 1 had no checksums. */
export const INDEX_FORMAT = 2;

const HEADER = 'index.json';
const WEIGHTS = 'classWeights.npy';
const BIAS = 'bias.npy';

/** The header as written; the weights are in separate files. */
interface StoredHeader {
  format: number;
  folder: string;
  model: Omit<IndexedModel, 'classWeights'>;
  weights: StoredWeights | null;
}

interface StoredWeights {
  classes: number;
  channels: number;
  positions: number;
  /** CRC-32 of each page of the values. */
  checksums: { weights: number[]; bias: number[] };
}

/** Begins an index, or replaces its header. */
export function writeHeader(indexFolder: string, { folder, model }: IndexHeader): void {
  const { classWeights, ...rest } = model;
  if (classWeights) {
    const { weights, bias } = classWeights;
    replaceSynced(path.join(indexFolder, WEIGHTS), encodeNpy(weightShape(classWeights), weights));
    replaceSynced(path.join(indexFolder, BIAS), encodeNpy([bias.length], bias));
  }
  const weights = classWeights ? storedWeights(classWeights) : null;
  const stored: StoredHeader = { format: INDEX_FORMAT, folder, model: rest, weights };
  const text = JSON.stringify({ checksum: checksumOfHeader(stored), ...stored }, undefined, 1);
  replaceSynced(path.join(indexFolder, HEADER), new TextEncoder().encode(text));
}

function storedWeights({
  classes,
  channels,
  positions,
  weights,
  bias,
}: ClassWeights): StoredWeights {
  const checksums = (of: Float32Array) => [
    ...pageChecksums(new Uint8Array(of.buffer, of.byteOffset, of.byteLength)),
  ];
  return {
    ...{ classes, channels, positions },
    checksums: { weights: checksums(weights), bias: checksums(bias) },
  };
}

/** Of its text without spaces, which a parsed header gives again. */
function checksumOfHeader(stored: StoredHeader): number {
  return checksumOf(new TextEncoder().encode(JSON.stringify(stored)));
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
    text = reading(file, () => readFileSync(file, 'utf8'));
  } catch (cause) {
    throw isMissing(cause) ? noIndex(indexFolder, cause) : cause;
  }
  try {
    const { checksum, ...stored } = JSON.parse(text) as StoredHeader & { checksum: number };
    if (stored.format !== INDEX_FORMAT) throw new Error(`format ${stored.format}`);
    if (checksum !== checksumOfHeader(stored)) throw new Error('another checksum');
    return stored;
  } catch (cause) {
    throw indexDamaged(file, cause);
  }
}

function readWeights(indexFolder: string, stored: StoredWeights | null): ClassWeights | undefined {
  if (!stored) return undefined;
  const { checksums, ...sizes } = stored;
  const read = (name: string, shape: number[], expected: number[]): Float32Array => {
    const file = path.join(indexFolder, name);
    const length = 4 * shape.reduce((product, length) => product * length, 1);
    const start = npyHeader(shape, '<f4', 'C').length;
    const checksums = Uint32Array.from(expected);
    const compared = new Uint8Array(checksums.length);
    try {
      const bytes = readChecked({ file, start, length, checksums, compared }, 0, length);
      return new Float32Array(bytes.buffer);
    } catch (cause) {
      throw isMissing(cause) ? indexDamaged(file, cause) : cause;
    }
  };
  return {
    ...sizes,
    weights: read(WEIGHTS, weightShape(sizes), checksums.weights),
    bias: read(BIAS, [sizes.classes], checksums.bias),
  };
}

function weightShape({ classes, channels, positions }: Omit<ClassWeights, 'weights' | 'bias'>) {
  return positions === 1 ? [classes, channels] : [classes, channels, positions];
}
