import assert from 'node:assert/strict';
import type { Rect } from '../../../../src/cam/base/geometry.ts';
import { compareMaps } from '../../../../src/cam/evaluate/parity/compareMaps.ts';
import golden from '../../../fixtures/evaluate/parity/golden.json' with { type: 'json' };
import { assertClose } from '../../assertClose.ts';
import { mapRecord, pictureRecord } from './records.ts';

const { a, b, c, coarse, sameGrid, coarser, shifted } = golden.maps;

/** Correlation of two maps; the second one may lie elsewhere. */
function correlation(first: number[][], second: number[][], area?: Rect): number {
  const moved = area && { area };
  return compareMaps(
    [pictureRecord('a.png'), mapRecord(0, first)],
    [pictureRecord('a.png', moved), mapRecord(0, second)],
  ).correlation;
}

function boxIou(before: Rect | null, after: Rect | null): number {
  const picture = pictureRecord('a.png');
  return compareMaps([picture, mapRecord(0, a, before)], [picture, mapRecord(0, a, after)]).boxIou;
}

describe('Maps of a class under two models', () => {
  it('of the same grid correlate cell by cell, as SciPy says', () => {
    assertClose([correlation(a, b)], [sameGrid], 1e-12, 'r');
    const nearly = { x: 0, y: 0.0001, width: 60, height: 80 };
    assert.equal(correlation(a, b, nearly), correlation(a, b));
  });

  it('of two grids correlate on the finer one, enlarged as by PyTorch', () => {
    assertClose([correlation(a, coarse)], [coarser], 1e-6, 'r');
    assertClose([correlation(coarse, a)], [coarser], 1e-6, 'r, the other way round');
  });

  it('of two places correlate where both lie', () => {
    // Cells are 10 pixels wide: the second map begins two columns further right.
    const area = { x: 20, y: 0, width: 60, height: 80 };
    assertClose([correlation(a, c, area)], [shifted], 1e-6, 'r');
    assert.ok(Number.isNaN(correlation(a, c, { x: 60, y: 0, width: 60, height: 80 })));
  });

  it('that do not vary have no correlation', () => {
    const even = a.map((row) => row.map(() => 0.1));
    assert.ok(Number.isNaN(correlation(a, even)));
  });

  it('have the IoU of their boxes; 0 if one has none', () => {
    const box = { x: 0, y: 0, width: 20, height: 10 };
    assert.equal(boxIou(box, box), 1);
    // 100 pixels in common of 200 + 200 − 100.
    assert.equal(boxIou(box, { x: 10, y: 0, width: 20, height: 10 }), 1 / 3);
    assert.deepEqual(
      [boxIou(box, null), boxIou(null, box), boxIou(null, null)],
      [0, 0, Number.NaN],
    );
  });
});
