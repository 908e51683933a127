import { dot, meanOf, medianOf, unitRanks, wilsonInterval } from './statistics.ts';

/** What is right about one photo. */
export interface Localization {
  /** Whether the class with the largest logit is the photo's. */
  hasClass: boolean;
  /** Whether the box of the photo's class is right. */
  hasBox: boolean;
}

/** Errors with 95 % intervals, and the photos on which only one of the method and the CAM has the box right. */
export function localizationRow(
  found: readonly Localization[],
  cams: readonly Localization[],
): string {
  const topErrors = found.filter(({ hasClass, hasBox }) => !(hasClass && hasBox)).length;
  const boxErrors = found.filter(({ hasBox }) => !hasBox).length;
  const onlyCam = cams.filter(({ hasBox }, i) => hasBox && !found[i]?.hasBox).length;
  const onlyThis = cams.filter(({ hasBox }, i) => !hasBox && found[i]?.hasBox).length;
  return [
    `${found.length} photos`,
    `top-1 error ${withInterval(topErrors, found.length)}`,
    `GT-known error ${withInterval(boxErrors, found.length)}`,
    `box right only by CAM ${onlyCam}, only by this ${onlyThis}`,
  ].join(' | ');
}

function withInterval(errors: number, of: number): string {
  const [low, high] = wilsonInterval(errors, of);
  return `${percent(errors / of)} (${percent(low)}–${percent(high)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/**
 * Spearman's ρ of each map with that of the same photo by the model with a random head, and with that of each other
 * photo by the model itself: the mean, and the mean of |ρ|. Pairs with a map of one value are left out and counted.
 */
export function rankRow(
  own: readonly ArrayLike<number>[],
  changed: readonly ArrayLike<number>[],
): string {
  const ranks = own.map(unitRanks);
  const ofChanged = changed.map(unitRanks);
  const random = ranks.map((each, i) => rho(each, ofChanged[i]));
  const others = ranks.flatMap((each, i) => ranks.slice(i + 1).map((other) => rho(each, other)));
  return `random head ${meanRho(random)} | another photo ${meanRho(others)}`;
}

function rho(a: Float64Array | undefined, b: Float64Array | undefined): number | undefined {
  return a && b && dot(a, b);
}

function meanRho(found: readonly (number | undefined)[]): string {
  const defined = found.filter((each) => each !== undefined);
  const left = found.length - defined.length;
  const mean = meanOf(defined).toFixed(2);
  return `ρ ${mean}, |ρ| ${meanOf(defined.map(Math.abs)).toFixed(2)}${left > 0 ? `, ${left} left out` : ''}`;
}

/** Medians over the photos. */
export function speedRow(seconds: readonly number[], processorSeconds: readonly number[]): string {
  return `${medianOf(seconds).toFixed(2)} s a photo, ${medianOf(processorSeconds).toFixed(2)} s of a processor core`;
}
