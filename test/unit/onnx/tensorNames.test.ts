import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { configPath, picture } from '../classifier/checkHead.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';

const wave = (length: number) => Array.from({ length }, (_, i) => Math.sin(1 + 1.7 * i));

function modelNamed(features: string, scores = 'scores'): Uint8Array {
  return encodeSmallModel({
    output: scores,
    picture: [1, 3, 24, 24],
    nodes: [
      { name: 'before', operator: 'Conv', inputs: ['picture', 'kernel'] },
      { name: features, operator: 'Relu', inputs: ['before'] },
      { name: 'pooled', operator: 'GlobalAveragePool', inputs: [features] },
      { name: 'flat', operator: 'Flatten', inputs: ['pooled'] },
      { name: scores, operator: 'Gemm', inputs: ['flat', 'weights'] },
    ],
    constants: {
      kernel: { dims: [4, 3, 3, 3], values: wave(108) },
      weights: { dims: [4, 3], values: wave(12) },
    },
  });
}

describe('the name of a tensor', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-names-'));
  const engine = new Engine();

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused with the reason where an output is named __proto__', async () => {
    const file = path.join(folder, 'output.onnx');
    writeFileSync(file, modelNamed('features', '__proto__'));
    await assert.rejects(
      engine.explain(file, picture, { configPath }),
      (error) => CamError.is(error) && /an output is named __proto__\.$/.test(error.message),
    );
  });

  for (const name of ['__proto__', 'constructor', 'toString', 'a/b:0', '🙂']) {
    it(`may be ${name}`, async () => {
      const explained = async (file: string, features: string) => {
        writeFileSync(file, modelNamed(features));
        return engine.explain(file, picture, { configPath });
      };
      const plain = await explained(path.join(folder, 'plain.onnx'), 'features');
      const named = await explained(path.join(folder, 'named.onnx'), name);
      assert.deepEqual(named.logits, plain.logits);
      assert.deepEqual(named.featureMap, plain.featureMap);
      assert.equal(named.claim.standing, 'exact');
    });
  }
});
