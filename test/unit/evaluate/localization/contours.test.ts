import assert from 'node:assert/strict';
import { BoxOverlaps, boxesOnGrid } from '../../../../src/cam/evaluate/localization/boxOverlaps.ts';
import { Contours } from '../../../../src/cam/evaluate/localization/contours.ts';
import type { Corners } from '../../../../src/cam/evaluate/localization/regions.ts';
import { assertClose } from '../../assertClose.ts';
import { expected, onGrid } from './expected.ts';

const SIDE = 224;

/** The picture of `noise` in `make.py`. */
function noise(): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const [column, row] = [Math.floor(x / 9), Math.floor(y / 7)];
    const coarse = (column * 37 + row * 61 + column * row * 11) % 256;
    const fine = (x * x * 7 + y * 13 + x * y * 5) % 256;
    return (Math.floor(x / 28) + Math.floor(y / 28)) % 2 === 0 ? coarse : fine;
  });
}

/** Boxes x0, y0, x1, y1 of all contours of each level, and the one of the largest. */
function contoursByLevel(map: Uint8Array) {
  const corners = ({ x0, y0, x1, y1 }: Corners) => [x0, y0, x1, y1];
  const levels = new Map<number, { boxes: number[][]; largest: number[] }>();
  const contours = new Contours();
  contours.eachLevel(map, (level, boxes, largest) => {
    levels.set(level, { boxes: boxes.map(corners), largest: corners(boxes[largest] as Corners) });
  });
  contours.eachLevelOfHoles((level, boxes) => {
    levels.get(level)?.boxes.push(...boxes.map(corners));
  });
  return (level: number) => levels.get(level) ?? { boxes: [], largest: [] };
}

/** Contours of a small picture in the upper left corner; `#` is above the level. */
function contoursOf(...rows: string[]): { boxes: number[][]; largest: number[] } {
  const map = new Uint8Array(SIDE * SIDE);
  for (const [y, row] of rows.entries()) {
    for (const [x, cell] of [...row].entries()) if (cell === '#') map[y * SIDE + x] = 1;
  }
  return contoursByLevel(map)(0);
}

describe('contours of a map above each level', () => {
  it('are those of OpenCV in a picture with thousands inside each other', () => {
    const contoursOf = contoursByLevel(noise());
    for (const { level, count, sums, squares, largest: expectedLargest } of expected.contours) {
      const { boxes, largest } = contoursOf(level);
      assert.equal(boxes.length, count, `level ${level}`);
      const corner = (place: number, power: number) => {
        return boxes.reduce((sum, box) => sum + (box[place] as number) ** power, 0);
      };
      assert.deepEqual(
        [0, 1, 2, 3].map((place) => corner(place, 1)),
        sums,
        `level ${level}`,
      );
      assert.deepEqual(
        [0, 1, 2, 3].map((place) => corner(place, 2)),
        squares,
        `level ${level}`,
      );
      assert.deepEqual(largest, expectedLargest, `level ${level}`);
    }
  });

  // Expected by hand from the rules of cv2.findContours and cv2.contourArea.
  it('have a hole only where the border cannot be reached from side to side', () => {
    const ring = contoursOf('####', '#..#', '####');
    assert.deepEqual(ring.boxes, [
      [0, 0, 3, 2],
      [0, 0, 3, 2],
    ]);
    const diagonal = contoursOf('.#.', '#.#', '.#.');
    assert.equal(diagonal.boxes.length, 2);
    assert.equal(contoursOf('###', '#.#', '#.#').boxes.length, 1);
  });

  it('are largest by the area that they enclose, not by the number of pixels', () => {
    const rows = [
      '######.......',
      '#....#..####.',
      '#....#..####.',
      '#....#..####.',
      '######..####.',
    ];
    assert.deepEqual(contoursOf(...rows).largest, [0, 0, 5, 4]);
    // A line encloses nothing, however long.
    assert.deepEqual(
      contoursOf('##########', '..........', '##........', '##........').largest,
      [0, 2, 1, 3],
    );
  });

  it('of equal areas the last in scan order is the largest', () => {
    assert.deepEqual(contoursOf('##...##', '##...##').largest, [5, 0, 6, 1]);
    assert.deepEqual(
      contoursOf('.....##', '.....##', '.......', '##.....', '##.....').largest,
      [0, 3, 1, 4],
    );
  });
});

describe('overlaps with annotated boxes', () => {
  it('are those of the evaluator at each level, with the largest and with the best contour', () => {
    const overlaps = new BoxOverlaps();
    for (const { values, boxes, largest, best } of expected.overlaps) {
      const found = overlaps.of(onGrid(values).values, Int32Array.from(boxes.flat()));
      const every6th = (all: Float64Array) => all.filter((_, level) => level % 6 === 0);
      assertClose(every6th(found.best), best, 1e-12, 'best');
      assertClose(every6th(found.largest), largest, 1e-12, 'largest');
    }
  });

  it('of a constant map are those of the pixel in the corner', () => {
    const map = onGrid(new Array(49).fill(3));
    const found = new BoxOverlaps().of(map.values, Int32Array.of(0, 0, 1, 0));
    assert.equal(found.best[100], 0.5);
    assert.equal(found.largest[0], 0.5);
  });

  it('take corner pixels, scaled and truncated', () => {
    const boxes = [
      { x: 10.5, y: 20, width: 100, height: 31 },
      { x: 0, y: 0, width: 0.5, height: 448 },
    ];
    // 10.5·½, 20·½, 109.5·½, 50·½
    assert.deepEqual(
      [...boxesOnGrid(boxes, { width: 448, height: 448 })],
      [5, 10, 54, 25, 0, 0, 0, 223],
    );
  });
});
