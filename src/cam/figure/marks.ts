import type { Rect, Size } from '../base/geometry.ts';
import type { DisplayPicture } from '../results/explanation.ts';
import type { FigureLegend, FigureMap } from '../results/figure.ts';

/** What a figure consists of, in drawing order; in whole pixels of the figure. */
export interface Plan extends Size {
  marks: Mark[];
  /** In words. */
  title: string;
}

/** Nothing is drawn outside `clip`. */
export type Mark =
  | { kind: 'photo'; photo: DisplayPicture; rect: Rect; clip: Rect }
  | { kind: 'map'; map: FigureMap; rect: Rect; clip: Rect }
  | { kind: 'bar'; legend: FigureLegend; rect: Rect }
  | { kind: 'fill'; rect: Rect; clip?: Rect; colour: Colour; opacity: number }
  | ({ kind: 'frame'; rect: Rect; clip?: Rect } & Line)
  | ({ kind: 'text' } & PlacedText);

/** `#rrggbb` */
export type Colour = `#${string}`;

/** A line of text; `y` is the top of its capital letters with accents. */
export interface PlacedText {
  text: string;
  x: number;
  y: number;
  size: number;
  colour: Colour;
}

/** A line of even width, half of it on either side of the edge. */
export interface Line {
  lineWidth: number;
  colour: Colour;
  opacity: number;
  /** Lengths of a dash and a gap; undefined for an unbroken line. */
  dash?: readonly [number, number];
}
