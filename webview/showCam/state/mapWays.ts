import { METHOD_CELLS } from '../../../src/cam/maps/pixels/methodLook.ts';
import type { ClipPercent, MapWay } from '../../../src/protocol/mapMethods.ts';

/** What the values of a map are. */
export type ValueKind = 'cam' | 'layer' | 'sensitivity' | 'parts' | 'fall';

const VALUE_KINDS: Record<MapWay, ValueKind> = {
  cam: 'cam',
  'grad-cam': 'layer',
  'hires-cam': 'layer',
  'layer-cam': 'layer',
  saliency: 'sensitivity',
  'gradient-input': 'parts',
  'integrated-gradients': 'parts',
  'smooth-grad': 'sensitivity',
  occlusion: 'fall',
};

export const MAP_WAYS = Object.keys(VALUE_KINDS) as MapWay[];

export const CLIP_PERCENTS: readonly ClipPercent[] = [99, 100, 99.9, 95];

export function valueKind(way: MapWay): ValueKind {
  return VALUE_KINDS[way];
}

/** Whether a map has a value for each pixel of the model's input, and not for each cell of a coarse grid. */
export function isOfPixels(way: MapWay): boolean {
  return way !== 'cam' && METHOD_CELLS[way] === 'pixels';
}
