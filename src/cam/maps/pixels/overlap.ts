import type { Rect } from '../../base/geometry.ts';

/** Two boxes that overlap less than this (IoU) have moved: by about a twentieth of their width if the size stays. */
export const MOVED_BELOW = 0.9;

/** Area of the intersection ÷ area of the union of two rectangles (IoU), 0…1; 0 if both are empty. */
export function overlap(a: Rect, b: Rect): number {
  const common = intersection(a, b);
  const shared = common === undefined ? 0 : common.width * common.height;
  const union = a.width * a.height + b.width * b.height - shared;
  return union > 0 ? shared / union : 0;
}

/** The part that two rectangles share; undefined if they share no area. */
export function intersection(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
