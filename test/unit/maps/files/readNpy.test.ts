import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../../src/cam/maps/files/npy.ts';
import { decodeNpyMap, NotAMap } from '../../../../src/cam/maps/files/readNpy.ts';
import { assertClose } from '../../assertClose.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/evaluate/localization');
const { npy } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8'));

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

describe('maps read from .npy files', () => {
  for (const name of Object.keys(npy.files)) {
    it(`of NumPy: ${name}`, () => {
      const { bytes, values } = npy.files[name];
      const map = decodeNpyMap(bytesOf(bytes));
      assert.deepEqual([map.width, map.height], [4, 3]);
      assertClose(map.values, values, 1e-7, name);
    });
  }

  it('are what was written', () => {
    const values = Float32Array.of(1, -2, 3.5, 0, Number.NaN, 6);
    assert.deepEqual(decodeNpyMap(encodeNpy([2, 3], values)), { width: 3, height: 2, values });
  });

  const refused: [string, RegExp][] = [
    ['integers', /no floating-point numbers/],
    ['threeAxes', /two axes/],
    ['oneAxis', /two axes/],
    ['empty', /does not fit its header/],
  ];
  for (const [name, reason] of refused) {
    it(`are refused: ${name}`, () => {
      assert.throws(() => decodeNpyMap(bytesOf(npy.bad[name])), reason);
    });
  }

  it('are refused if the file is cut at any byte, or is longer', () => {
    const bytes = bytesOf(npy.files.float32.bytes);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => decodeNpyMap(bytes.subarray(0, length)), NotAMap, `${length} bytes`);
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    assert.throws(() => decodeNpyMap(longer), NotAMap);
  });
});
