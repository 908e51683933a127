import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { DEFAULT_LOOK } from '../../../src/cam/maps/pixels/defaultLook.ts';
import { OverlayRenderer } from '../map/overlayRenderer.ts';

const SIDE_PX = 160;

/** A map without a photo; its colours end at its own largest value. */
export function mapCanvas(map: ScalarMap, label: string): HTMLCanvasElement {
  const limit = map.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const canvas = new OverlayRenderer(SIDE_PX).render({
    ...{ map, limit, colormap: DEFAULT_LOOK.colormap, interpolation: 'bilinear' as const },
    byValue: false,
    area: { width: 1, height: 1 },
  });
  canvas.className = 'map-canvas';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  canvas.title = label;
  return canvas;
}
