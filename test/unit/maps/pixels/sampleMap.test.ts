import assert from 'node:assert/strict';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import { sampleMap } from '../../../../src/cam/maps/pixels/sampleMap.ts';
import { assertClose, goldenMaps, scalarMap } from '../golden.ts';

describe('A map under a part of the photo', () => {
  for (const { width, height, toWidth, toHeight, source, bilinear } of goldenMaps.resize) {
    const map = scalarMap(width, height, source);
    const size = { width: toWidth, height: toHeight };
    const whole = { x: 0, y: 0, ...size };
    const geometry: Geometry = { photo: size, resized: size, crop: whole, seen: whole };

    it(`is PyTorch's bilinear resize where the part is the whole, ${width}×${height} to ${toWidth}×${toHeight}`, () => {
      assertClose(sampleMap(map, geometry, whole, size), bilinear, 3e-6);
    });

    it(`is a part of that where it is a part, ${width}×${height}`, () => {
      const part = { x: 2, y: 1, width: 3, height: 2 };
      const expected = [1, 2].flatMap((y) =>
        [2, 3, 4].map((x) => bilinear[y * toWidth + x] ?? Number.NaN),
      );
      assertClose(sampleMap(map, geometry, part, { width: 3, height: 2 }), expected, 3e-6);
    });
  }

  it('is unknown outside the crop', () => {
    const photo = { width: 8, height: 4 };
    const crop = { x: 2, y: 0, width: 4, height: 4 };
    const map = scalarMap(1, 1, [5]);
    const geometry = { photo, resized: photo, crop, seen: crop };
    const row = sampleMap(
      map,
      geometry,
      { x: 0, y: 0, width: 8, height: 1 },
      { width: 8, height: 1 },
    );
    assert.deepEqual([...row], [Number.NaN, Number.NaN, 5, 5, 5, 5, Number.NaN, Number.NaN]);
    // Centres exactly on the edges of the crop.
    const part = { x: 0, y: 0, width: 8, height: 4 };
    const edges = sampleMap(map, geometry, part, { width: 2, height: 1 });
    assert.deepEqual([...edges], [5, 5]);
  });
});
