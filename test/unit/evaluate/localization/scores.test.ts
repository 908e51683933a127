import assert from 'node:assert/strict';
import { authorsBoxes } from '../../../../src/cam/evaluate/localization/authorsBoxes.ts';
import { BoxAccuracy, levelOf } from '../../../../src/cam/evaluate/localization/boxAccuracy.ts';
import { energyIn, pointingHit } from '../../../../src/cam/evaluate/localization/evidence.ts';
import { localizationError } from '../../../../src/cam/evaluate/localization/guesses.ts';
import { normalised } from '../../../../src/cam/evaluate/localization/levels.ts';
import { regionsOf } from '../../../../src/cam/evaluate/localization/pictureRegions.ts';
import { PixelPrecision } from '../../../../src/cam/evaluate/localization/pixelPrecision.ts';
import { assertClose } from '../../assertClose.ts';
import { expected, onGrid } from './expected.ts';

const SIDE = 224;

function ellipse(cx: number, cy: number, rx: number, ry: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
    return Number(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1);
  });
}

function count(cells: Uint8Array | undefined): number {
  return cells?.reduce((sum, cell) => sum + cell, 0) ?? 0;
}

describe('PxAP', () => {
  it('is that of NumPy over pooled pixels, without ignored ones', () => {
    const score = new PixelPrecision();
    assert.equal(score.score(), undefined);
    const weights = new Uint8Array(200).fill(1);
    for (const [i, values] of expected.pixelPrecision.maps.entries()) {
      const object = ellipse(80 + 20 * i, 100, 50, 70);
      const ignored = ellipse(150, 150, 40, 30).map((is, j) => (object[j] ? 0 : is));
      score.add(normalised(onGrid(values).values), { object, ignored }, weights);
    }
    const found = score.score();
    assertClose([found?.value ?? 0], [expected.pixelPrecision.value], 1e-6, 'PxAP');
    // Every resample has each picture once.
    assert.deepEqual([found?.low, found?.high], [found?.value, found?.value]);
  });
});

describe('pointing game and energy', () => {
  const { photo, box, values, nearMask, nearBox, inBox, hitsMask, hitsBox, energy } =
    expected.evidence;
  const rect = { x: box[0], y: box[1], width: box[2], height: box[3] };
  const object = ellipse(90, 120, 30, 50);
  const mask = () => ({ object, ignored: new Uint8Array(object.length) });
  const map = onGrid(values, photo);

  it('a point hits up to 15 photo pixels from the mask', () => {
    const regions = regionsOf({ boxes: [rect], hasMask: true, mask }, photo);
    assert.equal(count(regions.hits), nearMask);
    assert.equal(pointingHit(map, regions.hits ?? new Uint8Array()), Number(hitsMask));
  });

  it('… or from the box, where no mask is annotated', () => {
    const regions = regionsOf({ boxes: [rect], hasMask: false, mask }, photo);
    assert.equal(count(regions.hits), nearBox);
    assert.equal(pointingHit(map, regions.hits ?? new Uint8Array()), Number(hitsBox));
  });

  it('energy is the share of the positive evidence in the box', () => {
    const regions = regionsOf({ boxes: [rect], hasMask: false, mask }, photo);
    assert.equal(count(regions.inBox), inBox);
    assertClose([regions.boxArea], [inBox / SIDE ** 2], 1e-12, 'area');
    assertClose([energyIn(map, regions.inBox)], [energy], 1e-6, 'energy');
  });

  it('an empty mask has no hits', () => {
    const empty = () => ({ object: new Uint8Array(SIDE ** 2), ignored: new Uint8Array(SIDE ** 2) });
    const regions = regionsOf({ boxes: [rect], hasMask: true, mask: empty }, photo);
    assert.equal(regions.hits, undefined);
    assert.equal(regions.mask, undefined);
  });

  it('an even map is worth what chance is', () => {
    const even = onGrid(new Array(49).fill(2), photo);
    const regions = regionsOf({ boxes: [rect], hasMask: false, mask }, photo);
    assertClose([pointingHit(even, regions.inBox)], [inBox / SIDE ** 2], 1e-9, 'hit');
    assertClose([energyIn(even, regions.inBox)], [inBox / SIDE ** 2], 1e-9, 'energy');
  });

  it('nothing outside of the map counts, and no positive value is no energy', () => {
    const inside = { x: 100, y: 0, width: 24, height: SIDE };
    const left = new Uint8Array(SIDE ** 2).map((_, i) => Number(i % SIDE < 100));
    assert.equal(energyIn({ ...onGrid(new Array(49).fill(1)), inside }, left), 0);
    assert.equal(pointingHit({ ...onGrid(new Array(49).fill(1)), inside }, left), 0);
    assert.equal(energyIn(onGrid(new Array(49).fill(-1)), left), 0);
  });
});

