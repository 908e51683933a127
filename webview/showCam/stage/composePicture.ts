import type { Size } from '../../../src/cam/base/geometry.ts';
import { OverlayRenderer } from '../../shared/map/overlayRenderer.ts';
import { drawBox } from '../../shared/map/stageMarks.ts';
import { context2d } from '../../shared/widgets/dom.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Scene } from './scene.ts';

/** Above this size the map is interpolated in colours; no map has enough cells to make this visible. */
const MAX_MAP_SIDE_PX = 4096;

/** The picture as on the stage, but in the photo's own pixels, without zoom and reading marks. */
export function composePicture(scene: Scene, { view }: Pick<PageState, 'view'>): HTMLCanvasElement {
  const { photo } = scene.loaded.explanation.geometry;
  const { area, box } = scene;
  const canvas = document.createElement('canvas');
  canvas.width = photo.width;
  canvas.height = photo.height;
  const context = context2d(canvas);
  if (view.layer !== 'map') context.drawImage(scene.loaded.picture, 0, 0);
  if (view.layer !== 'picture') {
    const side = Math.min(Math.ceil(Math.max(area.width, area.height)), MAX_MAP_SIDE_PX);
    const isOverlay = view.layer === 'overlay';
    const byValue = isOverlay && scene.byValue;
    const overlay = new OverlayRenderer(side).render({ ...scene, byValue });
    context.globalAlpha = isOverlay ? view.opacity : 1;
    context.imageSmoothingEnabled = scene.smoothColors;
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
    context.globalAlpha = 1;
  }
  if (box) drawBox(context, box, Math.max(photo.width, photo.height) / 600);
  return canvas;
}

/** A picture with the lines above it. */
export interface Captioned {
  picture: HTMLCanvasElement;
  lines: [string, string];
}

/** Pictures side by side at their own size, each under its caption, on white. */
export function composeBeside(parts: readonly Captioned[]): HTMLCanvasElement {
  const width = Math.max(...parts.map(({ picture }) => picture.width));
  const height = Math.max(...parts.map(({ picture }) => picture.height));
  const fontPx = Math.max(Math.round(width / 24), 9);
  const gap = Math.round(fontPx / 2);
  const size = { width: parts.length * width + (parts.length - 1) * gap, height };
  return composeCaptioned(parts, size, fontPx, (context, top) => {
    parts.forEach(({ picture }, i) => {
      context.drawImage(picture, i * (width + gap), top);
    });
  });
}

/**
 * Two pictures of the same size as one, under both captions.
 * @param divider fraction of the width that belongs to the left one
 */
export function composeDivided(
  left: Captioned,
  right: Captioned,
  divider: number,
): HTMLCanvasElement {
  const { width, height } = right.picture;
  const fontPx = Math.max(Math.round(width / 36), 9);
  return composeCaptioned([left, right], { width, height }, fontPx, (context, top) => {
    const at = Math.round(width * divider);
    context.drawImage(right.picture, 0, top);
    if (at > 0) context.drawImage(left.picture, 0, 0, at, height, 0, top, at, height);
    const line = Math.max(Math.round(width / 300), 1);
    context.fillRect(at - 1.5 * line, top, 3 * line, height);
    context.fillStyle = '#fff';
    context.fillRect(at - 0.5 * line, top, line, height);
  });
}

/** Captions side by side, black on white; below them `draw` draws from `top` on. */
function composeCaptioned(
  parts: readonly Captioned[],
  { width, height }: Size,
  fontPx: number,
  draw: (context: CanvasRenderingContext2D, top: number) => void,
): HTMLCanvasElement {
  const captionHeight = Math.round(fontPx * 3);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = captionHeight + height;
  const context = context2d(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.textBaseline = 'middle';
  const column = width / parts.length;
  parts.forEach(({ lines }, i) => {
    lines.forEach((line, row) => {
      context.font = `${row === 0 ? 'bold ' : ''}${fontPx}px sans-serif`;
      const y = fontPx * (0.85 + row * 1.3);
      context.fillText(line, i * column + fontPx / 4, y, column - fontPx / 2);
    });
  });
  draw(context, captionHeight);
  return canvas;
}

/** @throws Error if the canvas is too large for the browser. */
export async function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(strings.pngFailed));
    }, 'image/png');
  });
}
