import { mapArea } from '../../src/cam/maps/box.ts';
import type { ViewState } from '../../src/protocol/showCam.ts';
import { context2d } from '../dom.ts';
import { interpolationOf } from './interpolation.ts';
import { OverlayRenderer } from './overlayRenderer.ts';
import type { Loaded } from './store.ts';

/** Side in CSS pixels; the canvas has twice as many for dense screens. */
const SIDE_PX = 52;

/** A small picture of one class's map over what the model saw (the paper's figure 4). */
export class Thumbnail {
  readonly canvas = document.createElement('canvas');
  readonly #overlay = new OverlayRenderer(2 * SIDE_PX);
  #key = '';
  #loaded: Loaded | undefined;

  constructor() {
    this.canvas.className = 'thumbnail';
    this.canvas.width = 2 * SIDE_PX;
    this.canvas.height = 2 * SIDE_PX;
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  draw(loaded: Loaded, classIndex: number, view: ViewState): void {
    const { colormap, scale, opacity } = view;
    const interpolation = interpolationOf(loaded.model.model.poolings, view);
    const key = [classIndex, colormap, interpolation, scale, opacity].join(' ');
    if (this.#loaded === loaded && this.#key === key) return;
    this.#loaded = loaded;
    this.#key = key;

    const side = this.canvas.width;
    const { seen } = loaded.explanation.geometry;
    const area = mapArea(loaded.explanation.geometry);
    const fit = side / Math.max(seen.width, seen.height);
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, side, side);
    context.setTransform(
      fit,
      0,
      0,
      fit,
      side / 2 - (seen.x + seen.width / 2) * fit,
      side / 2 - (seen.y + seen.height / 2) * fit,
    );
    context.beginPath();
    context.rect(seen.x, seen.y, seen.width, seen.height);
    context.save();
    context.clip();
    context.imageSmoothingQuality = 'medium';
    context.drawImage(loaded.picture, 0, 0);
    const overlay = this.#overlay.render({
      map: loaded.maps.classMap(classIndex),
      limit: loaded.maps.limitOfClass(classIndex, scale),
      colormap,
      interpolation,
      seeThrough: true,
      area,
    });
    context.globalAlpha = opacity;
    context.imageSmoothingEnabled = interpolation === 'bilinear';
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
    context.restore();
  }
}
