import { context2d } from '../dom.ts';
import { strings } from '../strings.ts';
import { OverlayRenderer } from './overlayRenderer.ts';
import type { Scene } from './scene.ts';
import { drawBox } from './stageMarks.ts';
import type { PageState } from './store.ts';

/** Beyond this the map is interpolated in colours; no map has so many cells that it would show. */
const MAX_MAP_SIDE_PX = 4096;

/** The picture as the stage shows it, but in the photo's own pixels, without zoom and reading marks. */
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
    const seeThrough = view.layer === 'overlay';
    const overlay = new OverlayRenderer(side).render({ ...scene, seeThrough });
    context.globalAlpha = seeThrough ? view.opacity : 1;
    context.imageSmoothingEnabled = scene.smoothColors;
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
    context.globalAlpha = 1;
  }
  if (box) drawBox(context, box, Math.max(photo.width, photo.height) / 600);
  return canvas;
}

/** A picture with the lines that stand over it. */
export interface Captioned {
  picture: HTMLCanvasElement;
  lines: [string, string];
}

/** Pictures beside each other, each under its caption, on white; as large as they are. */
export function composeBeside(parts: readonly Captioned[]): HTMLCanvasElement {
  const width = Math.max(...parts.map(({ picture }) => picture.width));
  const height = Math.max(...parts.map(({ picture }) => picture.height));
  const fontPx = Math.max(Math.round(width / 24), 9);
  const gap = Math.round(fontPx / 2);
  const captionHeight = Math.round(fontPx * 3);
  const canvas = document.createElement('canvas');
  canvas.width = parts.length * width + (parts.length - 1) * gap;
  canvas.height = captionHeight + height;
  const context = context2d(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.textBaseline = 'middle';
  parts.forEach(({ picture, lines }, i) => {
    const left = i * (width + gap);
    lines.forEach((line, row) => {
      context.font = `${row === 0 ? 'bold ' : ''}${fontPx}px sans-serif`;
      context.fillText(line, left + gap / 2, fontPx * (0.85 + row * 1.3), width - gap);
    });
    context.drawImage(picture, left, captionHeight);
  });
  return canvas;
}

/** @throws Error where the canvas is too large for the browser. */
export async function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(strings.pngFailed));
    }, 'image/png');
  });
}
