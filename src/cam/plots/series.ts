import type { RowSource } from '../results/evaluation/localization.ts';

/** Colours of methods, variables of the page's style. */
const COLOURS = [1, 2, 3, 4, 5].map((number) => `var(--plot-series-${number})`);

/** Colour of what a plot is about. */
export const MAIN_SERIES = 'var(--plot-series-1)';

const DASHES = ['2 3', '6 3', '9 3 2 3', '1 2', '12 4', '5 2 1 2'];

/** How a curve is drawn. */
export interface SeriesLook {
  stroke: string;
  strokeWidth: number;
  strokeOpacity: number;
  strokeDasharray: string;
}

/** Methods are coloured and solid; baselines are grey, each with its own dashes. */
export function seriesLooks(sources: readonly RowSource[]): SeriesLook[] {
  let [methods, baselines] = [0, 0];
  return sources.map(({ kind }) => {
    const isBaseline = kind === 'baseline';
    const number = isBaseline ? baselines++ : methods++;
    const dashes =
      isBaseline || number >= COLOURS.length ? DASHES[number % DASHES.length] : undefined;
    return {
      stroke: isBaseline ? 'currentColor' : (COLOURS[number % COLOURS.length] ?? MAIN_SERIES),
      strokeWidth: isBaseline ? 1.25 : 2.25,
      strokeOpacity: isBaseline ? 0.75 : 1,
      strokeDasharray: dashes ?? 'none',
    };
  });
}
