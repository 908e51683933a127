import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import type { PixelSettings } from '../../../../src/cam/config/pixelWays.ts';
import { spearman } from '../../../../src/cam/evaluate/statistics/spearman.ts';
import { blurred } from '../../../../src/cam/evaluate/trust/pictures/blur.ts';
import { Inpainting } from '../../../../src/cam/evaluate/trust/pictures/inpaint.ts';
import { mapOnInput } from '../../../../src/cam/evaluate/trust/pictures/mapOnInput.ts';
import { meanColour } from '../../../../src/cam/evaluate/trust/pictures/neutralColour.ts';
import type { RealPicture } from '../../../../src/cam/evaluate/trust/pictures/realPicture.ts';
import {
  areaUnder,
  byFallingValue,
  exchanged,
  ofColour,
  stepOf,
  underMap,
} from '../../../../src/cam/evaluate/trust/pictures/removal.ts';
import { roadPictures } from '../../../../src/cam/evaluate/trust/pictures/road.ts';
import { valuesOfReals } from '../../../../src/cam/image/prepareInput.ts';
import { softmax } from '../../../../src/cam/maps/scores.ts';

/** Numbers by NumPy, SciPy and PyTorch; see `make.py` beside them. */
const expected = JSON.parse(
  readFileSync(
    path.join(import.meta.dirname, '../../../fixtures/evaluate/trust/expected.json'),
    'utf8',
  ),
);

