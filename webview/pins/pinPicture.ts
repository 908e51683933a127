import type { Rect } from '../../src/cam/base/geometry.ts';
import { mapArea } from '../../src/cam/maps/pixels/box.ts';
import { DEFAULT_LOOK } from '../../src/cam/maps/pixels/defaultLook.ts';
import type { MapDrawing } from '../../src/cam/results/brief.ts';
import { OverlayRenderer } from '../shared/map/overlayRenderer.ts';
import { paintSeen } from '../shared/map/seenPicture.ts';
import { drawBox, drawFormerBox } from '../shared/map/stageMarks.ts';
import { context2d } from '../shared/widgets/dom.ts';

/** Side of the canvas; the style sheet scales it to the width of the view. */
const SIDE = 336;

/** The boxes of the first class, in photo pixels; `before` if the box has visibly moved. */
export interface PinBoxes {
  now: Rect | undefined;
  before: Rect | undefined;
}

/** The part of an image that the model saw, under the map of its first class, as *Show CAM* draws it by default. */
export class PinPicture {
  readonly canvas = document.createElement('canvas');
  readonly #overlay = new OverlayRenderer(SIDE);

  constructor() {
    this.canvas.className = 'pin-picture';
    this.canvas.width = SIDE;
    this.canvas.height = SIDE;
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  draw(picture: ImageBitmap, drawing: MapDrawing, { now, before }: PinBoxes): void {
    const { map, limit, geometry, interpolation } = drawing;
    const { colormap, opacity } = DEFAULT_LOOK;
    const area = mapArea(geometry);
    const overlay = this.#overlay.render({
      ...{ map, limit, colormap, interpolation, area },
      byValue: true,
    });
    const smoothColors = interpolation === 'bilinear';
    const seen = { picture, geometry, overlay, opacity, smoothColors };
    const perCssPixel = SIDE / (this.canvas.clientWidth || SIDE / 3);
    const pixel = paintSeen(this.canvas, seen) * perCssPixel;
    const context = context2d(this.canvas);
    if (before) drawFormerBox(context, before, pixel);
    if (now) drawBox(context, now, pixel);
  }

  /** The image alone, while there is no map of it. */
  drawPlain(picture: ImageBitmap): void {
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    const scale = SIDE / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    context.drawImage(picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
  }

  clear(): void {
    const context = context2d(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
  }
}
