import { interpolateLab, piecewise } from 'd3-interpolate';
import {
  interpolateBlues,
  interpolateInferno,
  interpolateMagma,
  interpolateRdBu,
  interpolateTurbo,
  interpolateViridis,
  interpolateYlOrRd,
} from 'd3-scale-chromatic';
import type { ScalarMap } from '../featureMap.ts';

export type ColormapName =
  | 'warmCool'
  | 'turbo'
  | 'viridis'
  | 'inferno'
  | 'magma'
  | 'jet'
  | 'diverging';

/** All colormaps, in display order. */
export const COLORMAP_NAMES: readonly ColormapName[] = [
  'warmCool',
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
 * 256 colours from low to high as RGB bytes: entry i is at 3·i. `warmCool` runs from pale yellow to dark red;
 * `diverging` from the most negative (blue) over white to the most positive (red).
 */
export function colormapTable(name: ColormapName): Uint8Array {
  return tableOf(256, (t) => colorAt(name, t));
}

/**
 * Colours for a signed map on [−scale, +scale]: 511 RGB entries, entry 255 is zero (see
 * {@link signedColorIndex}). The positive side is the colormap itself; the negative side starts from
 * the same colour at zero and grows steadily lighter in a hue that the colormap does not use.
 * `diverging` is blue, white, red; `warmCool` grows darker on both sides, blue and red.
 */
export function signedColorTable(name: ColormapName): Uint8Array {
  if (name === 'diverging') return tableOf(SIGNED_ENTRIES, (t) => colorAt(name, t));
  const positive = colormapTable(name);
  const negative =
    name === 'warmCool'
      ? (t: number) => interpolateBlues(1 - (1 - PALEST) * t)
      : piecewise(interpolateLab, [...NEGATIVE_STOPS[name], colorAt(name, 0)]);
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
 * Opacity of each entry of a {@link signedColorTable} for a map whose weak values let the photo through: 0 at zero,
 * smoothly up to 1 at half of the scale (3x² − 2x³ with x = 2·|value|/scale), 1 beyond.
 */
export function opacityByValue(): Float32Array {
  const zero = (SIGNED_ENTRIES - 1) / 2;
  return Float32Array.from({ length: SIGNED_ENTRIES }, (_, i) => {
    const x = Math.min(1, (2 * Math.abs(i - zero)) / zero);
    return x * x * (3 - 2 * x);
  });
}

/**
 * A map as RGBA pixels for `ImageData`: row-major, not premultiplied.
 * @param map already at the resolution of the drawing
 * @param table from {@link signedColorTable}
 * @param scale value of the last colour, in logit units, above 0
 * @param opacity 0…1 of each entry of the table; without it, every pixel is opaque
 */
export function paintMap(
  map: ScalarMap,
  table: Uint8Array,
  scale: number,
  opacity?: Float32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(map.values.length * 4);
  let at = 0;
  for (const value of map.values) {
    const index = signedColorIndex(value, scale);
    const entry = index * 3;
    pixels[at++] = table[entry] as number;
    pixels[at++] = table[entry + 1] as number;
    pixels[at++] = table[entry + 2] as number;
    pixels[at++] = opacity ? 255 * (opacity[index] as number) : 255;
  }
  return pixels;
}

const VIOLET = ['rgb(226, 214, 255)', 'rgb(128, 92, 200)'];
const ICE_BLUE = ['rgb(190, 244, 255)', 'rgb(24, 112, 150)'];

/** Far end and middle of the negative sides: violet beside maps of blue and green, ice blue beside the warm ones. */
const NEGATIVE_STOPS: Record<Exclude<ColormapName, 'diverging' | 'warmCool'>, string[]> = {
  turbo: VIOLET,
  viridis: VIOLET,
  inferno: ICE_BLUE,
  magma: ICE_BLUE,
  jet: VIOLET,
};

/** The first part of the warm and the cool colours is nearly white. */
const PALEST = 0.2;

function colorAt(name: ColormapName, t: number): string {
  switch (name) {
    case 'warmCool':
      return interpolateYlOrRd(PALEST + (1 - PALEST) * t);
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
