import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { formatPercent } from '../../shared/format/numbers.ts';
import { besideWays } from '../state/beside.ts';
import { valueKind } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/**
 * What a value of a map is divided by for display. The mean of a map (plus the bias) is the logit, so each of its n
 * cells adds M(x, y)/n to it; behind a ReLU and by
 * other methods there is no such part, and the value is shown as it is.
 */
export function perCell({ explanation, model, by }: Loaded): number {
  const { width, height } = explanation.featureMap;
  return !by && model.model.readout.kind === 'mean' ? width * height : 1;
}

/** A cell's share of all that speaks for the class in a map, or of all that speaks against it, in words. */
export function shareOfEvidence({ values }: ScalarMap, value: number): string {
  let sum = 0;
  for (const other of values) if (other > 0 === value > 0) sum += other;
  if (sum === 0 || value === 0) return strings.noEvidence;
  const share = formatPercent(value / sum);
  return value > 0 ? strings.shareFor(share) : strings.shareAgainst(share);
}

/** What values are divided by before they are written, and what they are then. */
export function measureOf(state: PageState, loaded: Loaded): { divisor: number; units: string } {
  // A cell of a coarse map adds more than one of a fine map: several maps are compared by the values.
  if (state.other) return { divisor: 1, units: loaded.by ? unitsOf(loaded) : strings.unitsOfTwo };
  const divisor = perCell(loaded);
  if (divisor > 1 && besideWays(state).length > 0) {
    return { divisor: 1, units: methodStrings.units.layer };
  }
  return { divisor, units: unitsOf(loaded) };
}

/** What a value of a map is, in words. */
export function unitsOf({ by, model }: Loaded): string {
  const kind = by ? valueKind(by.method) : 'cam';
  return kind === 'cam' ? strings.units[model.model.readout.kind] : methodStrings.units[kind];
}

/** Where the colours of a map of pixels end. */
export function clipText(percent: number): string {
  return percent === 100 ? methodStrings.notClipped : methodStrings.clipped(percentText(percent));
}

export function clipHint(percent: number): string {
  return percent === 100 ? methodStrings.noClip : methodStrings.clipHint(percentText(percent));
}

function percentText(percent: number): string {
  return `${percent}\u00a0%`;
}
