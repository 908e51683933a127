import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checksumOf } from '../folder/index/files/checksums.ts';
import { replaceSynced } from '../folder/index/files/syncedFiles.ts';
import { encodeNpy, npyHeader } from '../maps/files/npy.ts';
import type { Predictions } from './evaluation.ts';

/** Values of one image: truth, the first five, and the six scores. */
const ROWS = 12;

const VALUES = 'predictions.npy';
const DESCRIPTION = 'predictions.json';

/** What the kept predictions were made from, and the CRC-32 of their values. */
interface Description {
  key: string;
  checksum: number;
}

/**
 * The predictions of an index that were kept under a key; undefined if there are none, or others. Computing them reads
 * all logits, so they are kept for the next time.
 * @param images their number
 */
export function readPredictions(
  indexFolder: string,
  key: string,
  images: number,
): Predictions | undefined {
  try {
    const text = readFileSync(path.join(indexFolder, DESCRIPTION), 'utf8');
    const description = JSON.parse(text) as Description;
    if (description.key !== key) return undefined;
    const bytes = readFileSync(path.join(indexFolder, VALUES));
    const values = bytes.subarray(npyHeader([ROWS, images], '<f4', 'C').length);
    if (values.length !== 4 * ROWS * images) return undefined;
    if (checksumOf(values) !== description.checksum) return undefined;
    return fromRows(new Float32Array(Uint8Array.from(values).buffer), images);
  } catch {
    // Whatever is wrong with the kept ones: they can be computed again.
    return undefined;
  }
}

/** Keeps predictions beside their index; does nothing where it cannot be written to. */
export function keepPredictions(indexFolder: string, key: string, predictions: Predictions): void {
  const values = toRows(predictions);
  const bytes = new Uint8Array(values.buffer);
  const description: Description = { key, checksum: checksumOf(bytes) };
  const images = predictions.truth.length;
  try {
    replaceSynced(path.join(indexFolder, VALUES), encodeNpy([ROWS, images], values));
    const text = new TextEncoder().encode(JSON.stringify(description));
    replaceSynced(path.join(indexFolder, DESCRIPTION), text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Numbers of classes below 2²⁴ are exact in float32. */
function toRows(predictions: Predictions): Float32Array {
  const { truth, top, ...scores } = predictions;
  const n = truth.length;
  const rows = new Float32Array(ROWS * n);
  rows.set(truth, 0);
  rows.set(top, n);
  for (const [i, name] of SCORES.entries()) rows.set(scores[name], (6 + i) * n);
  return rows;
}

function fromRows(rows: Float32Array, n: number): Predictions {
  const score = (name: (typeof SCORES)[number]) => {
    const first = (6 + SCORES.indexOf(name)) * n;
    return rows.subarray(first, first + n);
  };
  return {
    truth: Int32Array.from(rows.subarray(0, n)),
    top: Int32Array.from(rows.subarray(n, 6 * n)),
    confidence: score('confidence'),
    truthProbability: score('truthProbability'),
    loss: score('loss'),
    margin: score('margin'),
    top1Error: score('top1Error'),
    top5Error: score('top5Error'),
  };
}

const SCORES = [
  'confidence',
  'truthProbability',
  'loss',
  'margin',
  'top1Error',
  'top5Error',
] as const satisfies readonly (keyof Predictions)[];
