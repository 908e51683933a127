import type { Markish } from '@observablehq/plot';
import { line, text } from '@observablehq/plot';
import type { Margins } from './drawPlot.ts';
import { LETTER } from './drawPlot.ts';
import type { SeriesLook } from './series.ts';

/** Distance of two lines of a key, in CSS pixels. */
export const KEY_STEP = 20;

/** Length of the sample of a line, and its distance from its name. */
const SAMPLE = { length: 26, gap: 6 };

export interface KeyEntry {
  name: string;
  look: SeriesLook;
  /** Left end of the sample and middle of the line of text, in CSS pixels of the plot. */
  x: number;
  y: number;
}

/** A frame whose two axes run from 0 to 1. */
export interface UnitFrame {
  width: number;
  height: number;
  margins: Margins;
}

/** A piece of each curve with its name. It stands outside the frame, so curves that lie on each other hide no name. */
export function curveKey(entries: readonly KeyEntry[], frame: UnitFrame): Markish[] {
  const { width, height, margins } = frame;
  const across = (x: number) => (x - margins.left) / (width - margins.left - margins.right);
  const up = (y: number) => (height - margins.bottom - y) / (height - margins.top - margins.bottom);
  return entries.flatMap(({ name, look, x, y }) => [
    line([x, x + SAMPLE.length], { x: across, y: () => up(y), ...look }),
    text([x + SAMPLE.length + SAMPLE.gap], {
      ...{ x: across, y: () => up(y), text: () => name, textAnchor: 'start' as const },
    }),
  ]);
}

/** Room for the longest of the names, in CSS pixels. */
export function keyWidth(names: readonly string[]): number {
  return SAMPLE.length + SAMPLE.gap + Math.max(...names.map(({ length }) => length), 0) * LETTER;
}

/** Heights of lines of text: in the order of their wishes, not nearer to each other than {@link KEY_STEP}. */
export function spreadLines(wishes: readonly number[], top: number, bottom: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => (wishes[a] ?? 0) - (wishes[b] ?? 0));
  const places = [...wishes];
  let free = top;
  for (const [rank, i] of order.entries()) {
    const latest = bottom - (order.length - 1 - rank) * KEY_STEP;
    places[i] = Math.min(Math.max(wishes[i] ?? top, free), Math.max(latest, free));
    free = (places[i] ?? free) + KEY_STEP;
  }
  return places;
}
