import { mapArea } from '../../src/cam/maps/box.ts';
import type { ViewState } from '../../src/protocol/showCam.ts';
import { context2d } from '../dom.ts';
import { OverlayRenderer } from './overlayRenderer.ts';
import type { Stage } from './stage.ts';
import { drawBox } from './stageMarks.ts';
import type { Loaded } from './store.ts';

/** Beyond this the map is interpolated in colours; no map has so many cells that it would show. */
const MAX_MAP_SIDE_PX = 4096;

/** The picture as the stage shows it, but in the photo's own pixels, without zoom and reading marks. */
export function composePicture(loaded: Loaded, view: ViewState, stage: Stage): HTMLCanvasElement {
  const { geometry } = loaded.explanation;
  const { photo } = geometry;
  const canvas = document.createElement('canvas');
  canvas.width = photo.width;
  canvas.height = photo.height;
  const context = context2d(canvas);
  if (view.layer !== 'map') context.drawImage(loaded.picture, 0, 0);
  if (view.layer !== 'picture') {
    const area = mapArea(geometry);
    const { map, limit } = loaded.maps.shown(view);
    const side = Math.min(Math.ceil(Math.max(area.width, area.height)), MAX_MAP_SIDE_PX);
    const overlay = new OverlayRenderer(side).render({
      map,
      limit,
      colormap: view.colormap,
      interpolation: view.interpolation,
      seeThrough: view.layer === 'overlay',
      area,
    });
    context.globalAlpha = view.layer === 'overlay' ? view.opacity : 1;
    context.imageSmoothingEnabled = view.interpolation === 'bilinear';
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
    context.globalAlpha = 1;
  }
  const box = view.showBox ? stage.box(loaded, view.boxThreshold) : undefined;
  if (box) drawBox(context, box, Math.max(photo.width, photo.height) / 600);
  return canvas;
}

/** @returns undefined where the canvas is too large for the browser. */
export async function toPng(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png');
  });
}
