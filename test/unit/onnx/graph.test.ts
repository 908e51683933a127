import assert from 'node:assert/strict';
import path from 'node:path';
import { findImageInput } from '../../../src/cam/classifier/input/imageInput.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import type { OnnxModel, OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';

function node(name: string, ...inputs: string[]): OnnxNode {
  return { opType: 'Relu', domain: '', name, inputs, outputs: [name], bytes: new Uint8Array() };
}

describe('the graph of a model', () => {
  let model: OnnxModel;

  before(async () => {
    model = await readOnnxModel(path.resolve('test/fixtures/cli/tiny.onnx'));
  });

  const graphOf = (...nodes: OnnxNode[]) => new Graph({ ...model, nodes });

  it('is cut where a single tensor carries the picture', () => {
    const graph = graphOf(
      node('a', 'image'),
      node('b', 'a'),
      node('sum', 'b', 'a'),
      node('end', 'sum'),
    );
    assert.deepEqual(graph.cutPoints('image', 'end'), ['end', 'sum', 'a']);
  });

  it('knows what depends on values, not on a shape alone', () => {
    const shape = { ...node('shape', 'a'), opType: 'Shape' };
    const graph = graphOf(node('a', 'image'), shape, node('size', 'shape'), node('b', 'a'));
    assert.deepEqual([...graph.dependents('image')], ['image', 'a', 'b']);
    assert.deepEqual(graph.tensorsToShape('image'), ['logits', 'a']);
  });

  it('keeps its results if only shapes become known, not if nodes change', () => {
    const graph = graphOf(node('a', 'image'), node('end', 'a'));
    const found = graph.cutPoints('image', 'end');
    assert.equal(graph.withShapes([{ name: 'a', dims: [1] }]).cutPoints('image', 'end'), found);
    const other = graph.rewritten({ ...model, nodes: [node('end', 'image')] });
    assert.deepEqual(other.cutPoints('image', 'end'), ['end']);
    assert.equal(other.producerOf('a'), undefined);
  });

  it('is given the shapes of which all sizes are known', () => {
    const tensor = (name: string, ...dims: number[]) => ({ name, dims });
    const tensors = [tensor('a', 1, 3), tensor('b'), tensor('c', 1, 0), tensor('d', 0, 1)];
    assert.deepEqual([...graphOf().withShapes(tensors).askedShapes], [['a', [1, 3]]]);
  });

  it('tells where weights lie only when their files were checked', () => {
    const external = {
      location: 'w',
      offset: 0,
      length: 4,
      name: 'w',
      elementType: 1,
      elements: 1,
    };
    assert.deepEqual(graphOf().sessionNeeds, {});
    const graph = new Graph({ ...model, externalTensors: [external] });
    assert.throws(() => graph.sessionNeeds, /not checked/);
  });

  it('of a damaged file with a cycle is walked once', () => {
    const graph = graphOf(node('a', 'b'), node('b', 'a'));
    const way = [...graph.wayBack('a', ({ inputs }) => inputs[0])].map(({ name }) => name);
    assert.deepEqual(way, ['a', 'b']);
  });

  it('with a cycle before its convolution, and every axis free, has no picture to tell', async () => {
    const free = {
      name: 'image',
      elementType: 1,
      dims: [undefined, undefined, undefined, undefined],
    };
    const nodes = [
      node('a', 'b', 'image'),
      node('b', 'a'),
      { ...node('conv', 'a', 'w'), opType: 'Conv' },
    ];
    const graph = new Graph({ ...model, inputs: [free], nodes });
    await assert.rejects(findImageInput(graph), { code: 'notAnImageModel' });
  });
});
