import { Slices } from '../../base/slices.ts';
import type { EvidenceQuery, EvidenceReport } from '../../results/evaluation/evidence.ts';
import { predictedOf } from '../classification/topClasses.ts';
import type { Evaluation } from '../evaluation.ts';
import type { ClassMeans, RankedClass } from './classEvidence.ts';
import { classEvidence, classMeans } from './classEvidence.ts';
import { compareClasses } from './compareClasses.ts';
import { conclusionOf } from './conclusion.ts';
import { LeftOutEvidence } from './leftOutEvidence.ts';
import type { PictureEvidence } from './pictureEvidence.ts';
import { pictureEvidence } from './pictureEvidence.ts';

export interface EvidenceProgress {
  done: number;
  /** Pictures. */
  of: number;
}

/**
 * Where the positive evidence of each class lies (`docs/evaluate.md` has the definitions): maps of the right class, or
 * of the predicted one if no picture has a label. If one class is asked for, the others are still read, to compare it.
 * @param signal ends the work between two pictures: it throws the signal's reason
 */
export async function evidenceReport(
  evaluation: Evaluation,
  query: EvidenceQuery,
  onProgress: (progress: EvidenceProgress) => void,
  signal?: AbortSignal,
): Promise<EvidenceReport> {
  const isLabelled = evaluation.predictions.truth.some((label) => label >= 0);
  const leftOut = new LeftOutEvidence(evaluation, isLabelled);
  const byClass = picturesByClass(evaluation, isLabelled, leftOut);
  const of = [...byClass.values()].reduce((sum, images) => sum + images.length, 0);
  const means: ClassMeans[] = [];
  const ranked: RankedClass[] = [];
  const slices = new Slices();
  let done = 0;
  for (const [classIndex, images] of byClass) {
    const isAsked = query.classIndex === undefined || query.classIndex === classIndex;
    const pictures: PictureEvidence[] = [];
    for (const image of images) {
      const picture = await pictureEvidence(evaluation, image, classIndex);
      if (isAsked) leftOut.add(image, picture);
      if (picture) pictures.push(picture);
      done++;
      if (!slices.isOver) continue;
      onProgress({ done, of });
      await slices.next();
      signal?.throwIfAborted();
    }
    if (pictures.length === 0) continue;
    const ofClass = classMeans(classIndex, pictures);
    means.push(ofClass);
    if (isAsked) ranked.push(await classEvidence(evaluation, ofClass, pictures, query, slices));
  }
  onProgress({ done, of });
  compareClasses(ranked, means);
  ranked.sort((a, b) => b.suspicion - a.suspicion || a.evidence.classIndex - b.evidence.classIndex);
  const classes = ranked.map(({ evidence }) => evidence);
  return { classes, conclusion: conclusionOf(classes, isLabelled), findings: leftOut.findings() };
}

function picturesByClass(
  { predictions, index }: Evaluation,
  isLabelled: boolean,
  leftOut: LeftOutEvidence,
): Map<number, number[]> {
  const { truth } = predictions;
  const byClass = new Map<number, number[]>();
  for (let image = 0; image < index.images.length; image++) {
    const classIndex = (isLabelled ? truth[image] : predictedOf(predictions, image)) ?? -1;
    const images = byClass.get(classIndex);
    if (classIndex < 0) leftOut.unlabelled.add(image);
    else if (images === undefined) byClass.set(classIndex, [image]);
    else images.push(image);
  }
  return byClass;
}
