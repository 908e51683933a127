import type { Geometry, Rect, Size } from '../../../src/cam/base/geometry.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';

/** One cell of the map, in photo pixels. */
export function cellRect(cell: { x: number; y: number }, grid: Size, geometry: Geometry): Rect {
  const area = mapArea(geometry);
  const width = area.width / grid.width;
  const height = area.height / grid.height;
  return { x: area.x + cell.x * width, y: area.y + cell.y * height, width, height };
}

/**
 * The part that the model saw: the rest of the photo is dimmed and a dashed line surrounds the part. Draws nothing if
 * it saw the whole photo.
 * @param pixel one CSS pixel in photo pixels
 */
export function drawSeen(
  context: CanvasRenderingContext2D,
  { photo, seen }: Geometry,
  pixel: number,
): void {
  const whole = seen.width > photo.width - 0.5 && seen.height > photo.height - 0.5;
  if (whole) return;
  context.save();
  context.beginPath();
  context.rect(0, 0, photo.width, photo.height);
  context.rect(seen.x, seen.y, seen.width, seen.height);
  context.fillStyle = 'rgb(0 0 0 / 45%)';
  context.fill('evenodd');
  context.restore();
  outline(context, seen, pixel, [5 * pixel, 4 * pixel], 1);
}

export function drawBox(context: CanvasRenderingContext2D, box: Rect, pixel: number): void {
  outline(context, box, pixel, [], 2);
}

/** The earlier place of a box. */
export function drawFormerBox(context: CanvasRenderingContext2D, box: Rect, pixel: number): void {
  outline(context, box, pixel, [4 * pixel, 3 * pixel], 1);
}

export function drawCell(context: CanvasRenderingContext2D, cell: Rect, pixel: number): void {
  outline(context, cell, pixel, [], 1);
}

/** A white line on a dark one: visible on every photo and every colormap. */
function outline(
  context: CanvasRenderingContext2D,
  rect: Rect,
  pixel: number,
  dash: number[],
  widthPx: number,
): void {
  context.save();
  context.lineJoin = 'miter';
  context.strokeStyle = 'rgb(0 0 0 / 75%)';
  context.lineWidth = (widthPx + 2) * pixel;
  context.strokeRect(rect.x, rect.y, rect.width, rect.height);
  context.setLineDash(dash);
  context.strokeStyle = '#fff';
  context.lineWidth = widthPx * pixel;
  context.strokeRect(rect.x, rect.y, rect.width, rect.height);
  context.restore();
}
