import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { CamError } from '../../../src/cam/base/errors.ts';
import { planBackward } from '../../../src/cam/gradients/planBackward.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';

describe('A backward pass', () => {
  const file = path.join(import.meta.dirname, '../../fixtures/cli/tiny.onnx');

  async function plan(side: number, memory: number) {
    const graph = new Graph(await readOnnxModel(file));
    const [picture] = graph.model.inputs;
    const [output] = graph.model.outputs;
    const { name = '', elementType = 1, dims = [] } = picture ?? {};
    const sizes = [1, dims[1] ?? 3, dims[2] ?? side, dims[3] ?? side];
    const input = { name, elementType, dims: sizes };
    return planBackward(graph, output?.name ?? '', [name], input, memory);
  }

  it('that cannot fit into the memory is refused before it runs', async () => {
    await assert.rejects(plan(64, 100), (error: unknown) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'modelRefused');
      assert.match(error.message, /tiny\.onnx needs at least \S+ GB of memory for a gradient/);
      assert.match(error.nextAction, /occlusion/);
      return true;
    });
  });

  it('that may fit is planned, without loading the weights', async () => {
    const { part } = await plan(64, 1e9);
    assert.ok(part.nodes.length > 0);
  });
});
