import type { Rect, Size } from '../../../src/cam/base/geometry.ts';
import type { Patch } from '../../../src/cam/results/units.ts';
import { context2d } from '../../shared/widgets/dom.ts';
import type { Mask } from '../state/viewState.ts';
import { sampleLevel, shade, traceContour } from './activationMask.ts';

/** Pixels between the samples of a contour. */
const CONTOUR_STEP = 3;

/** Opacity of the cover of the photo outside the mask. */
const SHADE_OPACITY = 0.72;

export interface Painting {
  picture: ImageBitmap;
  patch: Patch;
  /** The part that is shown, in photo pixels. */
  shown: Rect;
  mask: Mask;
  /** Fraction of the patch's largest activation. */
  threshold: number;
}

/** Draws a part of a photo into a canvas, as large as possible, with the mask of the activation. */
export function paintPatch(canvas: HTMLCanvasElement, painting: Painting): void {
  const { picture, patch, shown } = painting;
  const context = context2d(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const scale = Math.min(canvas.width / shown.width, canvas.height / shown.height);
  // Whole pixels, so that photo and mask end at the same edge.
  const width = Math.max(1, Math.round(shown.width * scale));
  const height = Math.max(1, Math.round(shown.height * scale));
  context.translate(
    Math.round((canvas.width - width) / 2),
    Math.round((canvas.height - height) / 2),
  );
  const small = picture.width / patch.geometry.photo.width;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    picture,
    shown.x * small,
    shown.y * small,
    shown.width * small,
    shown.height * small,
    0,
    0,
    width,
    height,
  );
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  paintMask(context, painting, { width, height });
}

function paintMask(
  context: CanvasRenderingContext2D,
  { patch, shown, mask, threshold }: Painting,
  drawing: Size,
): void {
  const { map, maximum, geometry } = patch;
  if (map === undefined || maximum <= 0 || mask === 'none') return;
  const limit = threshold * maximum;
  const step = mask === 'contour' ? CONTOUR_STEP : 1;
  const grid = {
    width: Math.max(2, Math.round(drawing.width / step)),
    height: Math.max(2, Math.round(drawing.height / step)),
  };
  const level = sampleLevel(map, geometry, shown, limit, grid);
  if (mask === 'contour') {
    const path = new Path2D();
    traceContour(path, level, drawing);
    strokeContour(context, path);
    return;
  }
  const cover = new OffscreenCanvas(grid.width, grid.height);
  cover.getContext('2d')?.putImageData(shade(level, limit, SHADE_OPACITY), 0, 0);
  context.drawImage(cover, 0, 0, drawing.width, drawing.height);
}

/** White between dark edges, visible on any photo. */
function strokeContour(context: CanvasRenderingContext2D, path: Path2D): void {
  const thin = Math.max(1, context.canvas.width / 90);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const [style, thickness] of [
    ['rgb(0 0 0 / 75%)', 3 * thin],
    ['#fff', 1.4 * thin],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = thickness;
    context.stroke(path);
  }
}
