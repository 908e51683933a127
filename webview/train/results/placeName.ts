import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { strings } from '../state/strings.ts';

const ROWS = [
  ['topLeft', 'top', 'topRight'],
  ['left', 'middle', 'right'],
  ['bottomLeft', 'bottom', 'bottomRight'],
] as const;

/** The third of each side in which the centre of a region lies. @param region in parts of the sides */
export function placeName({ x, y, width, height }: Rect): keyof typeof strings.places {
  const third = (start: number, length: number) =>
    Math.min(2, Math.max(0, Math.floor(3 * (start + length / 2))));
  return ROWS[third(y, height)]?.[third(x, width)] ?? 'middle';
}
