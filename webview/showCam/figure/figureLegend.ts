import type { FigureLegend } from '../../../src/cam/results/figure.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import type { LegendContent } from '../stage/legend.ts';
import { isClipped, lowOf } from '../stage/legend.ts';
import { strings } from '../state/strings.ts';

/**
 * The legend on screen as a part of a figure, without the current place.
 * @param threshold of the box; undefined without a box
 */
export function figureLegend(content: LegendContent, threshold: number | undefined): FigureLegend {
  const { limit, divisor, title, units, scale, colormap, byValue } = content;
  const low = lowOf(content);
  const clipped = isClipped(content);
  const lowText = formatSigned(low / divisor);
  const highText = formatSigned(limit / divisor);
  return {
    low,
    limit,
    lowText: clipped.low ? `≤ ${lowText}` : lowText,
    highText: clipped.high ? `≥ ${highText}` : highText,
    colormap,
    byValue,
    lines: [title, [units, scale].filter((text) => text !== '').join(' · ')],
    boxText:
      threshold === undefined
        ? undefined
        : strings.boxOfFigure(strings.thresholdValue(Math.round(threshold * 100))),
  };
}
