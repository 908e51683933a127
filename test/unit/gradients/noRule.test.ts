import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PbfWriter } from 'pbf';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { BackwardPart } from '../../../src/cam/gradients/differentiate.ts';
import { differentiate } from '../../../src/cam/gradients/differentiate.ts';
import type { OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import { makeGraph } from '../layers/graphs.ts';
import { makeNode } from '../layers/uses.ts';

/** Differentiates `out` with respect to `x`. */
function differentiateNode(node: OnnxNode, constants: Record<string, number[]> = {}): BackwardPart {
  const names = [...node.inputs, ...node.outputs];
  const facts = { dims: [2, 3], elementType: TensorElementType.float };
  return differentiate(makeGraph([node]), 'out', ['x'], {
    opset: 18,
    tensors: new Map(names.map((name) => [name, facts])),
    integers: new Map(Object.entries(constants)),
    realNumbers: new Map(),
  });
}

describe('An operator without a gradient', () => {
  const refuses = (node: OnnxNode, message: RegExp, constants?: Record<string, number[]>) =>
    assert.throws(
      () => differentiateNode(node, constants),
      (error) => {
        assert.ok(CamError.is(error) && error.code === 'noGradientRule');
        assert.match(error.message, message);
        return true;
      },
    );

  it('is named, with its node', () => {
    const node = makeNode('Unheard', ['x']);
    refuses({ ...node, name: 'block/unheard' }, /operator Unheard of "block\/unheard"/);
    refuses({ ...node, domain: 'a.company' }, /operator a\.company\.Unheard\./);
  });

  it('is named with the line of code that made it, if the exporter recorded it', () => {
    const torch = 'File "/lib/torch/nn/modules/module.py", line 1, in _call_impl';
    const trace = `File "/home/me/net.py", line 28, in forward\n    x = unheard(x)\n${torch}`;
    const { bytes } = makeNode('Unheard', ['x']);
    const entry = new PbfWriter();
    entry.writeStringField(1, 'pkg.torch.onnx.stack_trace');
    entry.writeStringField(2, trace);
    const metadata = new PbfWriter();
    metadata.writeBytesField(9, entry.finish());
    const node = {
      ...makeNode('Unheard', ['x']),
      bytes: Buffer.concat([bytes, metadata.finish()]),
    };
    refuses(node, /operator Unheard of net\.py, line 28\./);
    refuses({ ...node, name: 'block' }, /operator Unheard of "block", net\.py, line 28\./);
  });

  it('is named with the setting in which it has none', () => {
    const dropout = { ...makeNode('Dropout', ['x', 'ratio', 'training']), name: 'drop' };
    const expected = /operator Dropout \(training_mode\) of "drop"/;
    refuses(dropout, expected, { training: [1] });
    refuses(dropout, expected);
    refuses(makeNode('OneHot', ['index', 'depth', 'x']), /operator OneHot \(values\)\./);
  });

  it('has one in another setting', () => {
    const dropout = makeNode('Dropout', ['x', 'ratio', 'training']);
    const { seed, gradients } = differentiateNode(dropout, { training: [0] });
    assert.equal(gradients.get('x'), seed.name);
  });
});
