import assert from 'node:assert/strict';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import { patchRegion } from '../../../../src/cam/maps/pixels/patchRegion.ts';
import { shownPart, squareAround } from '../../../../src/cam/maps/pixels/shownPart.ts';
import { scalarMap } from '../golden.ts';

/** A photo of 200×100 whose middle half is the model's input. */
const photo = { width: 200, height: 100 };
const crop = { x: 50, y: 0, width: 100, height: 100 };
const geometry: Geometry = { photo, resized: photo, crop, seen: crop };
const grid = { width: 10, height: 10 };

describe('What is shown of a patch', () => {
  it('is the square around the region, inside the photo', () => {
    const map = scalarMap(10, 10, new Float32Array(100));
    map.values[5 * 10 + 4] = 1;
    map.values[5 * 10 + 5] = 1;
    const cell = { x: 4, y: 5 };
    const region = patchRegion(map, cell, geometry, 0.5);
    assert.ok(region && region.width > region.height);
    const shown = shownPart({ map, cell, grid, geometry }, 0.5);
    assert.deepEqual([shown.width, shown.height], [region.width, region.width]);
    assert.equal(shown.x, region.x);
    assert.equal(shown.y + shown.height / 2, region.y + region.height / 2);
  });

  it('is the cell with its neighbours if no map is kept, or nothing is positive', () => {
    const expected = { x: 80, y: 40, width: 30, height: 30 };
    const patch = { cell: { x: 4, y: 5 }, grid, geometry };
    assert.deepEqual(shownPart({ ...patch, map: undefined }, 0.5), expected);
    const negative = scalarMap(10, 10, new Float32Array(100).fill(-1));
    assert.deepEqual(shownPart({ ...patch, map: negative }, 0.5), expected);
  });
});

describe('The square around a rectangle', () => {
  it('is moved into the photo, and cut if it is larger', () => {
    const square = (x: number, y: number, width: number, height: number) => {
      const found = squareAround({ x, y, width, height }, photo);
      return [found.x, found.y, found.width, found.height];
    };
    assert.deepEqual(square(50, 40, 20, 10), [50, 35, 20, 20]);
    assert.deepEqual(square(180, 0, 20, 40), [160, 0, 40, 40]);
    assert.deepEqual(square(20, 0, 150, 10), [20, 0, 150, 100]);
  });
});
