import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSession } from '../../../src/cam/runtime/session.ts';

const model = path.resolve('test/fixtures/matrix/conv1x1_relu_gap.float16-torch.onnx');

/** 1 as a half-precision number. */
const ONE = 0x3c00;

describe('a session of half precision', () => {
  it('takes and gives bits, also where Node has an array of its own for them', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Float16Array');
    const session = await createSession(readFileSync(model), model, { optimization: 'all' });
    const dims = [1, 3, 24, 24];
    const image = { type: 'float16', dims, data: new Uint16Array(3 * 24 * 24).fill(ONE) };
    const logits = (await session.run({ image }, ['logits'])).get('logits');
    await session.release();
    assert.equal(logits?.type, 'float16');
    assert.ok(logits.data instanceof Uint16Array);
    assert.ok(logits.data.length > 1 && logits.data.some((bits) => bits !== 0));
    assert.deepEqual(Object.getOwnPropertyDescriptor(globalThis, 'Float16Array'), before);
  });
});
