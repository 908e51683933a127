import { readFileSync, writeFileSync } from 'node:fs';
import { createRandom } from '../../src/cam/classifier/probe/probes.ts';
import { decodeInitializer } from '../../src/cam/onnx/file/initializerValues.ts';
import type { Initializer, OnnxModel } from '../../src/cam/onnx/file/model.ts';
import { TensorElementType } from '../../src/cam/onnx/file/model.ts';
import { readOnnxModel } from '../../src/cam/onnx/readModel.ts';

/**
 * Writes a copy of a model in which the weights of the last layer are normal random numbers of mean 0 and of the
 * standard deviation that they had. Its biases stay.
 */
export async function writeWithRandomHead(
  model: string,
  seed: number,
  file: string,
): Promise<void> {
  const weights = await decodeInitializer(lastWeights(await readOnnxModel(model)), model);
  const bytes = readFileSync(model);
  const start = weights ? bytes.indexOf(Buffer.from(weights.buffer)) : -1;
  if (!weights || start < 0) throw new Error(`the weights of the head are not in ${model}`);
  const changed = randomLike(weights, seed);
  bytes.set(new Uint8Array(changed.buffer), start);
  writeFileSync(file, bytes);
}

function lastWeights({ nodes, initializers }: OnnxModel): Initializer {
  for (const { inputs } of nodes.toReversed()) {
    for (const name of inputs) {
      const found = initializers.get(name);
      if (found && found.dims.length > 1 && found.elementType === TensorElementType.float) {
        return found;
      }
    }
  }
  throw new Error('the model has no weights');
}

/** Normal random numbers (Box and Muller 1958) of mean 0 and of the standard deviation of the given ones. */
export function randomLike(values: Float32Array, seed: number): Float32Array {
  const random = createRandom(seed);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return values.map(
    () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}
