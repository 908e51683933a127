import assert from 'node:assert/strict';
import { CamError } from '../../../src/cam/base/errors.ts';
import { differentiate } from '../../../src/cam/gradients/differentiate.ts';
import type { TensorFacts } from '../../../src/cam/gradients/graph/backwardGraph.ts';
import type { AttributeValue, NewNode } from '../../../src/cam/onnx/write/encodeNode.ts';
import { encodeAttribute, newNode } from '../../../src/cam/onnx/write/encodeNode.ts';
import { makeGraph } from '../layers/graphs.ts';

/** A node that makes `out` from `x` and others. */
export interface Use extends Omit<NewNode, 'attributes'> {
  attributes?: Record<string, AttributeValue>;
}

/**
 * The error names the operator with its setting, and the node.
 * @param expected e.g. `Resize (antialias=1 and align_corners)`
 * @param factsOf of each tensor
 */
export function assertNoRule(
  { attributes = {}, ...use }: Use,
  expected: string,
  factsOf: (tensor: string) => TensorFacts,
): void {
  const encoded = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
  const node = { ...newNode({ ...use, attributes: encoded }), name: 'block/3' };
  const facts = {
    opset: 18,
    tensors: new Map([...use.inputs, ...use.outputs].map((name) => [name, factsOf(name)])),
    integers: new Map(),
    realNumbers: new Map(),
  };
  assert.throws(
    () => differentiate(makeGraph([node]), 'out', ['x'], facts),
    (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'noGradientRule');
      assert.ok(error.message.includes(`the operator ${expected} of "block/3"`), error.message);
      return true;
    },
  );
}
