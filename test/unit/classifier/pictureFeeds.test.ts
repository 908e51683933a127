import assert from 'node:assert/strict';
import { encodeValues } from '../../../src/cam/classifier/probe/pictureFeeds.ts';
import { TensorElementType } from '../../../src/cam/onnx/file/model.ts';

describe('Numbers that a model is fed', () => {
  const values = Float32Array.of(-200, -128.4, -1.6, 0.4, 126.7, 127.6, 255.4, 300);

  it('are rounded and held within 8 bits where it takes these', () => {
    const signed = encodeValues(values, TensorElementType.int8);
    assert.deepEqual([...signed.data], [-128, -128, -2, 0, 127, 127, 127, 127]);
    const unsigned = encodeValues(values, TensorElementType.uint8);
    assert.deepEqual([...unsigned.data], [0, 0, 0, 0, 127, 128, 255, 255]);
  });

  it('are rounded to whole numbers of 32 bits', () => {
    const { type, data } = encodeValues(values, TensorElementType.int32);
    assert.deepEqual([type, ...data], ['int32', -200, -128, -2, 0, 127, 128, 255, 300]);
  });

  it('are as they are in single and double precision', () => {
    for (const type of [TensorElementType.float, TensorElementType.double]) {
      assert.deepEqual([...encodeValues(values, type).data], [...values]);
    }
  });
});
