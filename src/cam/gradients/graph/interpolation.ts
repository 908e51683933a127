import type { AxisMatrix } from './axisMatrix.ts';
import { axisMatrix } from './axisMatrix.ts';

export const MODES = ['nearest', 'linear', 'cubic'] as const;

export const COORDINATES = [
  'half_pixel',
  'asymmetric',
  'align_corners',
  'pytorch_half_pixel',
  'tf_half_pixel_for_nn',
  'half_pixel_symmetric',
  'tf_crop_and_resize',
] as const;

/** `simple` is what was done before version 11, when nothing could be chosen. */
export const ROUNDINGS = [
  'round_prefer_floor',
  'round_prefer_ceil',
  'floor',
  'ceil',
  'simple',
] as const;

/** How a map is made larger or smaller, in the terms of ONNX. */
export interface Interpolation {
  mode: (typeof MODES)[number];
  /** `coordinate_transformation_mode` */
  coordinates: (typeof COORDINATES)[number];
  /** `nearest_mode` */
  nearest: (typeof ROUNDINGS)[number];
  /** `cubic_coeff_a` */
  cubic: number;
  excludeOutside: boolean;
  /** Whether a smaller map takes the mean over what lies under a new position, as Pillow does. */
  antialias: boolean;
}

/** An axis that is made larger or smaller. */
export interface ResizedAxis {
  axis: number;
  input: number;
  output: number;
  scale: number;
  /** The part of the axis that is taken, for the coordinates `tf_crop_and_resize`. */
  region: readonly [start: number, end: number];
}

const { fround } = Math;

/** The matrix of an interpolation: one row for each new position. */
export function interpolationMatrix(resized: ResizedAxis, settings: Interpolation): AxisMatrix {
  const { axis, input, output } = resized;
  const isCrop = settings.coordinates === 'tf_crop_and_resize';
  return axisMatrix(axis, output, input, (set) => {
    for (let o = 0; o < output; o++) {
      const place = originalPlace(o, resized, settings);
      // A constant stands there.
      if (isCrop && (place < 0 || place > input - 1)) continue;
      for (const [at, share] of sharesAt(place, resized, settings)) {
        set(o, Math.min(input - 1, Math.max(0, at)), share);
      }
    }
  });
}

/**
 * Where a new position is in the axis before. Rounded after each step as the runtime's float32 does, because the
 * nearest position depends on it halfway between two.
 */
function originalPlace(
  o: number,
  { input, output, scale, region: [start, end] }: ResizedAxis,
  { coordinates }: Interpolation,
): number {
  const halfPixel = () => fround(fround(fround(o + 0.5) / scale) - 0.5);
  switch (coordinates) {
    case 'asymmetric':
      return fround(o / scale);
    case 'half_pixel':
      return halfPixel();
    case 'pytorch_half_pixel':
      return output > 1 ? halfPixel() : 0;
    case 'tf_half_pixel_for_nn':
      return fround(fround(o + 0.5) / scale);
    case 'align_corners':
      return output > 1 ? fround((o * (input - 1)) / (output - 1)) : 0;
    case 'half_pixel_symmetric': {
      const adjustment = fround(output / fround(scale * input));
      return fround(fround((input / 2) * fround(1 - adjustment)) + halfPixel());
    }
    case 'tf_crop_and_resize':
      if (output === 1) return fround(0.5 * (start + end) * (input - 1));
      return fround(start * (input - 1) + (o * (end - start) * (input - 1)) / (output - 1));
  }
}

/** Positions, which may be outside the axis, and their shares. */
function sharesAt(
  place: number,
  resized: ResizedAxis,
  settings: Interpolation,
): [number, number][] {
  const { input, scale } = resized;
  switch (settings.mode) {
    case 'nearest':
      return [[nearestTo(place, scale, settings), 1]];
    case 'linear': {
      if (settings.antialias) return smoothedShares(place, resized, settings);
      const inside = Math.min(input - 1, Math.max(0, place));
      const first = Math.floor(inside);
      return [
        [first, 1 - (inside - first)],
        [first + 1, inside - first],
      ];
    }
    case 'cubic':
      if (settings.antialias) return smoothedShares(place, resized, settings);
      return cubicShares(place, input, settings);
  }
}

/** The kernel is as wide as what lies under a new position. */
function smoothedShares(
  place: number,
  { input, scale }: ResizedAxis,
  { mode, cubic, excludeOutside }: Interpolation,
): [number, number][] {
  const width = Math.max(1, 1 / scale);
  const support = (mode === 'cubic' ? 2 : 1) * width;
  const shares: [number, number][] = [];
  for (let at = Math.floor(place - support) + 1; at < place + support; at++) {
    const t = Math.abs(at - place) / width;
    const share = mode === 'cubic' ? cubicKernel(t, cubic) : 1 - t;
    if (!excludeOutside || (at >= 0 && at < input)) shares.push([at, share]);
  }
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  return shares.map(([at, share]) => [at, share / sum]);
}

/** Keys, Cubic convolution interpolation (1981), with a = `cubic_coeff_a`. */
function cubicKernel(t: number, a: number): number {
  return t <= 1 ? ((a + 2) * t - (a + 3)) * t * t + 1 : a * (((t - 5) * t + 8) * t - 4);
}

function nearestTo(place: number, scale: number, { nearest }: Interpolation): number {
  switch (nearest) {
    case 'round_prefer_floor':
      return Math.ceil(place - 0.5);
    case 'simple':
      return scale < 1 ? Math.ceil(place) : Math.trunc(place);
    case 'floor':
      return Math.floor(place);
    case 'ceil':
      return Math.ceil(place);
    case 'round_prefer_ceil':
      return Math.floor(place + 0.5);
  }
}

function cubicShares(
  place: number,
  input: number,
  { cubic: a, excludeOutside }: Interpolation,
): [number, number][] {
  const first = Math.floor(place) - 1;
  const all = [0, 1, 2, 3].map((i): [number, number] => {
    return [first + i, cubicKernel(Math.abs(place - first - i), a)];
  });
  if (!excludeOutside) return all;
  const inside = all.filter(([at]) => at >= 0 && at < input);
  const sum = inside.reduce((total, [, share]) => total + share, 0);
  return inside.map(([at, share]) => [at, share / sum]);
}
