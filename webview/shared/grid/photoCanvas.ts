import type { Rect, Size } from '../../../src/cam/base/geometry.ts';
import { drawBox, drawFormerBox } from '../map/stageMarks.ts';
import type { Thumbnails } from '../page/thumbnails.ts';
import { context2d } from '../widgets/dom.ts';
import { TileCanvas } from './tileCanvas.ts';
import { WantedPhoto } from './wantedPhoto.ts';

/** What is drawn over a whole photo, in its pixels. */
export interface PhotoBoxes {
  photo: Size;
  /** Dashed. */
  annotated: readonly Rect[];
  found: Rect | undefined;
}

/** A whole photo, with boxes over it. */
export class PhotoCanvas {
  readonly #canvas = new TileCanvas();
  readonly #photo: WantedPhoto;
  readonly #onFailure: () => void;
  #shown: { path: string; sidePx: number; boxes: PhotoBoxes | undefined } | undefined;

  /** @param onFailure the file can no longer be read */
  constructor(thumbnails: Thumbnails, onFailure: () => void = () => undefined) {
    this.#onFailure = onFailure;
    this.#photo = new WantedPhoto(thumbnails, () => this.#draw());
  }

  get element(): HTMLCanvasElement {
    return this.#canvas.element;
  }

  /** @param path absolute */
  show(path: string, sidePx: number, boxes?: PhotoBoxes): void {
    this.#shown = { path, sidePx, boxes };
    this.#draw();
  }

  /** It is no longer in view. */
  forget(): void {
    this.#photo.forget();
    this.#shown = undefined;
    this.#canvas.clear();
  }

  #draw(): void {
    if (!this.#shown) return;
    const { path, sidePx, boxes } = this.#shown;
    const picture = this.#photo.of(path);
    if (picture === undefined || picture === 'failed') {
      this.#canvas.clear();
      if (picture === 'failed') this.#onFailure();
      return;
    }
    const size = boxes?.photo ?? { width: picture.width, height: picture.height };
    const whole = { x: 0, y: 0, ...size };
    const geometry = { photo: size, resized: size, crop: whole, seen: whole };
    const pixel = this.#canvas.draw(picture, geometry, undefined, sidePx);
    if (!boxes) return;
    const context = context2d(this.element);
    const line = pixel * Math.min(2, window.devicePixelRatio || 1);
    for (const box of boxes.annotated) drawFormerBox(context, box, 1.5 * line);
    if (boxes.found) drawBox(context, boxes.found, line);
  }
}
