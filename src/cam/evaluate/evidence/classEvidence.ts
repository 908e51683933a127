import { t } from '@vscode/l10n';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type {
  ClassEvidence,
  EvidenceCluster,
  EvidenceQuery,
  RegionShare,
} from '../../results/evaluation/evidence.ts';
import type { Evaluation } from '../evaluation.ts';
import { clusterMaps, distance } from './clusterMaps.ts';
import type { PlaceFound } from './findPlace.ts';
import { findPlace, sharePercent } from './findPlace.ts';
import type { AnnotatedShare, PictureEvidence } from './pictureEvidence.ts';
import { FIXED_REGIONS, GRID, placeText, shareIn } from './regions.ts';

/** A class, how suspicious it is, and its mean distributions, to compare it with other classes. */
export interface RankedClass {
  evidence: ClassEvidence;
  suspicion: number;
  mean: Float32Array;
  activation: Float32Array;
}

export function classEvidence(
  evaluation: Evaluation,
  classIndex: number,
  pictures: readonly PictureEvidence[],
  query: EvidenceQuery,
): RankedClass {
  const label = evaluation.labels[classIndex] ?? String(classIndex);
  const groups = clusterMaps(
    pictures.map((picture) => coarse(picture.map)),
    query.clusters,
    query.seed,
  );
  const ranked =
    groups.length < 2 ? [] : groups.map((rows) => rankCluster(rows, pictures, label, evaluation));
  ranked.sort((a, b) => b.suspicion - a.suspicion || b.deviance - a.deviance);
  const meanActivation = pictures.map((picture) => picture.activation);
  return {
    suspicion: Math.max(0, ...ranked.map((cluster) => cluster.suspicion)),
    mean: mean(pictures.map((picture) => picture.map)),
    activation: mean(meanActivation),
    evidence: {
      classIndex,
      label,
      pictures: pictures.length,
      meanMap: scalarMap(mean(pictures.map((picture) => ofMaximum(picture.map)))),
      meanActivation: scalarMap(mean(meanActivation.map(ofMaximum))),
      shares: shares(pictures),
      clusters: ranked.map(({ cluster }) => cluster),
    },
  };
}

interface RankedCluster {
  cluster: EvidenceCluster;
  suspicion: number;
  deviance: number;
}

function rankCluster(
  rows: readonly number[],
  all: readonly PictureEvidence[],
  label: string,
  evaluation: Evaluation,
): RankedCluster {
  const inside = new Set(rows);
  const own = rows.map((row) => all[row] as PictureEvidence);
  const others = all.filter((_, row) => !inside.has(row));
  const ownMean = mean(own.map((picture) => picture.map));
  const othersMean = mean(others.map((picture) => picture.map));
  const spread = averageDistance(all, mean(all.map((picture) => picture.map)));
  const deviation = spread === 0 ? 0 : distance(ownMean, othersMean) / spread;
  const place = findPlace(
    { map: ownMean, activation: mean(own.map((picture) => picture.activation)) },
    { map: othersMean, activation: mean(others.map((picture) => picture.activation)) },
  );
  const typical = own.sort((a, b) => distance(a.map, ownMean) - distance(b.map, ownMean));
  const rest = others.length / all.length;
  return {
    suspicion: place.isSuspicious ? place.excess * rest : 0,
    deviance: deviation * rest,
    cluster: {
      images: typical.map((picture) => picture.image),
      paths: typical.map((picture) => evaluation.index.images[picture.image]?.path ?? ''),
      meanMap: scalarMap(mean(own.map((picture) => ofMaximum(picture.map)))),
      deviation,
      shares: shares(own),
      text: clusterText(own.length, others.length, label, place),
      suspicious: place.isSuspicious,
    },
  };
}

function clusterText(own: number, others: number, label: string, place: PlaceFound): string {
  return t(
    '{0} of {1} pictures of “{2}”: {3} of the evidence in {4}; the other {5} have {6} there.',
    ...[own, own + others, label, sharePercent(place.share), placeText(place.place)],
    ...[others, sharePercent(place.ofOthers)],
  );
}

function shares(pictures: readonly PictureEvidence[]): RegionShare[] {
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
      },
    ];
  });
  const map = mean(pictures.map((picture) => picture.map));
  const activation = mean(pictures.map((picture) => picture.activation));
  const fixed = (['centre', 'border', 'corners'] as const).map((region) => ({
    region,
    share: shareIn(map, FIXED_REGIONS[region]),
    ofMeanActivation: shareIn(activation, FIXED_REGIONS[region]),
    chance: FIXED_REGIONS[region].reduce((sum, part) => sum + part, 0) / GRID ** 2,
  }));
  return [...annotated, ...fixed];
}

/** Half of the grid's cells on each side: less noise and less work for the clusters. */
function coarse(map: Float32Array): number[] {
  const side = GRID / 2;
  const sums = new Array<number>(side * side).fill(0);
  for (let i = 0; i < map.length; i++) {
    const cell = (Math.floor(i / GRID) >> 1) * side + ((i % GRID) >> 1);
    sums[cell] = (sums[cell] as number) + (map[i] as number);
  }
  return sums;
}

export function mean(maps: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(GRID * GRID);
  for (const map of maps) {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (map[i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / maps.length);
}

function averageDistance(pictures: readonly PictureEvidence[], from: Float32Array): number {
  return pictures.reduce((sum, { map }) => sum + distance(map, from), 0) / pictures.length;
}

function ofMaximum(map: Float32Array): Float32Array {
  const largest = map.reduce((most, value) => Math.max(most, value), 0);
  return largest === 0 ? map : map.map((value) => value / largest);
}

function scalarMap(values: Float32Array): ScalarMap {
  return { width: GRID, height: GRID, values };
}
