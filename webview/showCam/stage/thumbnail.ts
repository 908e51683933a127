import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import { OverlayRenderer } from '../../shared/map/overlayRenderer.ts';
import { paintSeen } from '../../shared/map/seenPicture.ts';
import type { Loaded } from '../state/store.ts';

/** Side in CSS pixels; the canvas has twice as many for dense screens. */
const SIDE_PX = 52;

/** A small picture of one class's map over the part that the model saw (the paper's figure 4). */
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
    const { colormap, scale, opacity, opacityBy } = view;
    const interpolation = loaded.maps.interpolation(view);
    const look = [colormap, interpolation, scale, opacity, opacityBy];
    const key = [classIndex, ...look, view.scaleLimit, view.clip];
    if (this.#loaded === loaded && this.#key === key.join(' ')) return;
    this.#loaded = loaded;
    this.#key = key.join(' ');

    const { geometry } = loaded.explanation;
    const overlay = this.#overlay.render({
      map: loaded.maps.classMap(classIndex),
      limit: view.scaleLimit ?? loaded.maps.limitOfClass(classIndex, view),
      colormap,
      interpolation,
      byValue: opacityBy === 'value',
      area: mapArea(geometry),
    });
    const smoothColors = interpolation === 'bilinear';
    paintSeen(this.canvas, { picture: loaded.picture, geometry, overlay, opacity, smoothColors });
  }
}
