import { sigmoid, softmax } from '../../maps/scores.ts';
import type { GraphFunction, GraphTensor } from '../probe/graphFunction.ts';
import { isClose, meanOfValues } from '../probe/probes.ts';
import { refuseNotFinite } from './refusals.ts';

/** Which tensor holds the logits, and how probabilities follow from them. */
export interface LogitsTensor {
  name: string;
  elementType: number;
  activation: 'softmax' | 'sigmoid';
}

const ACTIVATIONS = [
  { apply: softmax, activation: 'softmax' },
  { apply: logSoftmax, activation: 'softmax' },
  { apply: sigmoid, activation: 'sigmoid' },
] as const;

function logSoftmax(logits: ArrayLike<number>): Float32Array {
  return softmax(logits).map(Math.log);
}

/**
 * Finds the logits: the tensor before a trailing softmax, log-softmax or sigmoid, recognised by its
 * values. Where a softmax first subtracts the largest logit, this is the tensor before the subtraction:
 * differences from the largest are not linear in the features. `candidates` are the tensors between the
 * head's input and the output, the output first.
 * @param rows random inputs of the head in its own axis order
 * @throws CamError `outputNotFinite`
 */
export async function findLogits(
  head: GraphFunction,
  rows: Float32Array[],
  dims: readonly number[],
  candidates: GraphTensor[],
  file: string,
): Promise<LogitsTensor> {
  const [output] = candidates;
  if (!output) throw new Error('a head has an output');
  const values = await head.evaluateAll(
    rows,
    dims,
    candidates.map(({ name }) => name),
  );
  const final = values.get(output.name)?.[0] ?? new Float32Array();
  if (!final.every(Number.isFinite)) throw refuseNotFinite(file);
  let nearest: LogitsTensor | undefined;
  for (const { name, elementType } of candidates.slice(1)) {
    const before = values.get(name) ?? [];
    if (before[0]?.length !== final.length) continue;
    if (nearest) {
      if (nearest.activation !== 'softmax') break;
      if (!isShifted(values.get(nearest.name) ?? [], before)) continue;
      return { ...nearest, name, elementType };
    }
    const [first] = before;
    const found = ACTIVATIONS.find(({ apply }) => isClose(final, apply(first), 1e-3));
    if (found) nearest = { name, elementType, activation: found.activation };
  }
  if (nearest) return nearest;
  const activation = final.length === 1 ? 'sigmoid' : 'softmax';
  return { name: output.name, elementType: output.elementType, activation };
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
