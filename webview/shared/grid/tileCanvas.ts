import type { Geometry } from '../../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import { DEFAULT_LOOK } from '../../../src/cam/maps/pixels/defaultLook.ts';
import { OverlayRenderer } from '../map/overlayRenderer.ts';
import { paintSeen } from '../map/seenPicture.ts';
import { context2d } from '../widgets/dom.ts';

/** Side of a smooth map before the canvas enlarges it: enough for 14×14 cells. */
const MAP_SIDE_PX = 160;

/** A map, and how it is drawn. */
export interface TileMap {
  map: ScalarMap;
  limit: number;
  interpolation: 'bilinear' | 'cells';
}

/** The part of a photo that the model saw, with a map over it. */
export class TileCanvas {
  readonly element = document.createElement('canvas');
  readonly #overlay = new OverlayRenderer(MAP_SIDE_PX);
  readonly #nothing = document.createElement('canvas');

  constructor() {
    this.element.className = 'tile-picture';
    this.element.setAttribute('aria-hidden', 'true');
    this.#nothing.width = 1;
    this.#nothing.height = 1;
  }

  /**
   * @param tileMap undefined: the photo alone
   * @returns one pixel of the canvas in photo pixels; the canvas then is in photo pixels
   */
  draw(
    picture: ImageBitmap,
    geometry: Geometry,
    tileMap: TileMap | undefined,
    sidePx: number,
  ): number {
    this.#setSide(sidePx);
    const overlay = tileMap
      ? this.#overlay.render({
          ...tileMap,
          colormap: DEFAULT_LOOK.colormap,
          byValue: true,
          area: mapArea(geometry),
        })
      : this.#nothing;
    return paintSeen(this.element, {
      picture,
      geometry,
      overlay,
      opacity: DEFAULT_LOOK.opacity,
      smoothColors: tileMap?.interpolation !== 'cells',
    });
  }

  clear(): void {
    const context = context2d(this.element);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.element.width, this.element.height);
  }

  #setSide(sidePx: number): void {
    const side = Math.round(sidePx * Math.min(2, window.devicePixelRatio || 1));
    if (this.element.width === side) return;
    this.element.width = side;
    this.element.height = side;
  }
}
