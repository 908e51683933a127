import assert from 'node:assert/strict';
import type { Geometry, Rect } from '../../../../src/cam/base/geometry.ts';
import type { PlacedMap } from '../../../../src/cam/maps/pixels/differenceMap.ts';
import {
  commonArea,
  commonGrid,
  differenceMap,
} from '../../../../src/cam/maps/pixels/differenceMap.ts';
import { intersection, overlap } from '../../../../src/cam/maps/pixels/overlap.ts';
import golden from '../../../fixtures/maps/difference/golden.json' with { type: 'json' };
import { assertClose, scalarMap } from '../golden.ts';

/** Values from NumPy; made by test/fixtures/maps/difference/make.py. */
type GoldenMap = (typeof golden)[number]['a'];

describe('the difference of two maps', () => {
  it('is that of NumPy, for other crops, grids and ways to read between the cells', () => {
    for (const { a, b, common, size, difference } of golden) {
      const [width = 0, height = 0] = size;
      const result = differenceMap(placed(a), placed(b), common, { width, height });
      assert.deepEqual([result.width, result.height], size);
      assertClose(result.values, difference, 2e-5);
    }
  });

  it('is on the part of the photo that both models saw', () => {
    for (const { photo, a, b, common } of golden) {
      assertRect(commonArea(geometryOf(photo, a.area), geometryOf(photo, b.area)), common);
    }
    const left = { x: 0, y: 0, width: 10, height: 20 };
    const right = { x: 10, y: 0, width: 10, height: 20 };
    assert.equal(commonArea(geometryOf([20, 20], left), geometryOf([20, 20], right)), undefined);
  });

  it('has the cells of both maps if they are the same', () => {
    const area = { x: 3, y: 5, width: 90, height: 60 };
    const a: PlacedMap = {
      map: scalarMap(3, 2, [1, 2, 3, 4, 5, 6]),
      area,
      interpolation: 'bilinear',
    };
    const b: PlacedMap = { map: scalarMap(3, 2, [6, 5, 4, 3, 2, 1]), area, interpolation: 'cells' };
    const grid = commonGrid(a, b, area);
    assert.deepEqual(grid, { width: 3, height: 2 });
    assert.deepEqual([...differenceMap(a, b, area, grid).values], [-5, -3, -1, 1, 3, 5]);
  });

  it('takes the finer of two grids', () => {
    const area = { x: 0, y: 0, width: 140, height: 140 };
    const coarse: PlacedMap = {
      map: scalarMap(7, 7, new Float32Array(49)),
      area,
      interpolation: 'cells',
    };
    const fine: PlacedMap = {
      map: scalarMap(14, 7, new Float32Array(98)),
      area: { ...area, width: 280 },
      interpolation: 'cells',
    };
    assert.deepEqual(commonGrid(coarse, fine, area), { width: 7, height: 7 });
    assert.deepEqual(commonGrid(coarse, { ...fine, area }, area), { width: 14, height: 7 });
    const turned: PlacedMap = { ...fine, map: scalarMap(7, 14, fine.map.values), area };
    assert.deepEqual(commonGrid(coarse, turned, area), { width: 7, height: 14 });
    assert.deepEqual(commonGrid(turned, coarse, area), { width: 7, height: 14 });
  });
});

describe('the overlap of two boxes', () => {
  const box = (x: number, y: number, width: number, height: number): Rect => ({
    x,
    y,
    width,
    height,
  });

  it('is intersection over union', () => {
    assert.equal(overlap(box(0, 0, 10, 10), box(0, 0, 10, 10)), 1);
    // 5·10 shared of 100 + 100 − 50
    assert.equal(overlap(box(0, 0, 10, 10), box(5, 0, 10, 10)), 50 / 150);
    // 20 of 200 + 60 − 20
    assert.equal(overlap(box(0, 0, 20, 10), box(18, 0, 6, 10)), 20 / 240);
    assert.equal(overlap(box(0, 0, 10, 10), box(10, 0, 10, 10)), 0);
    assert.equal(overlap(box(0, 0, 0, 0), box(0, 0, 0, 0)), 0);
  });

  it('is zero if boxes only touch', () => {
    assert.equal(intersection(box(0, 0, 10, 10), box(10, 10, 5, 5)), undefined);
    assert.deepEqual(intersection(box(0, 0, 10, 10), box(8, -4, 9, 9)), box(8, 0, 2, 5));
  });
});

function placed({ area, interpolation, size, values }: GoldenMap): PlacedMap {
  const [width = 0, height = 0] = size;
  return {
    map: scalarMap(width, height, values),
    area,
    interpolation: interpolation as PlacedMap['interpolation'],
  };
}

/** A geometry whose crop covers `area` of the photo. */
function geometryOf([width = 0, height = 0]: number[], area: Rect): Geometry {
  const photo = { width, height };
  return { photo, resized: photo, crop: area, seen: area };
}

function assertRect(actual: Rect | undefined, expected: Rect): void {
  assert.ok(actual);
  for (const key of ['x', 'y', 'width', 'height'] as const) {
    assert.ok(Math.abs(actual[key] - expected[key]) < 1e-9, `${key}: ${actual[key]}`);
  }
}
