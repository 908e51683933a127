import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { cellRect } from '../../shared/map/stageMarks.ts';
import type { Loaded } from '../state/store.ts';

/** Maps that differ by less than this part of their peak are the same. */
const SAME_MAP = 1e-4;

/** Whether two maps are the same, but for differences that nobody could see. */
export function areSameMaps(a: ScalarMap, b: ScalarMap): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  let peak = 0;
  let difference = 0;
  for (const [i, value] of a.values.entries()) {
    const other = b.values[i] as number;
    peak = Math.max(peak, Math.abs(value), Math.abs(other));
    difference = Math.max(difference, Math.abs(value - other));
  }
  return difference <= SAME_MAP * peak;
}

/** How far apart the largest values of two maps lie, in photo pixels, from cell centre to cell centre. */
export function peakDistance(
  a: { loaded: Loaded; map: ScalarMap },
  b: { loaded: Loaded; map: ScalarMap },
): number {
  const [from, to] = [peakOf(a.loaded, a.map), peakOf(b.loaded, b.map)];
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function peakOf({ explanation }: Loaded, map: ScalarMap): { x: number; y: number } {
  const peak = map.values.indexOf(Math.max(...map.values));
  const cell = { x: peak % map.width, y: Math.floor(peak / map.width) };
  const { x, y, width, height } = cellRect(cell, map, explanation.geometry);
  return { x: x + width / 2, y: y + height / 2 };
}
