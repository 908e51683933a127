import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fitPlaces } from '../../../src/cam/places/fitPlaces.ts';
import type { Point, Response } from '../../../src/cam/places/responses.ts';

/** Responses at nine places of a picture to a model that moves each place by `move`. */
function responsesOf(move: (place: Point) => Point | undefined): Response[] {
  return [0.2, 0.5, 0.8].flatMap((y) =>
    [0.2, 0.5, 0.8].map((x) => ({ patch: { x, y }, centre: move({ x, y }), spread: 0 })),
  );
}

const GRID = { width: 10, height: 5 };

describe('a fit of places', () => {
  it('finds the part of the picture that a map covers', () => {
    const fit = fitPlaces(
      responsesOf(({ x, y }) => ({ x: 2 * x - 0.4, y: 0.5 * y + 0.3 })),
      GRID,
    );
    assert.ok(fit);
    assert.deepEqual(fit.turn, { transposed: false, mirrored: false, upsideDown: false });
    assertRect(fit.area, [0.2, -0.6, 0.5, 2]);
    // At the middle: 2·0.5 − 0.4 − 0.5 = 0.1 of ten cells, and 0.5·0.5 + 0.3 − 0.5 = 0.05 of five.
    assert.ok(Math.abs(fit.shift.x - 1) < 1e-9 && Math.abs(fit.shift.y - 0.25) < 1e-9);
    assert.ok(fit.explained > 0.999);
  });

  it('puts a turned map upright before it is compared', () => {
    const fit = fitPlaces(
      responsesOf(({ x, y }) => ({ x: 1 - y, y: x })),
      GRID,
    );
    assert.ok(fit);
    assert.deepEqual(fit.turn, { transposed: true, mirrored: false, upsideDown: true });
    assertRect(fit.area, [0, 0, 1, 1]);
  });

  it('explains nothing where places are mixed', () => {
    const order = [5, 0, 7, 2, 8, 3, 1, 6, 4];
    const places = responsesOf((place) => place).map(({ patch }) => patch);
    let i = 0;
    const fit = fitPlaces(
      responsesOf(() => places[order[i++] ?? 0]),
      GRID,
    );
    assert.ok(fit && fit.explained < 0.3);
  });

  it('needs four responses', () => {
    assert.equal(
      fitPlaces(
        responsesOf(({ x, y }) => (x === 0.2 ? { x, y } : undefined)),
        GRID,
      ),
      undefined,
    );
  });
});

function assertRect(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  expected: number[],
): void {
  for (const [i, value] of [x, y, width, height].entries()) {
    assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) < 1e-9, `${value} for ${expected[i]}`);
  }
}
