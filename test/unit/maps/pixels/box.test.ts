import assert from 'node:assert/strict';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import {
  boxInPhoto,
  largestComponentBox,
  mapArea,
  mapRectToPhoto,
} from '../../../../src/cam/maps/pixels/box.ts';
import { goldenMaps, scalarMap } from '../golden.ts';

/** 500×400 photo, shorter side to 256, centre crop 224. */
const cropped: Geometry = {
  photo: { width: 500, height: 400 },
  resized: { width: 320, height: 256 },
  crop: { x: 48, y: 16, width: 224, height: 224 },
  seen: { x: 75, y: 25, width: 350, height: 350 },
};

/** 100×50 photo, stretched to 64×64. */
const stretched: Geometry = {
  photo: { width: 100, height: 50 },
  resized: { width: 64, height: 64 },
  crop: { x: 0, y: 0, width: 64, height: 64 },
  seen: { x: 0, y: 0, width: 100, height: 50 },
};

/** 80×40 photo, not resized, padded with zeros to 80×80. */
const padded: Geometry = {
  photo: { width: 80, height: 40 },
  resized: { width: 80, height: 40 },
  crop: { x: 0, y: -20, width: 80, height: 80 },
  seen: { x: 0, y: 0, width: 80, height: 40 },
};

describe('boxes', () => {
  goldenMaps.boxes.forEach(({ width, height, values, threshold, box }, index) => {
    it(`bound the largest component, case ${index}: ${width}×${height} at ${threshold}`, () => {
      const found = largestComponentBox(scalarMap(width, height, values), threshold);
      assert.ok(found);
      assert.deepEqual([found.x, found.y, found.width, found.height], box);
    });
  });

  it('follow diagonal neighbours', () => {
    const map = scalarMap(4, 3, [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0]);
    assert.deepEqual(largestComponentBox(map, 0.2), { x: 0, y: 0, width: 4, height: 3 });
  });

  it('do not join across the end of a row', () => {
    const map = scalarMap(3, 2, [0, 0, 1, 1, 0, 0]);
    assert.deepEqual(largestComponentBox(map, 0.2), { x: 2, y: 0, width: 1, height: 1 });
  });

  it('hold values exactly at the threshold', () => {
    const map = scalarMap(3, 1, [0.5, 1, 0.4999]);
    assert.deepEqual(largestComponentBox(map, 0.5), { x: 0, y: 0, width: 2, height: 1 });
  });

  it('are cut at a part of the maximum, however small that is', () => {
    const map = scalarMap(4, 1, [0.001, 0.0005, 0.00045, 0.0001]);
    assert.deepEqual(largestComponentBox(map, 0.4), { x: 0, y: 0, width: 3, height: 1 });
  });

  it('are none where no value is positive', () => {
    assert.equal(largestComponentBox(scalarMap(2, 2, [-3, -2, -1, 0]), 0.2), undefined);
    assert.equal(boxInPhoto(scalarMap(2, 2, [-3, -2, -1, 0]), cropped), undefined);
  });

  it('come back through crop and resize', () => {
    assert.deepEqual(mapArea(cropped), cropped.seen);
    assert.deepEqual(
      mapRectToPhoto({ x: 1, y: 2, width: 3, height: 1 }, { width: 7, height: 7 }, cropped),
      { x: 125, y: 125, width: 150, height: 50 },
    );
  });

  it('come back through a stretch', () => {
    assert.deepEqual(
      mapRectToPhoto({ x: 1, y: 1, width: 1, height: 2 }, { width: 4, height: 4 }, stretched),
      { x: 25, y: 12.5, width: 25, height: 25 },
    );
  });

  it('are clipped to the photo if the crop is padded', () => {
    assert.deepEqual(mapArea(padded), { x: 0, y: -20, width: 80, height: 80 });
    assert.deepEqual(
      mapRectToPhoto({ x: 0, y: 0, width: 2, height: 2 }, { width: 4, height: 4 }, padded),
      { x: 0, y: 0, width: 40, height: 20 },
    );
  });

  it('are none if only the padding is high', () => {
    const map = scalarMap(4, 4, [1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]);
    assert.equal(boxInPhoto(map, padded, 0.9), undefined);
    const turned = [1, -1, -1, -1, 1, -1, -1, -1, 1, -1, -1, -1, 1, -1, -1, -1];
    const photo = { width: 40, height: 80 };
    const seen = { x: 0, y: 0, ...photo };
    const beside = { photo, resized: photo, crop: { x: -20, y: 0, width: 80, height: 80 }, seen };
    assert.equal(boxInPhoto(scalarMap(4, 4, turned), beside, 0.9), undefined);
  });

  it('of a class are drawn on the map enlarged to the model input', () => {
    const map = scalarMap(2, 1, [1, 0]);
    // Enlarged to 64 columns the value falls from 1 at column 15.5 to 0 at 47.5: ½ is at 31.5.
    assert.deepEqual(boxInPhoto(map, stretched, 0.5), { x: 0, y: 0, width: 50, height: 50 });
  });
});
