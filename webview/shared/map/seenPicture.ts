import type { Geometry } from '../../../src/cam/base/geometry.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import { context2d } from '../widgets/dom.ts';

export interface SeenPicture {
  /** The whole photo, of any size. */
  picture: CanvasImageSource;
  geometry: Geometry;
  /** The coloured map. */
  overlay: CanvasImageSource;
  /** 0…1 */
  opacity: number;
  /** Whether the browser may interpolate the colours when it enlarges them. */
  smoothColors: boolean;
}

/**
 * Draws the part of the photo that the model saw under its map, as large as possible in the canvas. After that the
 * canvas is in photo pixels.
 * @returns one pixel of the canvas in photo pixels
 */
export function paintSeen(canvas: HTMLCanvasElement, seenPicture: SeenPicture): number {
  const { picture, geometry, overlay, opacity, smoothColors } = seenPicture;
  const { seen, photo } = geometry;
  const { width, height } = canvas;
  const fit = Math.min(width / seen.width, height / seen.height);
  const left = width / 2 - (seen.x + seen.width / 2) * fit;
  const top = height / 2 - (seen.y + seen.height / 2) * fit;
  const context = context2d(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(fit, 0, 0, fit, left, top);
  context.save();
  context.beginPath();
  context.rect(seen.x, seen.y, seen.width, seen.height);
  context.clip();
  context.imageSmoothingQuality = 'medium';
  context.drawImage(picture, 0, 0, photo.width, photo.height);
  const area = mapArea(geometry);
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = smoothColors;
  context.drawImage(overlay, area.x, area.y, area.width, area.height);
  context.restore();
  return 1 / fit;
}
