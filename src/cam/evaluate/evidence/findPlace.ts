import type { Place } from './regions.ts';
import { CORNERS, PLACE_NAMES, placeMask, shareIn } from './regions.ts';

/** A share of the evidence must be larger than elsewhere by this much to be called suspicious … */
const MIN_EXCESS = 0.2;
/** … and by this much more than the share of the mean activation is. */
const MIN_BEYOND_ACTIVATION = 0.15;
/** A corner is named instead of a side if it explains at least this part of the side's excess. */
const CORNER_PART = 0.6;

/** Mean distributions of some pictures, each of sum 1. */
interface Distributions {
  map: Float32Array;
  activation: Float32Array;
}

export interface PlaceFound {
  place: Place;
  share: number;
  ofOthers: number;
  excess: number;
  isSuspicious: boolean;
}

/** The corner or border where the evidence of some pictures exceeds that of others most; a suspicious one if there is. */
export function findPlace(own: Distributions, others: Distributions): PlaceFound {
  const found = PLACE_NAMES.map((place) => {
    const mask = placeMask(place);
    const share = shareIn(own.map, mask);
    const ofOthers = shareIn(others.map, mask);
    const excess = share - ofOthers;
    const ofActivation = shareIn(own.activation, mask) - shareIn(others.activation, mask);
    const isSuspicious = excess >= MIN_EXCESS && excess - ofActivation >= MIN_BEYOND_ACTIVATION;
    return { place, share, ofOthers, excess, isSuspicious };
  });
  found.sort((a, b) => Number(b.isSuspicious) - Number(a.isSuspicious) || b.excess - a.excess);
  const most = found[0] as PlaceFound;
  const corner = found.find(({ place }) => CORNERS.some((name) => name === place));
  return corner?.isSuspicious === most.isSuspicious && corner.excess >= CORNER_PART * most.excess
    ? corner
    : most;
}

export function sharePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
