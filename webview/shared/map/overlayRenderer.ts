import type { Size } from '../../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { upsampleBilinear } from '../../../src/cam/maps/pixels/upsample.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import { context2d } from '../widgets/dom.ts';
import { paint, palette } from './palette.ts';

/**
 * Longer side, in pixels, at which a smooth map is coloured. Values are interpolated before they are coloured; between
 * these pixels the canvas may interpolate colours.
 */
const SMOOTH_SIDE_PX = 512;

export interface OverlayOptions {
  map: ScalarMap;
  limit: number;
  colormap: ViewState['colormap'];
  interpolation: ViewState['interpolation'];
  /** Whether weak values let the photo through. */
  byValue: boolean;
  /** Shape of the area that the map covers; only its proportions count. */
  area: Size;
}

/** The coloured map as a canvas to draw over the photo; redrawn only if something changed. */
export class OverlayRenderer {
  readonly #canvas = document.createElement('canvas');
  readonly #sidePx: number;
  #last: OverlayOptions | undefined;
  #values: ScalarMap | undefined;

  constructor(sidePx: number = SMOOTH_SIDE_PX) {
    this.#sidePx = sidePx;
  }

  render(options: OverlayOptions): HTMLCanvasElement {
    const last = this.#last;
    const sameValues =
      last?.map === options.map &&
      last.interpolation === options.interpolation &&
      last.area.width === options.area.width &&
      last.area.height === options.area.height;
    if (!sameValues) this.#values = this.#interpolate(options);
    const sameColors =
      last?.limit === options.limit &&
      last.colormap === options.colormap &&
      last.byValue === options.byValue;
    if ((!sameValues || !sameColors) && this.#values) {
      putValues(this.#canvas, this.#values, options);
    }
    this.#last = options;
    return this.#canvas;
  }

  #interpolate({ map, interpolation, area }: OverlayOptions): ScalarMap {
    if (interpolation === 'cells') return map;
    const perSide = this.#sidePx / Math.max(area.width, area.height);
    return upsampleBilinear(
      map,
      Math.max(Math.round(area.width * perSide), 1),
      Math.max(Math.round(area.height * perSide), 1),
    );
  }
}

function putValues(canvas: HTMLCanvasElement, values: ScalarMap, options: OverlayOptions): void {
  const { width, height } = values;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const table = palette(options.colormap, options.byValue);
  const image = new ImageData(paint(values.values, options.limit, table), width, height);
  context2d(canvas).putImageData(image, 0, 0);
}