describe("the authors' boxes", () => {
  it('are those of the rules of their program', () => {
    for (const { values, boxes } of expected.authors) {
      const found = authorsBoxes(onGrid(values).values, { width: SIDE, height: SIDE });
      assert.deepEqual(
        found.slice(0, 4).map(({ x, y, width, height }) => [x, y, width, height]),
        boxes,
      );
    }
  });

  it('keep their place in a photo of other size, but for the margin at its edge', () => {
    const [{ values }] = expected.authors;
    const [first] = authorsBoxes(onGrid(values).values, { width: 1000, height: 500 });
    assert.deepEqual(first, { x: 0, y: 0, width: 995, height: 495 });
  });

  it('there are none if no value is positive', () => {
    const map = onGrid(new Array(49).fill(-1));
    assert.deepEqual(authorsBoxes(map.values, { width: 10, height: 10 }), []);
  });
});

describe('localization errors', () => {
  it('count the box only of the right class; exactly 0.5 is right', () => {
    assert.equal(localizationError('paper', 0, [0.5], 1), 0);
    assert.equal(localizationError('paper', 0, [0.499], 1), 1);
    assert.equal(localizationError('paper', 1, [0.9], 1), 1);
    assert.equal(localizationError('paper', 4, [0.9], 5), 0);
    assert.equal(localizationError('paper', -1, [0.9], 5), 1);
    assert.equal(localizationError('paper', 0, [], 5), 1);
  });

  it("the authors' five guesses are two boxes of the first two classes and one of the third", () => {
    assert.equal(localizationError('authors', 0, [0.2, 0.9], 1), 1);
    assert.equal(localizationError('authors', 0, [0.2, 0.9], 5), 0);
    assert.equal(localizationError('authors', 1, [0.2, 0.9], 5), 0);
    assert.equal(localizationError('authors', 2, [0.2, 0.9], 5), 1);
    assert.equal(localizationError('authors', 2, [0.9, 0.2], 5), 0);
    assert.equal(localizationError('authors', 3, [0.9, 0.9], 5), 1);
  });
});

describe('BoxAcc', () => {
  it('has a level of 8 bits for each τ', () => {
    assert.deepEqual([0, 3, 4, 487, 999].map(levelOf), [0, 0, 1, 124, 254]);
  });

  it('chooses τ on some pictures and scores others', () => {
    const accuracy = new BoxAccuracy(3);
    const above = (from: number, to: number, overlap: number) =>
      new Float64Array(255).map((_, level) => (level >= from && level < to ? overlap : 0));
    accuracy.set(0, { largest: above(50, 100, 0.5), best: above(50, 100, 0.6) });
    accuracy.set(1, { largest: above(90, 200, 0.7), best: above(90, 200, 0.7) });
    accuracy.set(2, { largest: above(0, 255, 0.49), best: above(0, 255, 0.3) });
    const chosen = accuracy.bestThresholds([0, 1]);
    // The first τ with int(τ·255) = 90.
    assert.equal(chosen.single, 353);
    assert.deepEqual(
      [0, 1, 2].map((picture) => accuracy.isRight(picture, chosen)),
      [1, 1, 0],
    );
    const shares = [0, 1, 2].map((picture) => accuracy.shareRight(picture, chosen));
    assertClose(shares, [2 / 3, 1, 1 / 3], 1e-12, 'share');
    const curve = accuracy.curve([0, 1, 2]);
    assert.equal(curve.length, 1000);
    assertClose(
      [curve[0] ?? 1, curve[353] ?? 0, curve[500] ?? 0],
      [0, 2 / 3, 1 / 3],
      1e-6,
      'curve',
    );
  });
});
