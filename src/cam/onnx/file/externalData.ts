import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { noWeights, tooFewWeights, unclearPlace, weightsOutside } from './errors.ts';
import type { ExternalTensor, OnnxModel } from './model.ts';

/** Bits of one element by `TensorProto.DataType`, for the types that can be outside the model file. */
const ELEMENT_BITS = new Map([
  ...[1, 6, 12].map((type): [number, number] => [type, 32]),
  ...[2, 3, 9, 17, 18, 19, 20].map((type): [number, number] => [type, 8]),
  ...[4, 5, 10, 16].map((type): [number, number] => [type, 16]),
  ...[7, 11, 13, 14].map((type): [number, number] => [type, 64]),
  ...[21, 22, 23].map((type): [number, number] => [type, 4]),
]);

/**
 * Absolute paths of the external weight files of a model. Checks that each is a file in the model's folder, not
 * reached by `..`, an absolute path or a link that leads out, and holds what the model takes from it.
 * @throws CamError `missingExternalData`, `externalDataOutsideFolder` or `modelRefused`.
 */
export async function findExternalFiles(model: OnnxModel, file: string): Promise<string[]> {
  const byLocation = new Map<string, ExternalTensor[]>();
  for (const tensor of model.externalTensors) {
    const others = byLocation.get(tensor.location);
    if (others) others.push(tensor);
    else byLocation.set(tensor.location, [tensor]);
  }
  const files: string[] = [];
  for (const [location, tensors] of byLocation) {
    const target = await resolveLocation(location, file);
    const { size } = await stat(target);
    for (const tensor of tensors) checkRange(tensor, size, file);
    files.push(target);
  }
  return files;
}

/**
 * Absolute path of a file with external weights.
 * @throws CamError `missingExternalData` or `externalDataOutsideFolder`.
 */
export async function resolveLocation(location: string, file: string): Promise<string> {
  const folder = await realpath(path.dirname(file));
  const target = path.resolve(folder, location);
  const climbs = location.split(/[\\/]/).includes('..');
  if (climbs || path.isAbsolute(location) || !isInside(folder, target)) {
    throw weightsOutside(location, file);
  }
  let real: string;
  try {
    real = await realpath(target);
  } catch (cause) {
    throw noWeights(location, file, cause);
  }
  if (!isInside(folder, real)) throw weightsOutside(location, file);
  if (!(await stat(real)).isFile()) throw noWeights(location, file);
  return real;
}

function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  const [first] = relative.split(path.sep);
  return relative !== '' && first !== '..' && !path.isAbsolute(relative);
}

/** Bytes of a tensor's values, or undefined where its shape or type is invalid. */
export function byteLengthOf(tensor: {
  elementType: number;
  elements: number;
}): number | undefined {
  const bits = ELEMENT_BITS.get(tensor.elementType);
  const { elements } = tensor;
  if (bits === undefined || !Number.isSafeInteger(elements) || elements < 0) return undefined;
  return Math.ceil((elements * bits) / 8);
}

function checkRange(tensor: ExternalTensor, size: number, file: string): void {
  const { offset, length } = tensor;
  const needed = byteLengthOf(tensor);
  const agrees = needed !== undefined && (length === undefined || length === needed);
  if (Number.isNaN(offset) || !agrees) throw unclearPlace(tensor, file);
  if (offset + needed > size) throw tooFewWeights(tensor, needed, size, file);
}
