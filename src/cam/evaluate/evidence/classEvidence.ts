import type { Slices } from '../../base/slices.ts';
import type { ClassEvidence, EvidenceQuery } from '../../results/evaluation/evidence.ts';
import type { Evaluation } from '../evaluation.ts';
import { classClusters } from './classClusters.ts';
import { mean, meanOfMaximum } from './meanMaps.ts';
import type { PictureEvidence } from './pictureEvidence.ts';
import { regionShares } from './regionShares.ts';

/** Mean distributions of a class, to compare it with other classes. */
export interface ClassMeans {
  classIndex: number;
  map: Float32Array;
  activation: Float32Array;
}

/** A class, and how suspicious its most suspicious cluster is. */
export interface RankedClass {
  evidence: ClassEvidence;
  suspicion: number;
}

export function classMeans(classIndex: number, pictures: readonly PictureEvidence[]): ClassMeans {
  return {
    classIndex,
    map: mean(pictures.map((picture) => picture.map)),
    activation: mean(pictures.map((picture) => picture.activation)),
  };
}

export async function classEvidence(
  evaluation: Evaluation,
  { classIndex, map }: ClassMeans,
  pictures: readonly PictureEvidence[],
  query: EvidenceQuery,
  slices: Slices,
): Promise<RankedClass> {
  const label = evaluation.labels[classIndex] ?? String(classIndex);
  const ranked = await classClusters(evaluation, label, pictures, map, query, slices);
  return {
    suspicion: Math.max(0, ...ranked.map((cluster) => cluster.suspicion)),
    evidence: {
      classIndex,
      label,
      pictures: pictures.length,
      meanMap: meanOfMaximum(pictures.map((picture) => picture.map)),
      meanActivation: meanOfMaximum(pictures.map((picture) => picture.activation)),
      shares: regionShares(pictures, map),
      clusters: ranked.map(({ cluster }) => cluster),
    },
  };
}
