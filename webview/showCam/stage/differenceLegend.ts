import { peakName } from '../compared/comparedScale.ts';
import { differenceAt, differenceOf } from '../compared/difference.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { pairOf } from '../compared/names.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import type { LegendContent } from './legend.ts';
import { clipHint, clipText } from './units.ts';

/** The legend of the difference of two maps. */
export function differenceLegend(state: PageState): LegendContent | undefined {
  if (!isDifferenceWanted(state)) return undefined;
  const difference = differenceOf(state);
  if ('reason' in difference) return undefined;
  const { place, loaded } = state;
  const peak = difference.limitOf && peakName(state, difference.limitOf);
  const [negative, positive] = strings.differenceSides[pairOf(state)];
  const label = labelOf(difference.classIndex, loaded?.model.model.labels.value ?? []);
  return {
    title: strings.differenceOf(label),
    isOnItsWay: false,
    scale: difference.clip === undefined ? '' : clipText(difference.clip),
    isUsualScale: difference.clip === undefined,
    scaleHint: peak
      ? strings.differenceScaleModel(peak.label, peak.model)
      : difference.clip === undefined
        ? strings.differenceScale
        : clipHint(difference.clip),
    limit: difference.limit,
    divisor: 1,
    units: strings.differenceUnits(negative, positive),
    min: difference.min,
    max: difference.max,
    colormap: 'diverging',
    byValue: true,
    value: place && differenceAt(difference, place.x, place.y),
    sides: [negative, positive],
  };
}
