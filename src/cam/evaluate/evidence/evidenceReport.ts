import { t } from '@vscode/l10n';
import { Slices } from '../../base/slices.ts';
import type { EvidenceQuery, EvidenceReport } from '../../results/evaluation/evidence.ts';
import type { Finding, FindingKind } from '../../results/evaluation/scores.ts';
import type { Evaluation } from '../evaluation.ts';
import type { RankedClass } from './classEvidence.ts';
import { classEvidence, mean } from './classEvidence.ts';
import { findPlace, sharePercent } from './findPlace.ts';
import type { PictureEvidence } from './pictureEvidence.ts';
import { pictureEvidence } from './pictureEvidence.ts';
import { placeText } from './regions.ts';

export interface EvidenceProgress {
  done: number;
  /** Pictures. */
  of: number;
}

/**
 * Where the positive evidence of each class lies (`docs/evaluate.md` has the definitions): maps of the right class, or
 * of the predicted one if no picture has a label.
 * @param signal ends the work between two pictures: it throws the signal's reason
 */
export async function evidenceReport(
  evaluation: Evaluation,
  query: EvidenceQuery,
  onProgress: (progress: EvidenceProgress) => void,
  signal?: AbortSignal,
): Promise<EvidenceReport> {
  const { byClass, unlabelled } = picturesByClass(evaluation);
  const asked =
    query.classIndex === undefined
      ? byClass
      : new Map([[query.classIndex, byClass.get(query.classIndex) ?? []]]);
  const of = [...asked.values()].reduce((sum, images) => sum + images.length, 0);
  const withoutMap: number[] = [];
  const ranked: RankedClass[] = [];
  const slices = new Slices();
  let done = 0;
  for (const [classIndex, images] of asked) {
    const pictures: PictureEvidence[] = [];
    for (const image of images) {
      const picture = await pictureEvidence(evaluation, image, classIndex);
      if (picture === undefined) withoutMap.push(image);
      else pictures.push(picture);
      done++;
      if (!slices.isOver) continue;
      onProgress({ done, of });
      await slices.next();
      signal?.throwIfAborted();
    }
    if (pictures.length > 0) ranked.push(classEvidence(evaluation, classIndex, pictures, query));
  }
  onProgress({ done, of });
  compareClasses(ranked);
  ranked.sort((a, b) => b.suspicion - a.suspicion || a.evidence.classIndex - b.evidence.classIndex);
  return {
    classes: ranked.map(({ evidence }) => evidence),
    findings: findings(evaluation, unlabelled, withoutMap),
  };
}

function picturesByClass({ predictions, index }: Evaluation): {
  byClass: Map<number, number[]>;
  unlabelled: number[];
} {
  const { truth, top } = predictions;
  const isLabelled = truth.some((label) => label >= 0);
  const byClass = new Map<number, number[]>();
  const unlabelled: number[] = [];
  for (let image = 0; image < index.images.length; image++) {
    const classIndex = (isLabelled ? truth[image] : top[5 * image]) ?? -1;
    const images = byClass.get(classIndex);
    if (classIndex < 0) unlabelled.push(image);
    else if (images === undefined) byClass.set(classIndex, [image]);
    else images.push(image);
  }
  return { byClass, unlabelled };
}

/** A mark in all pictures of a class makes no cluster: its mean is compared with that of all other classes. */
function compareClasses(ranked: readonly RankedClass[]): void {
  if (ranked.length < 2) return;
  const all = {
    map: mean(ranked.map((one) => one.mean)),
    activation: mean(ranked.map((one) => one.activation)),
  };
  const n = ranked.length;
  const without = (sum: Float32Array, own: Float32Array) =>
    sum.map((value, i) => (n * value - (own[i] as number)) / (n - 1));
  for (const one of ranked) {
    const others = {
      map: without(all.map, one.mean),
      activation: without(all.activation, one.activation),
    };
    const found = findPlace({ map: one.mean, activation: one.activation }, others);
    if (!found.isSuspicious) continue;
    one.suspicion = Math.max(one.suspicion, found.excess);
    one.evidence.text = t(
      'All {0} pictures of “{1}” together: {2} of the evidence in {3}; the other classes have {4} there.',
      ...[one.evidence.pictures, one.evidence.label, sharePercent(found.share)],
      ...[placeText(found.place), sharePercent(found.ofOthers)],
    );
  }
}

function findings(
  { index }: Evaluation,
  unlabelled: readonly number[],
  withoutMap: readonly number[],
): Finding[] {
  const finding = (kind: FindingKind, images: readonly number[], text: string): Finding[] =>
    images.length === 0
      ? []
      : [
          {
            kind,
            count: images.length,
            text,
            examples: images.slice(0, 5).map((image) => index.images[image]?.path ?? ''),
          },
        ];
  return [
    ...finding('unlabelled', unlabelled, t('Pictures without a class are in no mean map.')),
    ...finding(
      'noMap',
      withoutMap,
      t('Pictures without positive evidence of their class are in no mean map.'),
    ),
  ];
}
