import { interpolateLab, piecewise } from 'd3-interpolate';
import {
  interpolateInferno,
  interpolateMagma,
  interpolateRdBu,
  interpolateTurbo,
  interpolateViridis,
} from 'd3-scale-chromatic';
import type { ScalarMap } from '../featureMap.ts';

export type ColormapName = 'turbo' | 'viridis' | 'inferno' | 'magma' | 'jet' | 'diverging';

/** All colormaps, in display order. */
export const COLORMAP_NAMES: readonly ColormapName[] = [
  'turbo',
  'viridis',
  'inferno',
  'magma',
  'jet',
  'diverging',
];

/** Entries of a {@link signedColorTable}: 255 negative, zero, 255 positive. */
export const SIGNED_ENTRIES = 511;

/**
 * 256 colours from low to high as RGB bytes: entry i is at 3·i. `diverging` runs from the most
 * negative (blue) over white to the most positive (red).
 */
export function colormapTable(name: ColormapName): Uint8Array {
  return tableOf(256, (t) => colorAt(name, t));
}

/**
 * Colours for a signed map on [−scale, +scale]: 511 RGB entries, entry 255 is zero (see
 * {@link signedColorIndex}). The positive side is the colormap itself; the negative side starts from
 * the same colour at zero and grows steadily lighter in a hue that the colormap does not use.
 * `diverging` is blue, white, red.
 */
export function signedColorTable(name: ColormapName): Uint8Array {
  if (name === 'diverging') return tableOf(SIGNED_ENTRIES, (t) => colorAt(name, t));
  const positive = colormapTable(name);
  const negative = piecewise(interpolateLab, [...NEGATIVE_STOPS[name], colorAt(name, 0)]);
  const table = new Uint8Array(SIGNED_ENTRIES * 3);
  table.set(tableOf(256, negative));
  table.set(positive, 255 * 3);
  return table;
}

/** Entry of a {@link signedColorTable} for a value in logit units; values beyond ±scale are clamped. */
export function signedColorIndex(value: number, scale: number): number {
  return Math.min(Math.max(Math.round((value / scale) * 255), -255), 255) + 255;
}

/**
 * A map as RGBA pixels for `ImageData`: row-major, not premultiplied.
 * @param map already at the resolution of the drawing
 * @param table from {@link signedColorTable}
 * @param scale value of the last colour, in logit units, above 0
 * @param alpha 0…255 for every pixel
 */
export function paintMap(
  map: ScalarMap,
  table: Uint8Array,
  scale: number,
  alpha = 255,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(map.values.length * 4);
  let at = 0;
  for (const value of map.values) {
    const entry = signedColorIndex(value, scale) * 3;
    pixels[at++] = table[entry] as number;
    pixels[at++] = table[entry + 1] as number;
    pixels[at++] = table[entry + 2] as number;
    pixels[at++] = alpha;
  }
  return pixels;
}

const VIOLET = ['rgb(226, 214, 255)', 'rgb(128, 92, 200)'];
const ICE_BLUE = ['rgb(190, 244, 255)', 'rgb(24, 112, 150)'];

/** Far end and middle of the negative sides: violet beside maps of blue and green, ice blue beside the warm ones. */
const NEGATIVE_STOPS: Record<Exclude<ColormapName, 'diverging'>, string[]> = {
  turbo: VIOLET,
  viridis: VIOLET,
  inferno: ICE_BLUE,
  magma: ICE_BLUE,
  jet: VIOLET,
};

function colorAt(name: ColormapName, t: number): string {
  switch (name) {
    case 'turbo':
      return interpolateTurbo(t);
    case 'viridis':
      return interpolateViridis(t);
    case 'inferno':
      return interpolateInferno(t);
    case 'magma':
      return interpolateMagma(t);
    case 'jet':
      return jet(t);
    case 'diverging':
      return interpolateRdBu(1 - t);
  }
}

/** MATLAB's jet: three trapezoids of slope 4, blue rising from ½ at 0, red falling to ½ at 1. */
function jet(t: number): string {
  const channel = (centre: number): number =>
    Math.round(255 * Math.min(Math.max(1.5 - Math.abs(4 * t - centre), 0), 1));
  return `rgb(${channel(3)}, ${channel(2)}, ${channel(1)})`;
}

function tableOf(entries: number, colorOf: (t: number) => string): Uint8Array {
  const table = new Uint8Array(entries * 3);
  for (let i = 0; i < entries; i++) table.set(parseColor(colorOf(i / (entries - 1))), i * 3);
  return table;
}

/** The two forms that the colour libraries write: `#rrggbb` and `rgb(r, g, b)`. */
function parseColor(color: string): number[] {
  if (color.startsWith('#')) {
    return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  }
  return (color.match(/\d+/g) ?? []).map(Number);
}
