import assert from 'node:assert/strict';
import type { OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { inOrder } from '../../../src/cam/onnx/file/nodeOrder.ts';

function node(name: string, ...inputs: string[]): OnnxNode {
  return { opType: 'Op', domain: '', name, inputs, outputs: [name], bytes: new Uint8Array() };
}

const names = (nodes: OnnxNode[]) => nodes.map(({ name }) => name).join(' ');

describe('the order of nodes', () => {
  it('stays if each comes after its inputs', () => {
    const nodes = [node('b', 'image'), node('a', 'image'), node('d', 'a', 'b'), node('c', 'd')];
    assert.equal(names(inOrder(nodes)), 'b a d c');
  });

  it('is repaired if a converter has added nodes at the end', () => {
    const nodes = [node('conv', 'cast_in'), node('gemm', 'conv'), node('cast_in', 'image')];
    assert.equal(names(inOrder(nodes)), 'cast_in conv gemm');
  });

  it('of a cycle ends, with every node once', () => {
    const nodes = [node('a', 'b'), node('b', 'a'), node('c', 'c')];
    assert.equal(names(inOrder(nodes)), 'b a c');
  });

  it('is found for a hundred thousand nodes in reverse', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => node(`${i}`, `${i - 1}`));
    assert.deepEqual(inOrder(nodes.toReversed()), nodes);
  });
});
