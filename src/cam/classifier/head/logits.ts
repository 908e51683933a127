import type { Activation } from '../../maps/scores.ts';
import { sigmoid, softmax } from '../../maps/scores.ts';
import type { GraphFunction, GraphTensor } from '../probe/graphFunction.ts';
import { isClose, meanOfValues } from '../probe/probes.ts';
import { isRanked, isShareOf, rowsInside, sortedDown } from './outputValues.ts';
import { refuseNotFinite } from './refusals.ts';

/** Which tensor holds the logits, and how probabilities follow from them. */
export interface LogitsTensor {
  name: string;
  elementType: number;
  activation: Activation;
  /** Place of each class in the tensor, where the model leaves out or reorders its probabilities; else all, in order. */
  rows?: number[];
}

const ACTIVATIONS = [
  { apply: softmax, activation: 'softmax' },
  { apply: logSoftmax, activation: 'softmax' },
  { apply: sigmoid, activation: 'sigmoid' },
] as const;

function logSoftmax(logits: ArrayLike<number>): Float32Array {
  return softmax(logits).map(Math.log);
}

/** What a head gives for some rows: for each tensor, its values for each row. */
type Values = ReadonlyMap<string, Float32Array[]>;

/**
 * Finds the logits: the tensor before a trailing softmax, log-softmax or sigmoid, recognised by its
 * values. Where a softmax first subtracts the largest logit, this is the tensor before the subtraction:
 * differences from the largest are not linear in the features. An output that is sorted gives way to the tensor
 * whose values it sorts; one that is a probability of another kind is taken as it is. `candidates` are the tensors
 * between the head's input and the output, the output first.
 * @param rows random inputs of the head in its own axis order; the last ones may be large
 * @throws CamError `outputNotFinite`
 */
export async function findLogits(
  head: GraphFunction,
  rows: Float32Array[],
  dims: readonly number[],
  candidates: GraphTensor[],
  file: string,
): Promise<LogitsTensor> {
  const names = candidates.map(({ name }) => name);
  const values = await head.evaluateAll(rows, dims, names);
  return logitsAmong(values, candidates, file);
}

function logitsAmong(values: Values, candidates: GraphTensor[], file: string): LogitsTensor {
  const [output, ...before] = candidates;
  if (!output) throw new Error('a head has an output');
  const finals = values.get(output.name) ?? [];
  if (!finals[0]?.every(Number.isFinite)) throw refuseNotFinite(file);
  const finite = finals.flatMap((row, i) => (row.every(Number.isFinite) ? [i] : []));
  const plain = beforeActivation(values, finals, before);
  if (plain) return plain;
  if (isRanked(finite.map((i) => finals[i] as Float32Array))) {
    const at = before.findIndex(({ name }) => isSortedFrom(values.get(name), finals, finite));
    if (at >= 0) return logitsAmong(values, before.slice(at), file);
  }
  const share = isShareOf(finite.map((i) => finals[i] as Float32Array));
  const { name, elementType } = output;
  if (share === undefined) {
    return { name, elementType, activation: finals[0].length === 1 ? 'sigmoid' : 'softmax' };
  }
  const shares = finals.map((row) => row.map((value) => value / share));
  const chosen = chosenFrom(values, shares, before, finite);
  return chosen ?? { name, elementType, activation: share === 1 ? 'none' : 'percent' };
}

/** The tensor of which the output is an activation, in the same order. */
function beforeActivation(
  values: Values,
  finals: Float32Array[],
  before: GraphTensor[],
): LogitsTensor | undefined {
  const [final = new Float32Array()] = finals;
  let nearest: LogitsTensor | undefined;
  for (const { name, elementType } of before) {
    const rows = values.get(name) ?? [];
    const [first] = rows;
    if (first?.length !== final.length) continue;
    if (nearest) {
      if (nearest.activation !== 'softmax') break;
      if (!isShifted(values.get(nearest.name) ?? [], rows)) continue;
      return { ...nearest, name, elementType };
    }
    const found = ACTIVATIONS.find(({ apply }) => isClose(final, apply(first), 1e-3));
    if (found) nearest = { name, elementType, activation: found.activation };
  }
  return nearest;
}

/** The tensor of whose activation the output takes some values, or all in another order. */
function chosenFrom(
  values: Values,
  finals: Float32Array[],
  before: GraphTensor[],
  finite: number[],
): LogitsTensor | undefined {
  for (const { name, elementType } of before) {
    const rows = values.get(name) ?? [];
    for (const { apply, activation } of [ACTIVATIONS[0], ACTIVATIONS[2]]) {
      const all = rows.map((row) => apply(row));
      const places = rowsInside(all, finals, finite);
      if (!places) continue;
      const isWhole = places.length === rows[0]?.length;
      const isInOrder = isWhole && places.every((place, i) => place === i);
      if (isInOrder) return { name, elementType, activation };
      return {
        name,
        elementType,
        activation: activation === 'softmax' && !isWhole ? 'partOfSoftmax' : activation,
        rows: places,
      };
    }
  }
  return undefined;
}

/** Whether `sorted` has the largest values of each row, the largest first, and the rows themselves are not sorted. */
function isSortedFrom(
  rows: Float32Array[] | undefined,
  sorted: Float32Array[],
  finite: number[],
): boolean {
  if (isRanked(rows ?? [])) return false;
  return finite.every((i) => {
    const [row, wanted] = [rows?.[i], sorted[i]];
    if (!row || !wanted || row.length < wanted.length) return false;
    return isClose(wanted, sortedDown(row).subarray(0, wanted.length), 1e-5);
  });
}

/**
 * Whether each row differs from the other one by a single number that is not the same for all rows: a
 * softmax cancels it, but it is not a bias.
 */
function isShifted(rows: Float32Array[], others: Float32Array[]): boolean {
  const shifts = rows.map((row, i) => meanOfValues(others[i] ?? []) - meanOfValues(row));
  const isMovedBy = (shiftOf: (i: number) => number | undefined) =>
    rows.every((row, i) => {
      const moved = row.map((value) => value + (shiftOf(i) ?? 0));
      return isClose(others[i] ?? [], moved, 1e-4);
    });
  return isMovedBy((i) => shifts[i]) && !isMovedBy(() => shifts[0]);
}
