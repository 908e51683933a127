import assert from 'node:assert/strict';
import path from 'node:path';
import { inferShapes } from '../../../src/cam/classifier/input/graphShapes.ts';
import { findImageInput } from '../../../src/cam/classifier/input/imageInput.ts';
import { concreteInput } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { cutModel } from '../../../src/cam/onnx/write/cut.ts';
import { exposeAsFloat } from '../../../src/cam/onnx/write/encode.ts';

/** Tokens become a map again, in the shape that the map had before. */
const file = path.resolve('test/fixtures/variants/returned_tokens.onnx');
const from = {
  name: '/Transpose_1_output_0',
  elementType: TensorElementType.float,
  dims: [1, 8, 36],
};
const to = [exposeAsFloat('/Reshape_1_output_0', TensorElementType.float)];

describe('a part of a model', () => {
  it('computes nothing before it for a known shape', async () => {
    const graph = new Graph(await readOnnxModel(file));
    const input = concreteInput(await findImageInput(graph));
    const shapes = await inferShapes(graph, graph.tensorsToShape(input.name), input);
    const known = graph.withShapes(shapes.values());
    assert.deepEqual(known.askedShapes.get('/trunk/trunk.3/Relu_output_0'), [1, 8, 6, 6]);
    const part = await cutModel(known, from, to);
    assert.deepEqual(part.shapeInputs, []);
    assert.ok(!weightsOf(part.initializers).includes('trunk.0.weight'));
  });

  it('computes it if it is unknown', async () => {
    const part = await cutModel(new Graph(await readOnnxModel(file)), from, to);
    assert.deepEqual(
      part.shapeInputs.map(({ name }) => name),
      ['image'],
    );
    assert.ok(weightsOf(part.initializers).includes('trunk.0.weight'));
  });
});

function weightsOf(initializers: { name: string }[]): string[] {
  return initializers.map(({ name }) => name);
}
