import type { Size } from '../../../src/cam/base/geometry.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';

/** The largest magnification, in CSS pixels per photo pixel. */
const MAX_SCALE = 32;

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

export function viewportOf(stage: Size, photo: Size, placement: Placement): Viewport {
  const view = clamped(stage, photo, placement);
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
  const zoom = zoomWithin(stage, photo, view.zoom * factor);
  const kept = toPhoto(viewportOf(stage, photo, view), at);
  const scale = fitScale(stage, photo) * zoom;
  return clamped(stage, photo, {
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
  return clamped(stage, photo, {
    zoom: view.zoom,
    panX: view.panX - deltaX / scale / photo.width,
    panY: view.panY - deltaY / scale / photo.height,
  });
}

/** Along a side that fits, the picture is centred; along the other one, it leaves no room at either end. */
function clamped(stage: Size, photo: Size, { zoom, panX, panY }: Placement): Placement {
  const within = zoomWithin(stage, photo, zoom);
  const scale = fitScale(stage, photo) * within;
  const clamp = (pan: number, room: number, length: number): number => {
    const reach = Math.max(0, (length * scale - room) / 2) / (length * scale);
    return Math.min(Math.max(pan, -reach), reach);
  };
  return {
    zoom: within,
    panX: clamp(panX, stage.width, photo.width),
    panY: clamp(panY, stage.height, photo.height),
  };
}

/** From the whole picture to {@link MAX_SCALE}, which a small picture may reach at once. */
function zoomWithin(stage: Size, photo: Size, zoom: number): number {
  return Math.min(Math.max(zoom, 1), Math.max(1, MAX_SCALE / fitScale(stage, photo)));
}

/** The left and right edge of the visible photo on the stage, in CSS pixels. */
export function visibleSpan(
  { originX, scale }: Viewport,
  photo: Size,
  stage: Size,
): { from: number; to: number } {
  return { from: Math.max(originX, 0), to: Math.min(originX + photo.width * scale, stage.width) };
}

function fitScale(stage: Size, photo: Size): number {
  return Math.max(Math.min(stage.width / photo.width, stage.height / photo.height), 1e-4);
}
