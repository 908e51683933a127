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

/** A file with external weights. */
export interface ExternalFile {
  /** As the model states it, relative to the model's folder. */
  location: string;
  /** Absolute, links followed. */
  file: string;
  /** Whether it is in the model's folder; else it is in that of the real model, to which the model is a link. */
  isInFolder: boolean;
}

/**
 * The external weight files of a model. Checks that each is a file in the model's folder, not
 * reached by `..`, an absolute path or a link that leads out, and holds what the model takes from it. If the model is
 * itself a link, as in the cache of Hugging Face, links may lead to the folder of the real model.
 * @throws CamError `missingExternalData`, `externalDataOutsideFolder` or `modelRefused`.
 */
export async function findExternalFiles(model: OnnxModel, file: string): Promise<ExternalFile[]> {
  const byLocation = new Map<string, ExternalTensor[]>();
  for (const tensor of model.externalTensors) {
    const others = byLocation.get(tensor.location);
    if (others) others.push(tensor);
    else byLocation.set(tensor.location, [tensor]);
  }
  const files: ExternalFile[] = [];
  for (const [location, tensors] of byLocation) {
    const found = await locate(location, file);
    const { size } = await stat(found.file);
    for (const tensor of tensors) checkRange(tensor, size, file);
    files.push(found);
  }
  return files;
}

/**
 * Absolute path of a file with external weights.
 * @throws CamError `missingExternalData` or `externalDataOutsideFolder`.
 */
export async function resolveLocation(location: string, file: string): Promise<string> {
  return (await locate(location, file)).file;
}

async function locate(location: string, file: string): Promise<ExternalFile> {
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
  const isInFolder = isInside(folder, real);
  const besideModel = path.dirname(await realpath(file));
  if (!isInFolder && !isInside(besideModel, real)) throw weightsOutside(location, file);
  if (!(await stat(real)).isFile()) throw noWeights(location, file);
  return { location, file: real, isInFolder };
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
