import type { ValueInfo } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { encodeAttribute, encodeNode } from '../onnx/write/encodeNode.ts';
import { elementsOf } from './graph/backwardGraph.ts';

/** A seed that the graph makes from what it is fed with and from the values themselves. */
export interface LargestSeed {
  /** They run before the nodes of the backward part. */
  nodes: Uint8Array[];
  /** What is fed in place of the seed: a seed that is added, and how much of the largest value's is. */
  given: ValueInfo;
  share: ValueInfo;
}

/**
 * seed = given + share · (1 for the largest value of each row, the first of equals, and 0 for the others): so the class
 * that is predicted can be differentiated in the run that predicts it.
 * @param of the differentiated tensor
 * @param seed of its backward part
 * @returns undefined for a tensor that is not a row of values in float32 for each picture
 */
export function largestSeed(of: string, seed: ValueInfo): LargestSeed | undefined {
  const nameOf = (part: string) => `${seed.name}_${part}`;
  const largest = largestNode(of, seed, nameOf('largest'));
  if (!largest) return undefined;
  const given = { ...seed, name: nameOf('given') };
  const share = { ...seed, name: nameOf('share'), dims: [1] };
  const node = (opType: string, inputs: string[], output: string) =>
    encodeNode({ opType, inputs, outputs: [output], attributes: [] });
  return {
    nodes: [
      largest,
      node('Mul', [nameOf('largest'), share.name], nameOf('shared')),
      node('Add', [given.name, nameOf('shared')], seed.name),
    ],
    given,
    share,
  };
}

/**
 * A node that gives 1 for the largest value of each row, the first of equals, and 0 for the others.
 * @param of the differentiated tensor
 * @param seed of its backward part
 * @returns undefined as {@link largestSeed}
 */
export function largestNode(of: string, seed: ValueInfo, output: string): Uint8Array | undefined {
  const dims = seed.dims.map((size) => size ?? 1);
  const axis = dims.findIndex((size, i) => i > 0 && size > 1);
  const isRow = axis > 0 && elementsOf(dims.slice(1)) === dims[axis];
  if (!isRow || seed.elementType !== TensorElementType.float) return undefined;
  const attributes = [encodeAttribute('axis', axis)];
  return encodeNode({ opType: 'Hardmax', inputs: [of], outputs: [output], attributes });
}
