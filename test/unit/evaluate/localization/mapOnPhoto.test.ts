import assert from 'node:assert/strict';
import { mapOnPhoto } from '../../../../src/cam/evaluate/localization/mapOnPhoto.ts';
import { assertClose } from '../../assertClose.ts';
import { wholePhoto } from '../support/wholePhoto.ts';
import { expected } from './expected.ts';

describe('a map laid over the whole photo', () => {
  const { width, height, values, cases } = expected.cubic;
  const map = { width, height, values: Float32Array.from(values) };

  it('is enlarged as by OpenCV, also to a smaller size', () => {
    const photo = wholePhoto({ width: 640, height: 480 });
    for (const one of cases) {
      const found = mapOnPhoto(map, photo, one, true);
      assertClose(found.values, one.values, 3e-6, `${one.width}×${one.height}`);
      assert.deepEqual(found.inside, { x: 0, y: 0, width: one.width, height: one.height });
    }
  });

  it('lies where the model looked, and has its lowest value elsewhere', () => {
    // The model sees the middle half of a wide photo: there the map is as if stretched over it alone.
    const photo = { width: 320, height: 120 };
    const crop = { x: 80, y: 0, width: 160, height: 120 };
    const geometry = { photo, resized: photo, crop, seen: crop };
    const small = cases.find((one: { width: number }) => one.width === 16);
    const found = mapOnPhoto(map, geometry, { width: 32, height: 12 }, true);
    assert.deepEqual(found.inside, { x: 8, y: 0, width: 16, height: 12 });
    const low = Math.min(...map.values);
    for (let y = 0; y < 12; y++) {
      const row = found.values.subarray(32 * y, 32 * y + 32);
      assertClose(row.subarray(8, 24), small.values.slice(16 * y, 16 * y + 16), 1e-6, `row ${y}`);
      assert.deepEqual(new Set([...row.subarray(0, 8), ...row.subarray(24)]), new Set([low]));
    }
  });

  it('is stretched over the photo without the geometry', () => {
    const photo = { width: 320, height: 120 };
    const crop = { x: 80, y: 0, width: 160, height: 120 };
    const geometry = { photo, resized: photo, crop, seen: crop, mapped: { ...crop, x: 90 } };
    const small = cases.find((one: { width: number }) => one.width === 16);
    const found = mapOnPhoto(map, geometry, { width: 16, height: 12 }, false);
    assertClose(found.values, small.values, 1e-6, 'stretched');
  });

  it('has nothing inside where the model saw only padding', () => {
    const photo = { width: 100, height: 100 };
    const mapped = { x: 200, y: 0, width: 50, height: 100 };
    const geometry = { ...wholePhoto(photo), mapped };
    const found = mapOnPhoto(map, geometry, { width: 8, height: 8 }, true);
    assert.equal(found.inside.width, 0);
    assert.deepEqual(new Set(found.values), new Set([Math.min(...map.values)]));
  });
});
