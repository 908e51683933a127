import assert from 'node:assert/strict';
import {
  batchFeeds,
  encodeValues,
  pictureFeeds,
} from '../../../src/cam/classifier/probe/pictureFeeds.ts';
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

describe('Pictures that a model is fed', () => {
  const input = {
    name: 'x',
    elementType: TensorElementType.float,
    layout: 'NCHW',
    channels: 1,
    width: 2,
    height: 1,
    batch: undefined,
  } as const;
  const pictureOf = (...values: number[]) => ({
    width: 2,
    height: 1,
    values: Float32Array.from(values),
  });
  const one = pictureOf(1, 2);
  const two = pictureOf(3, 4);

  it('are as many rows as pictures, or as the model takes: the last one again', () => {
    const fed = (batch: number | undefined, ...pictures: (typeof one)[]) => {
      const { x } = batchFeeds({ ...input, batch }, pictures);
      return [x?.dims, [...(x?.data ?? [])]];
    };
    assert.deepEqual(fed(undefined, one), [
      [1, 1, 1, 2],
      [1, 2],
    ]);
    assert.deepEqual(fed(undefined, one, two), [
      [2, 1, 1, 2],
      [1, 2, 3, 4],
    ]);
    assert.deepEqual(fed(4, one, two), [
      [4, 1, 1, 2],
      [1, 2, 3, 4, 3, 4, 3, 4],
    ]);
    assert.deepEqual(fed(2, one), [
      [2, 1, 1, 2],
      [1, 2, 1, 2],
    ]);
    assert.throws(() => fed(undefined), /a batch has a picture/);
  });

  it('are not copied alone, and else into the array that is given', () => {
    assert.equal(pictureFeeds(input, one).x?.data, one.values);
    const lengths: number[] = [];
    const used = new Float32Array(4).fill(9);
    const reuse = (length: number) => {
      lengths.push(length);
      return used;
    };
    assert.equal(batchFeeds(input, [one], reuse).x?.data, one.values);
    assert.equal(batchFeeds(input, [two, one], reuse).x?.data, used);
    assert.deepEqual([lengths, [...used]], [[4], [3, 4, 1, 2]]);
  });
});
