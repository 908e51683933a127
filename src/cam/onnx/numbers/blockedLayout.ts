import type { OnnxModel } from '../file/model.ts';

/** Operators that onnxruntime writes into a file when it is optimised for one processor. */
const BLOCKED_DOMAIN = 'com.microsoft.nchwc';

/**
 * Names of the tensors whose channels lie in blocks of 8 or 16 in memory, though their shape does not
 * say so: their values would be read at wrong places. Operators of a domain of their own begin such a
 * stretch, ReorderOutput ends it; what lies between passes the blocks on.
 */
export function findBlockedTensors(model: OnnxModel): Set<string> {
  const blocked = new Set<string>();
  for (const { domain, opType, inputs, outputs } of model.nodes) {
    if (opType === 'ReorderOutput') continue;
    if (domain === BLOCKED_DOMAIN || inputs.some((name) => blocked.has(name))) {
      for (const name of outputs) blocked.add(name);
    }
  }
  return blocked;
}
