import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CamError } from '../../../src/cam/base/errors.ts';
import { differentiate } from '../../../src/cam/gradients/differentiate.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import type { AttributeValue, NewNode } from '../../../src/cam/onnx/write/encodeNode.ts';
import { encodeAttribute, newNode } from '../../../src/cam/onnx/write/encodeNode.ts';
import { makeGraph } from '../layers/graphs.ts';

type Use = Omit<NewNode, 'attributes'> & { attributes: Record<string, AttributeValue> };

const resize = { opType: 'Resize', inputs: ['x', '', 'scales'], outputs: ['y'] };
const fused = {
  opType: 'FusedConv',
  domain: 'com.microsoft',
  inputs: ['x', 'weight'],
  outputs: ['y'],
};

const USES: [use: Use, expected: string][] = [
  [{ ...resize, attributes: { antialias: 1 } }, 'Resize (antialias=1)'],
  [{ ...resize, attributes: { mode: 'area' } }, 'Resize (mode=area)'],
  [
    { ...resize, attributes: { coordinate_transformation_mode: 'quarter_pixel' } },
    'Resize (coordinate_transformation_mode=quarter_pixel)',
  ],
  [{ ...resize, attributes: { nearest_mode: 'random' } }, 'Resize (nearest_mode=random)'],
  [{ ...resize, attributes: {} }, 'Resize (scales that vary)'],
  [{ ...fused, attributes: { activation: 'Clip' } }, 'com.microsoft.FusedConv (activation=Clip)'],
];

describe('Convolutions and resizing in a setting without a gradient are refused', () => {
  for (const [use, expected] of USES) {
    it(expected, () => {
      assert.throws(
        () => differentiateOne(use),
        (error) => {
          assert.ok(CamError.is(error));
          assert.equal(error.code, 'noGradientRule');
          assert.ok(error.message.includes(`the operator ${expected} of "block/3"`), error.message);
          return true;
        },
      );
    });
  }
});

/** Differentiates `y` with respect to `x`. */
function differentiateOne({ attributes, ...use }: Use): void {
  const encoded = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
  const node = { ...newNode({ ...use, attributes: encoded }), name: 'block/3' };
  const facts = { dims: [1, 1, 3, 3], elementType: TensorElementType.float };
  differentiate(makeGraph([node]), 'y', ['x'], {
    opset: 18,
    tensors: new Map([...use.inputs, ...use.outputs].map((name) => [name, facts])),
    integers: new Map(),
    realNumbers: new Map(),
  });
}
