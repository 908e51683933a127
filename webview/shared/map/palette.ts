import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';
import { SIGNED_ENTRIES, signedColorTable } from '../../../src/cam/maps/pixels/colormap.ts';

const ZERO = (SIGNED_ENTRIES - 1) / 2;
/** Opacity of the diverging colours grows this much faster than the value, so that weak evidence is visible. */
const SEE_THROUGH_GAIN = 2.5;

/**
 * Colours of the scale from −limit to +limit as packed RGBA (little-endian, as `ImageData` wants it).
 * `seeThrough` lets the neutral middle of the diverging scale be transparent, so that the photo stays
 * readable under it; the sequential scales cover everything.
 */
export function palette(name: ColormapName, seeThrough: boolean): Uint32Array {
  const key = `${name} ${seeThrough}`;
  const known = made.get(key);
  if (known) return known;
  const colors = signedColorTable(name);
  const table = Uint32Array.from({ length: SIGNED_ENTRIES }, (_, i) => {
    const strength = Math.min(1, (Math.abs(i - ZERO) / ZERO) * SEE_THROUGH_GAIN);
    const alpha = seeThrough && name === 'diverging' ? Math.round(255 * strength) : 255;
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
