import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { decodeMessage, encodeMessage, messagesOf, textOf } from '../../support/protobufTree.ts';

describe('layers of a model with impossible attributes', () => {
  const engine = new Engine();
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-axis-'));
  });

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const axis of [1000n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    it(`Concat along the axis ${axis}: its layers are those that can be told`, async () => {
      const source = 'test/fixtures/models/mean_max_concat.torchscript-20.onnx';
      const model = decodeMessage(readFileSync(source), 'Model');
      const [graph] = messagesOf(model, 7);
      const concat = graph && messagesOf(graph, 1).find((node) => textOf(node, 4) === 'Concat');
      const attribute = concat && messagesOf(concat, 5).find((one) => textOf(one, 1) === 'axis');
      const field = attribute?.fields.find(({ number }) => number === 3);
      assert.ok(field);
      field.value = axis;
      const file = path.join(folder, 'axis.onnx');
      writeFileSync(file, encodeMessage(model));
      const { layers } = await engine.readFacts(file);
      const whole = await engine.readFacts(path.resolve(source));
      assert.deepEqual(
        layers.map(({ tensor }) => tensor),
        whole.layers.map(({ tensor }) => tensor),
      );
    });
  }
});
