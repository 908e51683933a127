import type { IndexedModel } from '../../folder/folderIndex.ts';
import { pooledChannels } from './unitIdentity.ts';

/**
 * The weight of each pooled channel in one class, w_k^c; undefined if the head has no single weight for a channel.
 * @throws RangeError if the class does not exist.
 */
export function weightsOfClass(model: IndexedModel, classIndex: number): Float32Array | undefined {
  requireClass(model, classIndex);
  const channels = pooledChannels(model);
  if (!model.classWeights || model.classWeights.positions > 1) return undefined;
  return model.classWeights.weights.subarray(classIndex * channels, (classIndex + 1) * channels);
}

/** The weight of one pooled channel in each class; undefined as for {@link weightsOfClass}. */
export function weightsOfChannel(
  { classes, classWeights }: IndexedModel,
  pooledChannel: number,
): Float32Array | undefined {
  if (!classWeights || classWeights.positions > 1) return undefined;
  const { weights, channels } = classWeights;
  return Float32Array.from(
    { length: classes },
    (_, c) => weights[c * channels + pooledChannel] ?? 0,
  );
}

function requireClass({ classes }: IndexedModel, classIndex: number): void {
  if (!(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < classes)) {
    throw new RangeError(`class ${classIndex} does not exist: there are ${classes}`);
  }
}
