import type { Size } from '../../../src/cam/base/geometry.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';

export const MAX_ZOOM = 40;

export interface Point {
  x: number;
  y: number;
}

/**
 * Position of the photo on the stage, in CSS pixels: stage = origin + photo·scale. `zoom` 1 fits the photo; the pan is
 * the offset of the middle of the stage from the middle of the photo, as a fraction of the photo, so that it means the
 * same at every size of the panel.
 */
export interface Viewport {
  scale: number;
  originX: number;
  originY: number;
}

type Placement = Pick<ViewState, 'zoom' | 'panX' | 'panY'>;

export function viewportOf(stage: Size, photo: Size, view: Placement): Viewport {
  const scale = fitScale(stage, photo) * view.zoom;
  return {
    scale,
    originX: stage.width / 2 - photo.width * (0.5 + view.panX) * scale,
    originY: stage.height / 2 - photo.height * (0.5 + view.panY) * scale,
  };
}

export function toPhoto(viewport: Viewport, at: Point): Point {
  return {
    x: (at.x - viewport.originX) / viewport.scale,
    y: (at.y - viewport.originY) / viewport.scale,
  };
}

/** The placement after zooming by `factor` such that the point under `at` stays where it is. */
export function zoomAt(
  stage: Size,
  photo: Size,
  view: Placement,
  at: Point,
  factor: number,
): Placement {
  const zoom = Math.min(Math.max(view.zoom * factor, 1), MAX_ZOOM);
  const kept = toPhoto(viewportOf(stage, photo, view), at);
  const scale = fitScale(stage, photo) * zoom;
  return clampPan({
    zoom,
    panX: (kept.x + (stage.width / 2 - at.x) / scale) / photo.width - 0.5,
    panY: (kept.y + (stage.height / 2 - at.y) / scale) / photo.height - 0.5,
  });
}

/** The placement after moving the picture by CSS pixels. */
export function panBy(
  stage: Size,
  photo: Size,
  view: Placement,
  deltaX: number,
  deltaY: number,
): Placement {
  const scale = fitScale(stage, photo) * view.zoom;
  return clampPan({
    zoom: view.zoom,
    panX: view.panX - deltaX / scale / photo.width,
    panY: view.panY - deltaY / scale / photo.height,
  });
}

/** At fit the picture is centred; beyond it, the middle of the stage stays on the picture. */
function clampPan({ zoom, panX, panY }: Placement): Placement {
  const reach = Math.min(0.5, (zoom - 1) / 2);
  const clamp = (pan: number): number => Math.min(Math.max(pan, -reach), reach);
  return { zoom, panX: clamp(panX), panY: clamp(panY) };
}

/** The left and right edge of the visible photo on the stage, in CSS pixels. */
export function visibleSpan(
  { originX, scale }: Viewport,
  photo: Size,
  stage: Size,
): { from: number; to: number } {
  return { from: Math.max(originX, 0), to: Math.min(originX + photo.width * scale, stage.width) };
}

const MARGIN_PX = 8;

function fitScale(stage: Size, photo: Size): number {
  return Math.max(
    Math.min(
      (stage.width - 2 * MARGIN_PX) / photo.width,
      (stage.height - 2 * MARGIN_PX) / photo.height,
    ),
    1e-4,
  );
}
