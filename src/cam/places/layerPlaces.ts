import type { Rect, Size } from '../base/geometry.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import type { Reach } from '../layers/reach.ts';
import type { Point } from './responses.ts';

/** Where the layers before a map put its cells, by the definition of their windows. */
export interface LayerPlaces {
  /** The part of the input that the map covers, in fractions of the input's sides. */
  area: Rect;
  /** Centre of a cell where it is drawn minus the middle of its receptive field, at the middle of the map, in cells. */
  shift: Point;
  /** The largest distance between both, over all cells, in cells. */
  deviation: number;
}

interface AxisPlaces {
  start: number;
  length: number;
  shift: number;
  deviation: number;
}

/**
 * @param grid of the map
 * @param input in pixels
 * @returns undefined if the layers do not say which pixels a cell sees
 */
export function layerPlaces(
  { reach }: SpatialLayer,
  grid: Size,
  input: Size,
): LayerPlaces | undefined {
  const x = alongAxis(reach.x, grid.width, input.width);
  const y = alongAxis(reach.y, grid.height, input.height);
  if (!x || !y) return undefined;
  return {
    area: { x: x.start, y: y.start, width: x.length, height: y.length },
    shift: { x: x.shift, y: y.shift },
    deviation: Math.max(x.deviation, y.deviation),
  };
}

/**
 * Sides of the part of the input that a map covers, by the steps between its cells, in fractions of the input's sides.
 * @returns undefined if the steps are not known
 */
export function layerSteps({ reach }: SpatialLayer, grid: Size, input: Size): Size | undefined {
  const [x, y] = [reach.x.stride, reach.y.stride];
  if (x === undefined || y === undefined) return undefined;
  return { width: (x * grid.width) / input.width, height: (y * grid.height) / input.height };
}

function alongAxis(
  { stride, fields }: Reach,
  cells: number,
  pixels: number,
): AxisPlaces | undefined {
  if (stride === undefined || fields === undefined || fields === 'global') return undefined;
  const centres = fields.map(({ low, high }) => (low + high + 1) / 2);
  // Neighbouring cells with different fields lie evenly between the first ones of two periods.
  const first = centres.reduce((sum, centre, i) => sum + centre - i * stride, 0) / centres.length;
  if (!Number.isFinite(first)) return undefined;
  const drawn = (cell: number) => ((cell + 0.5) * pixels) / cells;
  const distance = (cell: number) => (drawn(cell) - (first + cell * stride)) / (pixels / cells);
  return {
    start: (first - stride / 2) / pixels,
    length: (cells * stride) / pixels,
    shift: distance((cells - 1) / 2),
    deviation: Math.max(Math.abs(distance(0)), Math.abs(distance(cells - 1))),
  };
}
