import assert from 'node:assert/strict';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import { patchRegion, receptiveFieldRegion } from '../../../../src/cam/maps/pixels/patchRegion.ts';
import golden from '../../../fixtures/maps/region/golden.json' with { type: 'json' };
import { assertClose, scalarMap } from '../golden.ts';

/** 100×80 pixels that the model sees as they are. */
const PLAIN: Geometry = {
  photo: { width: 100, height: 80 },
  resized: { width: 100, height: 80 },
  crop: { x: 0, y: 0, width: 100, height: 80 },
  seen: { x: 0, y: 0, width: 100, height: 80 },
};

describe('The region of a photo where a channel is high', () => {
  it('is that of PyTorch and NumPy (made by test/fixtures/maps/region/make.py)', () => {
    for (const { grid, values, cell, threshold, margin, region, ...sizes } of golden) {
      const [width = 0, height = 0] = grid;
      const map = scalarMap(width, height, values);
      const found = patchRegion(map, cell, geometryOf(sizes), threshold, margin);
      assert.ok(found);
      assertClose([found.x, found.y, found.width, found.height], region, 1e-9);
    }
  });

  it('is the part that holds the maximum, not the largest part', () => {
    const map = scalarMap(5, 1, [4, 0, 3, 3, 3]);
    const found = patchRegion(map, { x: 0, y: 0 }, PLAIN, 0.5, 0);
    assert.ok(found && found.x === 0 && found.width < 30);
    assert.equal(found.height, 80);
  });

  it('is the part of the requested one of two equal maxima', () => {
    const map = scalarMap(5, 1, [6, 0, 0, 0, 6]);
    const left = patchRegion(map, { x: 0, y: 0 }, PLAIN, 0.5, 0);
    const right = patchRegion(map, { x: 4, y: 0 }, PLAIN, 0.5, 0);
    assert.equal(left?.x, 0);
    assert.equal((right?.x ?? 0) + (right?.width ?? 0), 100);
    assert.equal(left?.width, right?.width);
  });

  it('is found at the last pixel where a cell has one or two', () => {
    // Three pixels of two cells are 0, a half and 1; of rows as of columns.
    const three = { width: 3, height: 3 };
    const plain = { photo: three, resized: three, crop: { x: 0, y: 0, ...three } };
    const of = (width: number, height: number) =>
      patchRegion(
        scalarMap(width, height, [0, 1]),
        { x: width - 1, y: height - 1 },
        { ...plain, seen: plain.crop },
        0.8,
        0,
      );
    assert.deepEqual(of(2, 1), { x: 2, y: 0, width: 1, height: 3 });
    assert.deepEqual(of(1, 2), { x: 0, y: 2, width: 3, height: 1 });
  });

  it('is the first of two parts that are equally high in the cell', () => {
    const map = scalarMap(3, 1, [10, 0.125, 10]);
    const twelve = { width: 12, height: 1 };
    const plain = { photo: twelve, resized: twelve, crop: { x: 0, y: 0, ...twelve } };
    const found = patchRegion(map, { x: 1, y: 0 }, { ...plain, seen: plain.crop }, 0.5, 0);
    assert.deepEqual(found, { x: 0, y: 0, width: 5, height: 1 });
  });

  it('does not exist if nothing is positive, or only in the padding', () => {
    const cell = { x: 0, y: 0 };
    assert.equal(patchRegion(scalarMap(2, 2, [0, 0, 0, 0]), cell, PLAIN), undefined);
    assert.equal(patchRegion(scalarMap(2, 2, [-1, -2, -2, -2]), cell, PLAIN), undefined);
    const padded = { ...PLAIN, crop: { x: -300, y: 0, width: 400, height: 80 } };
    assert.equal(patchRegion(scalarMap(4, 1, [1, 0, 0, 0]), cell, padded), undefined);
    const above = { ...PLAIN, crop: { x: 0, y: -240, width: 100, height: 320 } };
    assert.equal(patchRegion(scalarMap(1, 4, [1, 0, 0, 0]), cell, above), undefined);
  });
});

describe('The receptive field of a cell', () => {
  /** Of one convolution 5×3 with stride 10×20 that starts 2 and 1 pixels before the picture. */
  const field = {
    ...{ width: 5, height: 3, strideX: 10, strideY: 20 },
    ...{ centreX: 0, centreY: 0 },
  };

  it('lies around the centre of its pixel', () => {
    const { rect, coversImage } = receptiveFieldRegion({ x: 2, y: 1 }, field, PLAIN);
    assert.deepEqual(rect, { x: 18, y: 19, width: 5, height: 3 });
    assert.equal(coversImage, false);
  });

  it('is clipped to the photo', () => {
    const { rect } = receptiveFieldRegion({ x: 0, y: 0 }, field, PLAIN);
    assert.deepEqual(rect, { x: 0, y: 0, width: 3, height: 2 });
  });

  it('is brought back through crop and resizing', () => {
    const geometry = geometryOf({
      photo: [200, 160],
      resized: [100, 80],
      crop: [10, 8, 64, 64],
    });
    const { rect } = receptiveFieldRegion({ x: 2, y: 1 }, field, geometry);
    assert.deepEqual(rect, { x: 56, y: 54, width: 10, height: 6 });
  });

  it('says if it covers all of the input', () => {
    const large = { ...field, width: 161, height: 121, centreX: 40, centreY: 30 };
    assert.equal(receptiveFieldRegion({ x: 1, y: 0 }, large, PLAIN).coversImage, true);
    assert.equal(receptiveFieldRegion({ x: 9, y: 0 }, large, PLAIN).coversImage, false);
    const { rect } = receptiveFieldRegion({ x: 1, y: 0 }, large, PLAIN);
    assert.deepEqual(rect, { x: 0, y: 0, width: 100, height: 80 });
  });

  it('covers the input where it is just as large and begins in its corner', () => {
    const size = { ...field, width: 100, height: 80, strideX: 1, strideY: 1 };
    // The middle of 100 pixels lies between the 49th and the 50th.
    const covers = (x: number, y: number) =>
      receptiveFieldRegion({ x, y }, { ...size, centreX: 49.5, centreY: 39.5 }, PLAIN).coversImage;
    assert.equal(covers(0, 0), true);
    assert.deepEqual(
      [covers(1, 0), covers(-1, 0), covers(0, 1), covers(0, -1)],
      Array(4).fill(false),
    );
  });
});

function geometryOf({ photo, resized, crop }: Record<'photo' | 'resized' | 'crop', number[]>) {
  const size = ([width = 0, height = 0]: number[]) => ({ width, height });
  const [x = 0, y = 0, width = 0, height = 0] = crop;
  const rect = { x, y, width, height };
  return { photo: size(photo), resized: size(resized), crop: rect, seen: rect };
}
