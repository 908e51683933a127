import type { PhotoMap } from './mapOnPhoto.ts';

/**
 * Pointing game of one picture (Zhang et al., IJCV 2018): whether the map's maximum hits. Of several equal maxima the
 * share that does, so that an even map is worth what chance is.
 * @param hits 1 for the cells that count as a hit
 */
export function pointingHit(map: PhotoMap, hits: Uint8Array): number {
  const { width, inside, values } = map;
  let most = Number.NEGATIVE_INFINITY;
  let [found, right] = [0, 0];
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    const start = y * width + inside.x;
    for (let i = start; i < start + inside.width; i++) {
      const value = values[i] as number;
      if (value < most) continue;
      if (value > most) {
        most = value;
        found = 0;
        right = 0;
      }
      found++;
      right += hits[i] as number;
    }
  }
  return found > 0 ? right / found : 0;
}

/**
 * Share of the positive evidence in a region, Σ_region max(M, 0) / Σ max(M, 0); 0 if nothing is positive.
 * @param region 1 for its cells
 */
export function energyIn(map: PhotoMap, region: Uint8Array): number {
  const { width, inside, values } = map;
  let [all, ofRegion] = [0, 0];
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    const start = y * width + inside.x;
    for (let i = start; i < start + inside.width; i++) {
      const value = values[i] as number;
      if (value <= 0) continue;
      all += value;
      if (region[i] === 1) ofRegion += value;
    }
  }
  return all > 0 ? ofRegion / all : 0;
}
