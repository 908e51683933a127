import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { CamError } from '../base/errors.ts';
import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexPlace } from '../folder/indexPlace.ts';
import type { Activation } from '../maps/scores.ts';
import { readSubject } from '../methods/methodSubject.ts';
import type { OpenModel, SizedOptions } from '../model/openModel.ts';
import type { DoctorQuery } from '../results/evaluation/doctor.ts';
import type { EvaluationOverview, PicturesQuery } from '../results/evaluation/overview.ts';
import type { EvaluationReport, PictureLine } from '../results/evaluation/report.ts';
import { MOST_PICTURES } from '../results/evaluation/report.ts';
import { classificationReport } from './classification/classificationReport.ts';
import { queryPictures } from './classification/queryPictures.ts';
import { predictedOf } from './classification/topClasses.ts';
import { labelsOfFiles } from './doctor/labelOrders.ts';
import { quickDoctor } from './doctor/quickDoctor.ts';
import type { FolderEvaluation } from './folderEvaluation.ts';
import type { KeptReports } from './keptReports.ts';
import { localizedPictures } from './localization/localize.ts';
import { recordOf } from './parity/recordOf.ts';
import { picturesPage } from './picturesPage.ts';

/** An evaluation, with the model and the index that it is about, and what was found out so far. */
export interface Evaluated {
  model: OpenModel;
  place: IndexPlace;
  index: StoredIndex;
  evaluation: FolderEvaluation;
  reports: KeptReports;
}

/** How probabilities follow from the model's logits. @throws CamError if the model cannot be used at all. */
export async function activationOf(model: OpenModel, options: SizedOptions): Promise<Activation> {
  const analysis = await model.analysisOrRefusal();
  if (!CamError.is(analysis)) return analysis.logits.activation;
  return (await readSubject(model, options)).scores.logits.activation;
}

/** What the doctor of labels needs to know of how the pictures' classes are stated. */
export function labelNumbers({
  labelSource,
  countedFrom,
}: Pick<FolderEvaluation, 'labelSource' | 'countedFrom'>): Pick<
  DoctorQuery,
  'labelsBy' | 'firstNumber'
> {
  // Numbered folders stay what they are when labels change; numbers in a file do not name a label.
  if (labelSource?.kind === 'folders') return { firstNumber: countedFrom === 1 ? 1 : 0 };
  return { labelsBy: countedFrom === undefined ? 'names' : 'numbers' };
}

/** What an evaluation says first. */
export async function overviewOf({
  model,
  place,
  index,
  evaluation,
}: Evaluated): Promise<EvaluationOverview> {
  const { labels, predictions, labelSource, annotationSource, findings, version } = evaluation;
  const files = await labelsOfFiles(model.graph.file, labels.length);
  return {
    ...{ folder: place.folder, indexFolder: place.indexFolder, version },
    complete: index.complete && !lacksMaps(evaluation),
    pictures: index.images.length,
    unreadable: [...index.unreadable],
    labels: labelSource,
    annotations: annotationSource,
    findings: [...findings],
    classification: labelSource && classificationReport(predictions, labels),
    diagnosis:
      labelSource && quickDoctor({ labels, predictions, files, ...labelNumbers(evaluation) }),
  };
}

/** Whether another pass would give labelled pictures a map of their class: one for *Class Units* knows no labels. */
function lacksMaps({ index, predictions }: FolderEvaluation): boolean {
  // A model that allows no maps has none of any class.
  if (!index.images.some(({ mapClasses = [] }) => mapClasses.length > 0)) return false;
  return index.images.some(({ mapClasses = [] }, image) => {
    const truth = predictions.truth[image] as number;
    return truth >= 0 && !mapClasses.includes(truth);
  });
}

/**
 * Everything that was found out, and a line for each labelled picture.
 * @param hasRecord whether what a later comparison needs is part of it
 */
export async function everythingOf(
  evaluated: Evaluated,
  hasRecord: boolean,
): Promise<{ report: EvaluationReport; lines: PictureLine[] }> {
  const { model, place, evaluation, reports } = evaluated;
  const { localization, ...others } = reports;
  const overview = await overviewOf(evaluated);
  const worst: PicturesQuery = {
    ...{ order: 'loss', isWrong: true, first: 0, count: MOST_PICTURES.errors },
  };
  const found = localization?.found;
  const report: EvaluationReport = {
    made: {
      date: new Date().toISOString(),
      version: packageJson.version,
      model: model.graph.file,
      modelHash: place.modelHash,
    },
    classes: evaluation.labels,
    overview,
    ...(overview.classification ? { pictures: await picturesPage(evaluation, worst) } : {}),
    ...(found ? { localization: found.report } : {}),
    ...(found?.first
      ? {
          localized: await localizedPictures(evaluation, found, {
            first: 0,
            count: MOST_PICTURES.localized,
          }),
        }
      : {}),
    ...others,
    ...(hasRecord
      ? { record: await recordOf(evaluation, path.basename(model.graph.file), () => undefined) }
      : {}),
  };
  return { report, lines: linesOf(evaluated) };
}

/** Labelled pictures, the largest loss first. */
function linesOf({ evaluation, reports }: Evaluated): PictureLine[] {
  const { index, predictions } = evaluation;
  const all: PicturesQuery = {
    order: 'loss',
    isWrong: false,
    first: 0,
    count: index.images.length,
  };
  const first = reports.localization?.found.first;
  const ious = new Map(first?.images.map((image, place) => [image, first.iou(place)]));
  return [...queryPictures(predictions, all).images].map((image) => ({
    path: index.images[image]?.path ?? '',
    truth: predictions.truth[image] as number,
    predicted: predictedOf(predictions, image),
    confidence: predictions.confidence[image] as number,
    truthProbability: predictions.truthProbability[image] as number,
    loss: predictions.loss[image] as number,
    margin: predictions.margin[image] as number,
    iou: ious.get(image),
  }));
}
