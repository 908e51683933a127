import type { Random } from './random.ts';

const shadow = '#10141c';

/** Hue in degrees (any multiple), saturation and lightness in percent, as `#rrggbb`. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const h = (((hue % 360) + 360) % 360) / 360;
  const s = saturation / 100;
  const l = lightness / 100;
  const upper = l < 0.5 ? l * (1 + s) : l + s - l * s;
  const lower = 2 * l - upper;
  const channel = (shift: number): number => {
    const t = (h + shift + 1) % 1;
    if (t < 1 / 6) {
      return lower + (upper - lower) * 6 * t;
    }
    if (t < 1 / 2) {
      return upper;
    }
    return t < 2 / 3 ? lower + (upper - lower) * (2 / 3 - t) * 6 : lower;
  };
  return toHex([1 / 3, 0, -1 / 3].map((shift) => channel(shift) * 255));
}

/** The color a share `amount` of the way from one color to another. */
export function mix(from: string, to: string, amount: number): string {
  const target = toChannels(to);
  return toHex(toChannels(from).map((value, i) => value + ((target[i] ?? value) - value) * amount));
}

export function lighter(color: string, amount: number): string {
  return mix(color, '#ffffff', amount);
}

export function darker(color: string, amount: number): string {
  return mix(color, shadow, amount);
}

export function woodColor(random: Random): string {
  return random.pick([
    '#8a5a3b',
    '#a9744f',
    '#c89b6d',
    '#6b4630',
    '#d9b98c',
    '#b98b5e',
    '#f0e6d8',
    '#4d3a2f',
  ]);
}

export function metalColor(random: Random): string {
  return random.pick([
    '#e9edf0',
    '#c9d0d6',
    '#f7f7f4',
    '#5b646e',
    '#d8e3e8',
    '#b7423f',
    '#3d4a5c',
    '#9fc2b8',
  ]);
}

export function porcelainColor(random: Random): string {
  return random.pick(['#fbfdff', '#f1f5f7', '#fdf6ec', '#e6f2f4', '#f6e6ea']);
}

export function vividColor(random: Random): string {
  return hsl(random.between(0, 360), random.between(45, 80), random.between(42, 62));
}

export function softColor(random: Random): string {
  return hsl(random.between(0, 360), random.between(22, 50), random.between(50, 74));
}

function toChannels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

function toHex(channels: readonly number[]): string {
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