const { width, height } = expected.size;
const picture: RealPicture = {
  ...{ width, height, channels: 3 },
  pixels: Float64Array.from(expected.picture),
};
const imageNet: PixelSettings = {
  ...{ channels: 'RGB', scale: 1 / 255 },
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

describe('pictures that a map makes of one', () => {
  it('a map at each pixel is that of PyTorch, and the order of pixels that of NumPy', () => {
    const found = mapOnPicture('bilinear');
    assertClose(found, expected.enlarged, 1e-7);
    assert.deepEqual([...byFallingValue(expected.enlarged)], expected.order);
  });

  it('a pixel has the value of its cell if the map is shown in cells', () => {
    const { cells } = expected;
    const found = mapOnPicture('cells');
    assert.equal(found[0], Math.fround(cells.values[0]));
    assert.equal(found.at(-1), Math.fround(cells.values.at(-1)));
    assert.equal(new Set(found).size, cells.values.length);
  });

  it('equal values keep the order of the rows', () => {
    assert.deepEqual([...byFallingValue([1, 3, 1, 3, 2])], [1, 3, 4, 0, 2]);
  });

  it('a blur is that of PyTorch, with the rim mirrored', () => {
    assertClose(blurred(picture).pixels, expected.blurred, 1e-6);
  });

  it('deletion and insertion of a linear model are those of NumPy', () => {
    const order = Uint32Array.from(expected.order as number[]);
    const colour = ofColour(picture, meanColour(imageNet, { scaling: undefined }).colour);
    for (const [from, to, wanted] of [
      [picture, colour, expected.deletion],
      [blurred(picture), picture, expected.insertion],
    ] as const) {
      const curve = [...exchanged(from, to, order, expected.step)].map(probability);
      assertClose(curve, wanted.curve, 1e-6);
      assert.ok(Math.abs(areaUnder(curve) - wanted.area) < 1e-6);
    }
  });

  it('224×224 pixels are exchanged in 56 steps of 896', () => {
    assert.equal(stepOf(224 * 224), 896);
  });

  it('the picture under its map is that of NumPy; a constant map keeps nothing', () => {
    const map = Float64Array.from(expected.enlarged);
    assert.ok(Math.abs(probability(underMap(picture, map)) - expected.underMap) < 1e-6);
    assert.ok(underMap(picture, map.fill(2)).pixels.every((value) => value === 0));
  });

  it('removed pixels are filled as SciPy fills them exactly, far closer than the noise that is added', () => {
    const noise = 2.55;
    const order = Uint32Array.from(expected.order as number[]);
    const found = [...roadPictures(picture, order, [30, 90], undefined)];
    for (const { removed, first, picture: filled } of found) {
      const exact: number[] = expected.road[`${first}${removed}`];
      const differences = exact.map((value, i) => Math.abs(value - (filled.pixels[i] as number)));
      assert.ok(
        Math.max(...differences) < noise,
        `${first} ${removed}: ${Math.max(...differences)}`,
      );
      assert.ok(mean(differences) < noise / 10, `${first} ${removed}: ${mean(differences)}`);
    }
  });

  it('noise on filled pixels has σ 0.01 of their range, is the same for the same seed, and is nowhere else', () => {
    const order = Uint32Array.from(expected.order as number[]);
    const of = (seed: number | undefined) => {
      const [found] = roadPictures(picture, order, [90], seed);
      return found?.picture.pixels ?? new Float64Array();
    };
    const noise = of(3).map((value, i) => value - (of(undefined)[i] as number));
    assert.deepEqual(of(3), of(3));
    const onFilled = noise.filter((value) => value !== 0);
    assert.equal(onFilled.length, 3 * Math.floor(0.9 * width * height));
    const deviation = Math.sqrt(mean([...onFilled].map((value) => value ** 2)));
    assert.ok(Math.abs(deviation / 2.55 - 1) < 0.1, `${deviation}`);
  });

  it('a picture of which nothing is left stays as it is', () => {
    const nothing = new Uint8Array(width * height).fill(1);
    assert.deepEqual(new Inpainting(picture).without(nothing), picture);
  });

  it('pixels become values as those of a photo do: BGR, scale, mean and deviation', () => {
    const settings: PixelSettings = {
      ...{ channels: 'BGR', scale: 0.5 },
      mean: [10, 20, 30],
      std: [2, 3, 4],
    };
    const input = { layout: 'NCHW', channels: 3, width, height } as const;
    const values = valuesOfReals(picture, settings, input);
    assertClose(values, expected.bgr, 1e-4);
  });

  it('pixels are deleted to the colour that normalisation makes 0, in the order of the picture; else to mid grey', () => {
    const none = { scaling: undefined };
    const caffe = meanColour(
      { channels: 'BGR', scale: 1, mean: [104, 117, 123], std: [1, 1, 1] },
      none,
    );
    assert.deepEqual(caffe.colour, [123, 117, 104]);
    const plain: PixelSettings = { channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };
    assert.deepEqual(meanColour(plain, none).colour, [127.5, 127.5, 127.5]);
    const inModel = { factors: [1, 1, 1], offsets: [-100, -110, -120] };
    assert.deepEqual(meanColour(plain, { scaling: inModel }).colour, [100, 110, 120]);
  });
});

describe('correlation of ranks', () => {
  it('is that of SciPy, also with equal values', () => {
    const { a, b, value } = expected.spearman;
    assert.ok(Math.abs(spearman(a, b) - value) < 1e-12);
  });

  it('is signed, and undefined for a constant map', () => {
    assert.equal(spearman([1, 2, 3], [3, 2, 1]), -1);
    assert.ok(Number.isNaN(spearman([1, 1, 1], [3, 2, 1])));
  });
});

function mapOnPicture(interpolation: 'bilinear' | 'cells'): Float64Array {
  const { cells } = expected;
  const size = { width, height };
  const whole = { x: 0, y: 0, width, height };
  const geometry: Geometry = { photo: size, resized: size, crop: whole, seen: whole };
  const map = { ...cells, values: Float32Array.from(cells.values) };
  return mapOnInput(map, { geometry, interpolation }, geometry);
}

/** Of the class of a linear model that is the first one for the picture. */
function probability({ pixels }: RealPicture): number {
  const logits = (expected.weights as number[][]).map((row) =>
    row.reduce((sum, weight, i) => sum + (weight * (pixels[i] as number)) / 255, 0),
  );
  return softmax(logits)[expected.top] as number;
}

function assertClose(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of wanted.entries()) {
    assert.ok(Math.abs((found[i] as number) - value) <= tolerance, `${i}: ${found[i]} ${value}`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
