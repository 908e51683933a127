import { t } from '@vscode/l10n';
import type { Slices } from '../../base/slices.ts';
import type { EvidenceCluster, EvidenceQuery } from '../../results/evaluation/evidence.ts';
import type { Evaluation } from '../evaluation.ts';
import { clusterMaps, distance } from './clusterMaps.ts';
import type { PlaceFound } from './findPlace.ts';
import { findPlace, sharePercent } from './findPlace.ts';
import { mean, meanOfMaximum } from './meanMaps.ts';
import type { PictureEvidence } from './pictureEvidence.ts';
import { regionShares } from './regionShares.ts';
import { GRID, placeText } from './regions.ts';

/** What stands out in fewer pictures of a group or a class may be chance. */
export const MIN_SUSPICIOUS = 3;

export interface RankedCluster {
  cluster: EvidenceCluster;
  /** 0 if nothing stands out. */
  suspicion: number;
  deviance: number;
}

/** The class whose pictures are grouped, and their mean map. */
interface Grouped {
  label: string;
  pictures: readonly PictureEvidence[];
  spread: number;
  evaluation: Evaluation;
}

/** Groups of a class's pictures by their maps, the most suspicious first; none if they are all alike. */
export async function classClusters(
  evaluation: Evaluation,
  label: string,
  pictures: readonly PictureEvidence[],
  map: Float32Array,
  query: EvidenceQuery,
  slices: Slices,
): Promise<RankedCluster[]> {
  const maps = pictures.map((picture) => coarse(picture.map));
  const groups = await clusterMaps(maps, query.clusters, query.seed, slices);
  if (groups.length < 2) return [];
  const sum = pictures.reduce((all, picture) => all + distance(picture.map, map), 0);
  const grouped = { label, pictures, spread: sum / pictures.length, evaluation };
  const ranked = groups.map((rows) => rankCluster(rows, grouped));
  return ranked.sort((a, b) => b.suspicion - a.suspicion || b.deviance - a.deviance);
}

function rankCluster(
  rows: readonly number[],
  { label, pictures: all, spread, evaluation }: Grouped,
): RankedCluster {
  const inside = new Set(rows);
  const own = rows.map((row) => all[row] as PictureEvidence);
  const others = all.filter((_, row) => !inside.has(row));
  const means = distributions(own);
  const meansOfOthers = distributions(others);
  const deviation = spread === 0 ? 0 : distance(means.map, meansOfOthers.map) / spread;
  const place = findPlace(means, meansOfOthers);
  const suspicious = place.isSuspicious && own.length >= MIN_SUSPICIOUS;
  const typical = own
    .map((picture) => ({ picture, far: distance(picture.map, means.map) }))
    .sort((a, b) => a.far - b.far)
    .map(({ picture }) => picture);
  const rest = others.length / all.length;
  return {
    suspicion: suspicious ? place.excess * rest : 0,
    deviance: deviation * rest,
    cluster: {
      images: typical.map((picture) => picture.image),
      paths: typical.map((picture) => evaluation.index.images[picture.image]?.path ?? ''),
      meanMap: meanOfMaximum(own.map((picture) => picture.map)),
      deviation,
      shares: regionShares(own, means.map),
      text: clusterText(own.length, others.length, label, suspicious ? place : undefined),
      suspicious,
    },
  };
}

function distributions(pictures: readonly PictureEvidence[]) {
  return {
    map: mean(pictures.map((picture) => picture.map)),
    activation: mean(pictures.map((picture) => picture.activation)),
  };
}

function clusterText(
  own: number,
  others: number,
  label: string,
  place: PlaceFound | undefined,
): string {
  if (!place) {
    return t(
      '{0} of {1} pictures of “{2}” have similar maps; no corner or border stands out.',
      ...[own, own + others, label],
    );
  }
  return t(
    '{0} of {1} pictures of “{2}”: {3} of the evidence in {4}; the other {5} have {6} there.',
    ...[own, own + others, label, sharePercent(place.share), placeText(place.place)],
    ...[others, sharePercent(place.ofOthers)],
  );
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
