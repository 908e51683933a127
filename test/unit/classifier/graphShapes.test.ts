import assert from 'node:assert/strict';
import { inferShapes } from '../../../src/cam/classifier/input/graphShapes.ts';
import { findImageInput } from '../../../src/cam/classifier/input/imageInput.ts';
import { concreteInput } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { smallFiles } from './smallFiles.ts';

/** Numbers of `TensorProto.DataType`. */
const FLOAT = 1;
const BOOL = 9;

describe('Shapes of tensors', () => {
  const graphOf = smallFiles();

  it('are those of the input and of a convolution behind steps that keep them', async () => {
    const nodes = [
      { name: 'before', operator: 'Neg', inputs: ['picture'] },
      { name: 'features', operator: 'Conv', inputs: ['before', 'kernel'] },
      { name: 'relu', operator: 'Relu', inputs: ['features'] },
      { name: 'same', operator: 'Identity', inputs: ['relu'] },
      { name: 'nan', operator: 'IsNaN', inputs: ['same'] },
      { name: 'copy', operator: 'Identity', inputs: ['nan'] },
      { name: 'mean', operator: 'GlobalAveragePool', inputs: ['same'] },
      { name: 'scores', operator: 'Tanh', inputs: ['mean'] },
    ];
    const kernel = { dims: [5, 3, 3, 3], values: Array<number>(135).fill(0.1) };
    const graph = await graphOf({ picture: [1, 3, 20, 30], nodes, constants: { kernel } });
    const names = nodes.map(({ name }) => name);
    const shapes = await inferShapes(graph, names, concreteInput(await findImageInput(graph)));
    assert.deepEqual(
      [...shapes.values()].map(({ name, dims, elementType }) => [name, dims, elementType]),
      [
        ['before', [1, 3, 20, 30], FLOAT],
        ['features', [1, 5, 18, 28], FLOAT],
        ['relu', [1, 5, 18, 28], FLOAT],
        ['same', [1, 5, 18, 28], FLOAT],
        ['nan', [1, 5, 18, 28], BOOL],
        ['copy', [1, 5, 18, 28], BOOL],
        ['mean', [1, 5, 1, 1], FLOAT],
        ['scores', [1, 5, 1, 1], FLOAT],
      ],
    );
  });
});
