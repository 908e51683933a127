import assert from 'node:assert/strict';
import { BoxOverlaps, boxesOnGrid } from '../../../../src/cam/evaluate/localization/boxOverlaps.ts';
import { Contours } from '../../../../src/cam/evaluate/localization/contours.ts';
import { runsByLevel } from '../../../../src/cam/evaluate/localization/levels.ts';
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

/** Contours of a small picture in the upper left corner; `#` is above the level. */
function contoursOf(...rows: string[]): { boxes: number[][]; largest: number[] } {
  const map = new Uint8Array(SIDE * SIDE);
  for (const [y, row] of rows.entries()) {
    for (const [x, cell] of [...row].entries()) if (cell === '#') map[y * SIDE + x] = 1;
  }
  const contours = new Contours();
  contours.find(runsByLevel(map), 0);
  const boxes = Array.from({ length: contours.count }, (_, i) => {
    return [...contours.boxes.subarray(4 * i, 4 * i + 4)];
  });
  return { boxes, largest: [...contours.largest] };
}

describe('contours of a map above each level', () => {
  it('are those of OpenCV in a picture with thousands inside each other', () => {
    const runs = runsByLevel(noise());
    const contours = new Contours();
    for (const { level, count, sums, squares, largest } of expected.contours) {
      contours.find(runs, level);
      assert.equal(contours.count, count, `level ${level}`);
      const corner = (place: number, power: number) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += (contours.boxes[4 * i + place] as number) ** power;
        return sum;
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
      assert.deepEqual([...contours.largest], largest, `level ${level}`);
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
      // Levels at which no box is large enough for any score are 0.
      const isKept = (_: number, i: number) => (every6th(found.best)[i] as number) > 0;
      assertClose(every6th(found.best).filter(isKept), best.filter(isKept), 1e-12, 'best');
      assertClose(every6th(found.largest).filter(isKept), largest.filter(isKept), 1e-12, 'largest');
      const dropped = best.filter((_: number, i: number) => !isKept(_, i));
      assert.ok(dropped.every((overlap: number) => overlap < 0.3));
      assert.ok(dropped.length < best.length / 2);
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
