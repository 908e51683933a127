import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { paint, palette } from '../../shared/map/palette.ts';
import { context2d } from '../../shared/widgets/dom.ts';
import type { ViewState } from '../state/viewState.ts';

/** A map with a longer side above this is averaged down before it is coloured. */
const MAX_SIDE = 160;

/** Draws a map cell by cell, one pixel of the canvas for each; the style scales it without smoothing. */
export function paintCells(
  canvas: HTMLCanvasElement,
  map: ScalarMap,
  limit: number,
  colormap: ViewState['colormap'],
): void {
  const { width, height, values } = averagedDown(map, MAX_SIDE);
  canvas.width = width;
  canvas.height = height;
  const pixels = paint(values, limit, palette(colormap, false));
  context2d(canvas).putImageData(new ImageData(pixels, width, height), 0, 0);
}

/** Means of square blocks; the smallest block size that makes the map's longer side at most `maxSide`. */
function averagedDown(map: ScalarMap, maxSide: number): ScalarMap {
  const block = Math.ceil(Math.max(map.width, map.height) / maxSide);
  if (block <= 1) return map;
  const width = Math.ceil(map.width / block);
  const height = Math.ceil(map.height / block);
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) values[y * width + x] = blockMean(map, x, y, block);
  }
  return { width, height, values };
}

function blockMean(
  { width, height, values }: ScalarMap,
  x: number,
  y: number,
  block: number,
): number {
  let sum = 0;
  let count = 0;
  for (let row = y * block; row < Math.min((y + 1) * block, height); row++) {
    for (let column = x * block; column < Math.min((x + 1) * block, width); column++) {
      sum += values[row * width + column] ?? 0;
      count++;
    }
  }
  return sum / count;
}
