import type { RegionShare } from '../../results/evaluation/evidence.ts';
import { mean } from './meanMaps.ts';
import type { AnnotatedShare, PictureEvidence } from './pictureEvidence.ts';
import { FIXED_REGIONS, GRID, shareIn } from './regions.ts';

/** Mean shares of some pictures; mask and box only over those that have them. */
export function regionShares(
  pictures: readonly PictureEvidence[],
  map: Float32Array,
): RegionShare[] {
  const activation = mean(pictures.map((picture) => picture.activation));
  const annotated = (['mask', 'box'] as const).flatMap((region) => {
    const known = pictures.flatMap((picture) => picture[region] ?? []);
    if (known.length === 0) return [];
    const average = (of: keyof AnnotatedShare) =>
      known.reduce((sum, share) => sum + share[of], 0) / known.length;
    return [
      {
        region,
        share: average('share'),
        ofMeanActivation: average('ofMeanActivation'),
        chance: average('chance'),
        pictures: known.length,
      },
    ];
  });
  const fixed = (['centre', 'border', 'corners'] as const).map((region) => ({
    region,
    share: shareIn(map, FIXED_REGIONS[region]),
    ofMeanActivation: shareIn(activation, FIXED_REGIONS[region]),
    chance: FIXED_REGIONS[region].reduce((sum, part) => sum + part, 0) / GRID ** 2,
    pictures: pictures.length,
  }));
  return [...annotated, ...fixed];
}
