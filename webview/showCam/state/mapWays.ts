import type { ValueKind } from '../../../src/cam/maps/pixels/methodLook.ts';
import { METHOD_CELLS, VALUE_KINDS } from '../../../src/cam/maps/pixels/methodLook.ts';
import type { ClipPercent, MapWay } from '../../../src/protocol/mapMethods.ts';

export const MAP_WAYS = Object.keys(VALUE_KINDS) as MapWay[];

export const CLIP_PERCENTS: readonly ClipPercent[] = [99, 100, 99.9, 95];

export function valueKind(way: MapWay): ValueKind {
  return VALUE_KINDS[way];
}

/** Whether a map has a value for each pixel of the model's input, and not for each cell of a coarse grid. */
export function isOfPixels(way: MapWay): boolean {
  return way !== 'cam' && METHOD_CELLS[way] === 'pixels';
}
