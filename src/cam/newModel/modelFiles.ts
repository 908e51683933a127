import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { OnnxModel } from '../onnx/file/model.ts';
import { MAX_MODEL_BYTES } from '../onnx/file/modelFile.ts';
import type { NewModel, StoredTensor } from '../onnx/write/newModel.ts';
import { encodeNewModel } from '../onnx/write/newModel.ts';
import { storeInside, storeOutside, valueBytes } from '../onnx/write/storedTensors.ts';
import { aboveTwoGigabytes } from './errors.ts';

/** Room for nodes, metadata and the names of weights in a file of 2 GB. */
const SPARE_BYTES = 2 ** 27;

/** Of a model that was made to have its weights beside it, a smaller part is taken into one file. */
const MOST_OF_EXTERNAL = 2 ** 30;

/** How many bytes of weights a new model made from this one holds in its own file. */
export function mostInside({ externalTensors }: OnnxModel): number {
  return externalTensors.length > 0 ? MOST_OF_EXTERNAL : MAX_MODEL_BYTES - SPARE_BYTES;
}

/** The file with the weights of a model that does not hold them itself. */
export function dataName(file: string): string {
  return `${file}.data`;
}

/**
 * Writes a model as one file, or, if its weights have more than `most` bytes, with these in a file beside it. One weight at
 * a time is in memory.
 * @param source absolute path of the model that has the weights
 * @param file the new one, absolute; there is none yet
 * @returns the names of the files, the model's last
 * @throws CamError `modelRefused`, or about the file with the weights
 */
export async function writeModelFiles(
  model: NewModel,
  source: string,
  file: string,
  most: number,
): Promise<string[]> {
  const { initializers } = model;
  const name = path.basename(file);
  if (valueBytes(initializers) <= most) {
    await writeModel(model, await storeInside(initializers, source), source, file);
    return [name];
  }
  const location = dataName(name);
  const tensors = await toNewFile(dataName(file), (data) =>
    storeOutside(initializers, source, data, location),
  );
  await writeModel(model, tensors, source, file);
  return [location, name];
}

async function writeModel(
  model: NewModel,
  tensors: StoredTensor[],
  source: string,
  file: string,
): Promise<void> {
  const bytes = tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes > MAX_MODEL_BYTES) throw aboveTwoGigabytes(source);
  await toNewFile(file, async (handle) => {
    for await (const piece of encodeNewModel(model, tensors)) await handle.writeFile(piece);
  });
}

/** The file is complete on the disk afterwards. */
async function toNewFile<T>(file: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'wx');
  try {
    const result = await write(handle);
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
}
