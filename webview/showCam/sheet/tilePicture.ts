import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import { magnitudePercentile } from '../../../src/cam/maps/pixels/fineMap.ts';
import type { BriefExplanation, MapDrawing } from '../../../src/cam/results/brief.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import { OverlayRenderer } from '../../shared/map/overlayRenderer.ts';
import { paintSeen } from '../../shared/map/seenPicture.ts';
import { context2d } from '../../shared/widgets/dom.ts';
import { isOfPixels } from '../state/mapWays.ts';

/** Side of the canvas; the style sheet scales it to the tile. */
const SIDE = 320;

/** Side of a smooth map before the canvas enlarges it: enough for 14×14 cells. */
const MAP_SIDE = 160;

/** The part of an image that the model saw, under the map of its first class, as the user draws the large one. */
export class TilePicture {
  readonly canvas = document.createElement('canvas');
  readonly #overlay = new OverlayRenderer(MAP_SIDE);

  constructor() {
    this.canvas.className = 'tile-picture';
    this.canvas.width = SIDE;
    this.canvas.height = SIDE;
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  draw(picture: ImageBitmap, { drawing }: BriefExplanation, view: ViewState): void {
    const { map, geometry } = drawing;
    const interpolation = drawing.interpolation === 'cells' ? 'cells' : view.interpolation;
    const overlay = this.#overlay.render({
      map,
      limit: view.scaleLimit ?? limitOf(drawing, view),
      colormap: view.colormap,
      interpolation,
      byValue: view.layer === 'overlay' && view.opacityBy === 'value',
      area: mapArea(geometry),
    });
    paintSeen(this.canvas, {
      picture,
      geometry,
      overlay,
      opacity: opacityOf(view),
      smoothColors: interpolation === 'bilinear',
    });
  }

  clear(): void {
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
  }
}

/** Maps of pixels are clipped as the large one is. */
function limitOf({ way, map, limit }: MapDrawing, { clip }: ViewState): number {
  return (isOfPixels(way) && magnitudePercentile(map, clip)) || limit;
}

function opacityOf({ layer, opacity }: ViewState): number {
  if (layer === 'overlay') return opacity;
  return layer === 'map' ? 1 : 0;
}
