import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';
import {
  opacityByValue,
  SIGNED_ENTRIES,
  signedColorTable,
} from '../../../src/cam/maps/pixels/colormap.ts';

const ZERO = (SIGNED_ENTRIES - 1) / 2;

/**
 * Colours of the scale from −limit to +limit as packed RGBA (little-endian, as `ImageData` wants it).
 * `byValue` lets the photo through where values are weak; otherwise every colour is opaque.
 */
export function palette(name: ColormapName, byValue: boolean): Uint32Array {
  const key = `${name} ${byValue}`;
  const known = made.get(key);
  if (known) return known;
  const colors = signedColorTable(name);
  const opacity = byValue ? opacityByValue() : undefined;
  const table = Uint32Array.from({ length: SIGNED_ENTRIES }, (_, i) => {
    const alpha = Math.round(255 * (opacity?.[i] ?? 1));
    const [red = 0, green = 0, blue = 0] = colors.subarray(i * 3, i * 3 + 3);
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  made.set(key, table);
  return table;
}

/** Colours values by a palette; values beyond ±limit get the colour of the end. */
export function paint(
  values: Float32Array,
  limit: number,
  table: Uint32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(values.length);
  const toIndex = ZERO / limit;
  const last = SIGNED_ENTRIES - 1;
  const count = values.length;
  for (let i = 0; i < count; i++) {
    const position = (values[i] ?? 0) * toIndex + ZERO + 0.5;
    // Truncation rounds to the nearest entry: positions are not negative here.
    pixels[i] = table[position <= 0 ? 0 : position >= last ? last : position | 0] ?? 0;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

const made = new Map<string, Uint32Array>();
