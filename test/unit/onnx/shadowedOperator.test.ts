import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { PbfWriter } from 'pbf';
import { Engine } from '../../../src/cam/engine.ts';
import { configPath, picture } from '../classifier/checkHead.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';

const wave = (length: number) => Array.from({ length }, (_, i) => Math.sin(1 + 1.7 * i));

/** ModelProto.functions (25): `domain::Relu(x) = Neg(x)`. */
function negativeRelu(domain: string): Uint8Array {
  const node = new PbfWriter();
  node.writeStringField(1, 'x');
  node.writeStringField(2, 'y');
  node.writeStringField(4, 'Neg');
  const operators = new PbfWriter();
  operators.writeStringField(1, '');
  operators.writeVarintField(2, 18);
  const fn = new PbfWriter();
  fn.writeStringField(1, 'Relu');
  fn.writeStringField(4, 'x');
  fn.writeStringField(5, 'y');
  fn.writeBytesField(7, node.finish());
  fn.writeBytesField(9, operators.finish());
  fn.writeStringField(10, domain);
  const model = new PbfWriter();
  model.writeBytesField(25, fn.finish());
  if (domain !== '') {
    const own = new PbfWriter();
    own.writeStringField(1, domain);
    own.writeVarintField(2, 1);
    model.writeBytesField(8, own.finish());
  }
  return model.finish();
}

function modelWith(domain: string | undefined): Uint8Array {
  const model = encodeSmallModel({
    picture: [1, 3, 24, 24],
    nodes: [
      { name: 'before', operator: 'Conv', inputs: ['picture', 'kernel'] },
      {
        name: 'features',
        operator: 'Relu',
        inputs: ['before'],
        ...(domain ? { domain } : {}),
      },
      { name: 'pooled', operator: 'GlobalAveragePool', inputs: ['features'] },
      { name: 'flat', operator: 'Flatten', inputs: ['pooled'] },
      { name: 'scores', operator: 'Gemm', inputs: ['flat', 'weights'] },
    ],
    constants: {
      kernel: { dims: [4, 3, 3, 3], values: wave(108) },
      weights: { dims: [4, 3], values: wave(12) },
    },
  });
  return domain === undefined ? model : Buffer.concat([model, negativeRelu(domain)]);
}

describe('a local function with the name of an operator', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-shadow-'));
  const engine = new Engine();

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function explain(name: string, domain: string | undefined) {
    const file = path.join(folder, `${name}.onnx`);
    writeFileSync(file, modelWith(domain));
    return engine.explain(file, picture, { configPath });
  }

  it('is not called where the runtime calls its own operator', async () => {
    const [plain, shadowed] = [await explain('plain', undefined), await explain('shadowed', '')];
    assert.deepEqual(shadowed.logits, plain.logits);
    assert.equal(shadowed.claim.standing, 'exact');
  });

  it('is called in a domain of its own', async () => {
    const [plain, own] = [await explain('plain', undefined), await explain('own', 'mine')];
    assert.notDeepEqual(own.logits, plain.logits);
    assert.equal(own.claim.standing, 'exact', own.claim.text);
  });
});
