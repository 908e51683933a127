import { t } from '@vscode/l10n';
import { MIN_SUSPICIOUS } from './classClusters.ts';
import type { ClassMeans, RankedClass } from './classEvidence.ts';
import { findPlace, sharePercent } from './findPlace.ts';
import { mean } from './meanMaps.ts';
import { placeText } from './regions.ts';

/**
 * A mark in all pictures of a class makes no cluster: its mean is compared with that of all other classes.
 * @param means of all classes, also of those that are not ranked
 */
export function compareClasses(ranked: readonly RankedClass[], means: readonly ClassMeans[]): void {
  if (means.length < 2) return;
  const all = {
    map: mean(means.map((one) => one.map)),
    activation: mean(means.map((one) => one.activation)),
  };
  const n = means.length;
  const without = (sum: Float32Array, own: Float32Array) =>
    sum.map((value, i) => (n * value - (own[i] as number)) / (n - 1));
  const byClass = new Map(means.map((one) => [one.classIndex, one]));
  for (const one of ranked) {
    const { classIndex, pictures, label } = one.evidence;
    const own = byClass.get(classIndex);
    if (!own || pictures < MIN_SUSPICIOUS) continue;
    const found = findPlace(own, {
      map: without(all.map, own.map),
      activation: without(all.activation, own.activation),
    });
    if (!found.isSuspicious) continue;
    one.suspicion = Math.max(one.suspicion, found.excess);
    one.evidence.text = t(
      'All {0} pictures of “{1}” together: {2} of the evidence in {3}; the other classes have {4} there.',
      ...[pictures, label, sharePercent(found.share), placeText(found.place)],
      sharePercent(found.ofOthers),
    );
  }
}
