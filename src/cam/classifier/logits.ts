import { CamError } from '../errors.ts';
import type { GraphFunction, GraphTensor } from './graphFunction.ts';
import { isClose } from './graphFunction.ts';

/** Which tensor holds the logits, and how probabilities follow from them. */
export interface LogitsTensor {
  name: string;
  elementType: number;
  activation: 'softmax' | 'sigmoid';
}

/** softmax(z)_c = exp(z_c) / Σ exp(z), computed with the largest logit subtracted. */
export function softmax(logits: ArrayLike<number>): Float32Array {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) max = Math.max(max, logits[c] ?? max);
  const exponentials = new Float64Array(logits.length);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) {
    exponentials[c] = Math.exp((logits[c] ?? max) - max);
    sum += exponentials[c] ?? 0;
  }
  const probabilities = new Float32Array(logits.length);
  for (let c = 0; c < logits.length; c++) probabilities[c] = (exponentials[c] ?? 0) / sum;
  return probabilities;
}

/** σ(z) = 1 / (1 + exp(−z)) */
export function sigmoid(logits: ArrayLike<number>): Float32Array {
  return Float32Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
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
