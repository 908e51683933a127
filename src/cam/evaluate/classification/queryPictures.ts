import type { PicturesQuery } from '../../results/evaluation/overview.ts';
import type { Predictions } from '../evaluation.ts';
import { predictedOf } from './topClasses.ts';

/**
 * The labelled pictures that a query selects, in its order, ties by row. A picture without the number that orders it
 * (the margin of a model of one class) is last.
 * @returns how many there are, and the rows of those from `first` on
 */
export function queryPictures(
  predictions: Predictions,
  query: PicturesQuery,
): { total: number; images: number[] } {
  const rows = selectedRows(predictions, query);
  sortBy(rows, keysOf(rows, predictions, query.order));
  const images = [...rows.subarray(query.first, query.first + query.count)];
  return { total: rows.length, images };
}

function selectedRows({ truth, top }: Predictions, query: PicturesQuery): Uint32Array {
  const { truth: ofClass, predicted: asClass } = query;
  const isWrong = query.isWrong || query.order === 'confidence';
  const rows = new Uint32Array(truth.length);
  let count = 0;
  for (let image = 0; image < truth.length; image++) {
    const right = truth[image] as number;
    const predicted = predictedOf({ top }, image);
    if (right < 0 || (isWrong && right === predicted)) continue;
    if (ofClass !== undefined && right !== ofClass) continue;
    if (asClass !== undefined && predicted !== asClass) continue;
    rows[count++] = image;
  }
  return rows.subarray(0, count);
}

/** What rows are ordered by, the smallest first. */
function keysOf(
  rows: Uint32Array,
  { loss, margin, confidence }: Predictions,
  order: PicturesQuery['order'],
): Float32Array {
  const column = { loss, margin, confidence }[order];
  const sign = order === 'margin' ? 1 : -1;
  const keys = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i] as number] as number;
    keys[i] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  }
  return keys;
}

/**
 * Sorts rows by their keys, ties by row. Key and row are one whole number of 64 bits: these are sorted without a call
 * for each comparison, which takes a fifth of the time.
 */
function sortBy(rows: Uint32Array, keys: Float32Array): void {
  const bits = new Uint32Array(keys.buffer);
  const numbers = new BigUint64Array(rows.length);
  const halves = new Uint32Array(numbers.buffer);
  for (let i = 0; i < rows.length; i++) {
    const key = bits[i] as number;
    halves[2 * i] = rows[i] as number;
    // The bits of floating-point numbers in the order of whole ones: those of negative numbers run backwards.
    halves[2 * i + 1] = key >= 0x80000000 ? ~key : key | 0x80000000;
  }
  numbers.sort();
  for (let i = 0; i < rows.length; i++) rows[i] = halves[2 * i] as number;
}
