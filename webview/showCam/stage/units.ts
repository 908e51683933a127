import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { formatPercent } from '../../shared/format/numbers.ts';
import type { Loaded } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/**
 * What a value of a map is divided by for display. The mean of a map (plus the bias) is the logit, so each of its n
 * cells adds M(x, y)/n to it; behind a ReLU there is no such part, and the value is shown as it is.
 */
export function perCell({ explanation, model }: Loaded): number {
  const { width, height } = explanation.featureMap;
  return model.model.readout.kind === 'mean' ? width * height : 1;
}

/** A cell's share of all that speaks for the class in a map, or of all that speaks against it, in words. */
export function shareOfEvidence({ values }: ScalarMap, value: number): string {
  let sum = 0;
  for (const other of values) if (other > 0 === value > 0) sum += other;
  if (sum === 0 || value === 0) return strings.noEvidence;
  const share = formatPercent(value / sum);
  return value > 0 ? strings.shareFor(share) : strings.shareAgainst(share);
}
