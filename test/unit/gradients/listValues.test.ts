import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { listValues } from '../../../src/cam/gradients/listValues.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';

describe('Lists that a model computes from shapes alone', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-lists-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are known without a run of the model, from Shape and from Size', async () => {
    const file = path.join(folder, 'lists.onnx');
    const model = encodeSmallModel({
      picture: [1, 3, 4, 5],
      nodes: [
        { name: 'map', operator: 'Relu', inputs: ['picture'] },
        { name: 'shape', operator: 'Shape', inputs: ['map'], attributes: { start: 1, end: -1 } },
        { name: 'doubled', operator: 'Mul', inputs: ['shape', 'axes two'] },
        { name: 'size', operator: 'Size', inputs: ['map'] },
        { name: 'more', operator: 'Mul', inputs: ['size', 'axes two'] },
        { name: 'scores', operator: 'Reshape', inputs: ['map', 'more'] },
      ],
      constants: { 'axes two': { dims: [1], values: [2] } },
    });
    writeFileSync(file, model);
    const graph = new Graph(await readOnnxModel(file));
    const shapes = new Map([['map', { name: 'map', elementType: 1, dims: [1, 3, 4, 5] }]]);
    const found = await listValues(graph, ['doubled', 'more'], shapes);
    assert.deepEqual(
      [...(found ?? [])],
      [
        ['doubled', [6, 8]],
        ['more', [120]],
      ],
    );
    assert.equal(await listValues(graph, ['more'], new Map()), undefined);
  });
});
