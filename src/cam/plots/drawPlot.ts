import type { Markish, PlotOptions } from '@observablehq/plot';
import { plot } from '@observablehq/plot';
import type { SvgDocument, SvgElement } from './svgDocument.ts';

/** Where a plot is drawn, and how wide. */
export interface PlotPlace {
  document: SvgDocument;
  /** CSS pixels; the plot scales down where there is less room. */
  width: number;
}

/** A plot, and the same as text. */
export interface DrawnPlot {
  /** Named for screen readers; without styles of its own (`PLOT_CLASSES`). */
  svg: SvgElement;
  title: string;
  /** Every number that is drawn, or those at regular places of a curve. */
  table: PlotTable;
}

export interface PlotTable {
  columns: string[];
  /** The first cell names the row. */
  rows: string[][];
}

/** Room around the frame, in CSS pixels. */
export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Height of letters in CSS pixels. */
const FONT_SIZE = 12;

/** Mean width of a letter, in CSS pixels. */
export const LETTER = 6.8;

/** From the frame to the name of the axis below it, in CSS pixels. */
export const AXIS_LABEL_OFFSET = 38;

/** What is behind letters on lines. */
export const BACKGROUND = 'var(--plot-background)';

/**
 * Draws marks by Observable Plot. Its `style` element is taken out: a page's policy forbids it, and the few rules that
 * it has are in the style of the page (class `plot`). Colours are variables of that style.
 */
export function drawPlot(
  { document, width }: PlotPlace,
  title: string,
  height: number,
  margins: Margins,
  options: PlotOptions,
  marks: Markish[],
): SvgElement {
  const svg = plot({
    ...options,
    document: document as NonNullable<PlotOptions['document']>,
    className: 'plot',
    width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    ariaLabel: title,
    marks,
  }) as unknown as SvgElement;
  for (const style of Array.from(svg.getElementsByTagName('style'))) svg.removeChild(style);
  // A group without a role has no name; the plot has one.
  for (const group of Array.from(svg.getElementsByTagName('g')))
    group.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('font-size', String(FONT_SIZE));
  svg.setAttribute('font-family', 'inherit');
  return svg;
}

/** A share as a whole number of percent, for axes and small tables. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** A share with one digit: `67.5 %`; a dash where there is none. */
export function sharePercentText(share: number): string {
  return Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)}\u00a0%`;
}
