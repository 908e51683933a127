import assert from 'node:assert/strict';
import { boxAround, partBoxes } from '../../../../src/cam/folder/annotations/maskBoxes.ts';

/** Boxes as `x y width height`, in the order of rows. */
function boxes(...rows: string[]): string[] {
  const size = { width: rows[0]?.length ?? 0, height: rows.length };
  const values = Uint8Array.from(rows.join(''), Number);
  return partBoxes(values, size, 1)
    .map(({ x, y, width, height }) => [x, y, width, height].join(' '))
    .sort();
}

describe('boxes around the parts of a mask', () => {
  it('parts that meet further below are one', () => {
    assert.deepEqual(boxes('10001', '10101', '11111'), ['0 0 5 3']);
    assert.deepEqual(boxes('1010', '0101', '0000'), ['0 0 4 2']);
    assert.deepEqual(boxes('10001', '01010', '00100'), ['0 0 5 3']);
  });

  it('parts of other values are not', () => {
    assert.deepEqual(boxes('1202', '1021', '0001'), ['0 0 1 2', '3 1 1 2']);
    assert.deepEqual(boxes('000', '000'), []);
    assert.deepEqual(boxes('101', '000', '101'), ['0 0 1 1', '0 2 1 1', '2 0 1 1', '2 2 1 1']);
  });

  it('all pixels have one box', () => {
    const size = { width: 4, height: 3 };
    const marked = Uint8Array.from('000001000010', Number);
    assert.deepEqual(boxAround(marked, size), { x: 1, y: 1, width: 2, height: 2 });
    assert.equal(boxAround(new Uint8Array(12), size), undefined);
  });
});
