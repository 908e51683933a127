import assert from 'node:assert/strict';
import type { Field, Reach } from '../../../src/cam/layers/reach.ts';
import {
  fieldSize,
  interpolatedReading,
  joinReaches,
  nearestReading,
  PIXELS,
  POOLED,
  readUnits,
  transposedReading,
  UNKNOWN,
  windowReading,
} from '../../../src/cam/layers/reach.ts';

const window = { kernel: 3, stride: 2, dilation: 1, padBefore: 1 };
const field = (low: number, high: number): Field => ({ low, high });
const reach = (stride: number | undefined, ...fields: Field[]): Reach => ({ stride, fields });
/** Cells of half a pixel: two see one pixel. */
const TWICE = readUnits(PIXELS, nearestReading(2));

/** By hand: which pixels go into which cell. */
describe('What a cell sees', () => {
  it('grows by windows', () => {
    const once = readUnits(PIXELS, windowReading(window));
    assert.deepEqual(once, reach(2, field(-1, 1)));
    assert.deepEqual(readUnits(once, windowReading(window)), reach(4, field(-3, 3)));
    const dilated = windowReading({ kernel: 3, stride: 1, dilation: 2, padBefore: 0 });
    assert.deepEqual(readUnits(once, dilated), reach(2, field(-1, 9)));
  });

  it('differs between neighbours after copies', () => {
    assert.deepEqual(TWICE, reach(0.5, field(0, 0), field(0, 0)));
    // Cells −1, 0, 1 are of pixels −1, 0, 0; cells 0, 1, 2 of pixels 0, 0, 1.
    const three = readUnits(TWICE, windowReading({ ...window, stride: 1 }));
    assert.deepEqual(three, reach(0.5, field(-1, 0), field(0, 1)));
    // Every other cell is of one kind: −1, 0, 1; every third turns.
    assert.deepEqual(readUnits(TWICE, windowReading(window)), reach(1, field(-1, 0)));
    const third = windowReading({ kernel: 1, stride: 3, dilation: 1, padBefore: 0 });
    assert.deepEqual(readUnits(TWICE, third), reach(1.5, field(0, 0), field(1, 1)));
  });

  it('is the hull of a window that is longer than a period', () => {
    const five = { kernel: 5, stride: 1, dilation: 1, padBefore: 0 };
    assert.deepEqual(readUnits(TWICE, windowReading(five)), reach(0.5, field(0, 2), field(0, 2)));
    // Of a pixel that sees far and one that sees itself.
    const uneven = reach(1, field(-5, 5), field(0, 0));
    assert.deepEqual(readUnits(uneven, windowReading(five)), reach(1, field(-5, 9), field(-3, 9)));
    assert.deepEqual(
      readUnits(uneven, windowReading({ ...five, dilation: 2 })),
      reach(1, field(-5, 13), field(0, 8)),
    );
  });

  it('follows transposed windows', () => {
    // o = 2i + j, j < 3: cell 0 of pixels −1 and 0, cell 1 of pixel 0.
    const whole = transposedReading({ ...window, padBefore: 0 });
    assert.deepEqual(readUnits(PIXELS, whole), reach(0.5, field(-1, 0), field(0, 0)));
    // With steps of 3 between taps: o = 2i + 3j, j < 2: cell 0 of pixel 0, cell 1 of pixel −1.
    const dilated = transposedReading({ kernel: 2, stride: 2, dilation: 3, padBefore: 0 });
    assert.deepEqual(readUnits(PIXELS, dilated), reach(0.5, field(0, 0), field(-1, -1)));
    // o = 2i + 3j − 1, j < 3: cell 0 of pixel −1 alone, cell 1 of pixels −2 and 1.
    const uneven = transposedReading({ kernel: 3, stride: 2, dilation: 3, padBefore: 1 });
    assert.deepEqual(readUnits(PIXELS, uneven), reach(0.5, field(-1, -1), field(-2, 1)));
    // o = 3i + j, j < 1: two of three cells see nothing.
    const sparse = readUnits(
      PIXELS,
      transposedReading({ kernel: 1, stride: 3, dilation: 1, padBefore: 0 }),
    );
    assert.deepEqual(sparse.stride, 1 / 3);
    assert.ok(Array.isArray(sparse.fields));
    assert.deepEqual(
      sparse.fields.map(({ low, high }) => low <= high),
      [true, false, false],
    );
    // o = 2i + 4j, j < 2: cell 0 of pixels −2 and 0, whole pixels between them.
    const wide = transposedReading({ kernel: 3, stride: 2, dilation: 2, padBefore: 0 });
    const even = readUnits(PIXELS, wide);
    assert.ok(Array.isArray(even.fields));
    assert.deepEqual(even.fields[0], field(-2, 0));
  });

  it('includes both sides if it is interpolated', () => {
    // (o + ½)/3 − ½: −⅓, 0, ⅓; cell 1 is a copy.
    const linear = readUnits(PIXELS, interpolatedReading(3, 2, 0.5));
    assert.deepEqual(linear, reach(1 / 3, field(-1, 0), field(0, 0), field(0, 1)));
    const cubic = readUnits(PIXELS, interpolatedReading(3, 4, 0.5));
    assert.deepEqual(cubic, reach(1 / 3, field(-2, 1), field(0, 0), field(-1, 2)));
    const fromEdges = readUnits(PIXELS, interpolatedReading(2, 4, 0));
    assert.deepEqual(fromEdges, reach(0.5, field(0, 0), field(-1, 2)));
  });

  it('is all or unknown after a tensor that is', () => {
    const reading = windowReading(window);
    assert.deepEqual(readUnits({ stride: 3, fields: 'global' }, reading), {
      stride: 6,
      fields: 'global',
    });
    assert.deepEqual(readUnits(POOLED, reading), POOLED);
    assert.deepEqual(readUnits(UNKNOWN, reading), UNKNOWN);
    assert.deepEqual(readUnits({ stride: 3, fields: undefined }, reading), {
      stride: 6,
      fields: undefined,
    });
    assert.deepEqual(readUnits(reach(undefined, field(0, 0)), reading), UNKNOWN);
  });

  it('is unknown if a window does not move by whole cells', () => {
    for (const damaged of [{ stride: 0 }, { stride: -1 }, { stride: 0.5 }, { dilation: 0 }]) {
      assert.deepEqual(readUnits(PIXELS, windowReading({ ...window, ...damaged })), UNKNOWN);
    }
    assert.deepEqual(readUnits(PIXELS, nearestReading(0)), UNKNOWN);
  });

  it('is not known in detail if neighbours differ too much', () => {
    const most = readUnits(PIXELS, nearestReading(1024));
    assert.ok(Array.isArray(most.fields));
    assert.equal(most.fields.length, 1024);
    assert.deepEqual(readUnits(PIXELS, nearestReading(1025)), {
      stride: 1 / 1025,
      fields: undefined,
    });
    const three = readUnits(PIXELS, nearestReading(3));
    const much = readUnits(PIXELS, nearestReading(512));
    const joined = joinReaches({ ...three, stride: 1 }, { ...much, stride: 1 });
    assert.deepEqual(joined, { stride: 1, fields: undefined });
    const full = joinReaches({ ...most, stride: 1 }, { ...much, stride: 1 });
    assert.ok(Array.isArray(full.fields));
    assert.equal(full.fields.length, 1024);
  });

  it('is, of two branches, what either sees', () => {
    assert.deepEqual(
      joinReaches(reach(2, field(-1, 1)), reach(2, field(0, 4))),
      reach(2, field(-1, 4)),
    );
    // One of two kinds, the other of three: six.
    const two = reach(1, field(0, 0), field(-9, 1));
    const three = reach(1, field(0, 0), field(1, 1), field(2, 12));
    assert.deepEqual(
      joinReaches(two, three),
      reach(1, field(0, 0), field(-9, 1), field(2, 12), field(-7, 3), field(4, 4), field(-5, 15)),
    );
    assert.deepEqual(joinReaches(reach(1, field(0, 0)), reach(2, field(0, 0))), UNKNOWN);
    assert.deepEqual(joinReaches(reach(2, field(0, 0)), { stride: 2, fields: undefined }), {
      stride: 2,
      fields: undefined,
    });
    assert.deepEqual(joinReaches({ stride: 2, fields: undefined }, reach(2, field(0, 0))), {
      stride: 2,
      fields: undefined,
    });
  });

  it('is all if one branch sees all, and keeps a common stride', () => {
    const all = (stride: number | undefined): Reach => ({ stride, fields: 'global' });
    assert.deepEqual(joinReaches(all(2), reach(2, field(0, 0))), all(2));
    assert.deepEqual(joinReaches(reach(2, field(0, 0)), POOLED), all(2));
    assert.deepEqual(joinReaches(POOLED, reach(2, field(0, 0))), all(2));
    assert.deepEqual(joinReaches(all(4), reach(2, field(0, 0))), all(undefined));
    assert.deepEqual(joinReaches(all(4), UNKNOWN), all(undefined));
    assert.deepEqual(joinReaches(UNKNOWN, all(4)), all(undefined));
    assert.deepEqual(joinReaches(POOLED, UNKNOWN), all(undefined));
  });

  it('has the size of the largest', () => {
    assert.equal(fieldSize([field(-1, 1), field(0, 4), field(3, 3)]), 5);
  });
});
