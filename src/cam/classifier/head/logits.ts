import { CamError } from '../../base/errors.ts';
import { sigmoid, softmax } from '../../maps/scores.ts';
import type { GraphFunction, GraphTensor } from '../probe/graphFunction.ts';
import { isClose } from '../probe/graphFunction.ts';

/** Which tensor holds the logits, and how probabilities follow from them. */
export interface LogitsTensor {
  name: string;
  elementType: number;
  activation: 'softmax' | 'sigmoid';
}

function logSoftmax(logits: ArrayLike<number>): Float32Array {
  return softmax(logits).map(Math.log);
}

/**
 * Finds the logits: the tensor before a trailing softmax, log-softmax or sigmoid, recognised by its
 * values. `candidates` are the tensors between the head's input and the output, the output first.
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
  if (!final.every(Number.isFinite)) throw notFinite(file);
  const activations = [
    { apply: softmax, activation: 'softmax' },
    { apply: logSoftmax, activation: 'softmax' },
    { apply: sigmoid, activation: 'sigmoid' },
  ] as const;
  for (const { name, elementType } of candidates.slice(1)) {
    const before = values.get(name)?.[0] ?? new Float32Array();
    if (before.length !== final.length) continue;
    const found = activations.find(({ apply }) => isClose(final, apply(before), 1e-3));
    if (found) return { name, elementType, activation: found.activation };
  }
  const activation = final.length === 1 ? 'sigmoid' : 'softmax';
  return { name: output.name, elementType: output.elementType, activation };
}

function notFinite(file: string): CamError {
  return new CamError({
    code: 'outputNotFinite',
    message: `${file} has NaN or infinite values among the weights behind its last feature map.`,
    nextAction: 'Look for the step of the training at which the loss became NaN, and export again.',
    file,
  });
}
