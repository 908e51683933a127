import assert from 'node:assert/strict';
import { encodeNpy } from '../../../../src/cam/maps/files/npy.ts';
import { goldenMaps } from '../golden.ts';

describe('npy', () => {
  for (const { shape, values, file } of goldenMaps.npy) {
    it(`writes shape (${shape}) byte for byte as numpy.save`, () => {
      const bytes = encodeNpy(shape, Float32Array.from(values));
      assert.equal(Buffer.from(bytes).toString('hex'), file);
    });
  }

  it('refuses a shape that does not hold the values', () => {
    assert.throws(() => encodeNpy([2, 2], new Float32Array(5)), /shape \(2, 2\)/);
  });
});
