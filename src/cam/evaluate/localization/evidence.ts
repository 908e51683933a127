import type { PhotoMap } from './mapOnPhoto.ts';

/**
 * Pointing game of one picture (Zhang et al., IJCV 2018): whether the map's maximum hits. Of several equal maxima the
 * share that does, so that an even map is worth what chance is.
 * @param hits 1 for the cells that count as a hit
 */
export function pointingHit(map: PhotoMap, hits: Uint8Array): number {
  let [most, found, right] = [Number.NEGATIVE_INFINITY, 0, 0];
  forEachInside(map, (i) => {
    const value = map.values[i] as number;
    if (value < most) return;
    if (value > most) [most, found, right] = [value, 0, 0];
    found++;
    right += hits[i] as number;
  });
  return found > 0 ? right / found : 0;
}

/**
 * Share of the positive evidence in a region, Σ_region max(M, 0) / Σ max(M, 0); 0 if nothing is positive.
 * @param region 1 for its cells
 */
export function energyIn(map: PhotoMap, region: Uint8Array): number {
  let [all, inside] = [0, 0];
  forEachInside(map, (i) => {
    const value = Math.max(map.values[i] as number, 0);
    all += value;
    if (region[i] === 1) inside += value;
  });
  return all > 0 ? inside / all : 0;
}

/** The cells that the map reaches. */
function forEachInside({ width, inside }: PhotoMap, visit: (i: number) => void): void {
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    const start = y * width + inside.x;
    for (let i = start; i < start + inside.width; i++) visit(i);
  }
}
