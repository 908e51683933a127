import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexPlace } from '../folder/indexPlace.ts';
import type { EvaluationOverview } from '../results/evaluation/overview.ts';
import { classificationReport } from './classification/classificationReport.ts';
import type { FolderEvaluation } from './folderEvaluation.ts';

/** What an evaluation says first. */
export function overviewOf(
  { folder, indexFolder }: IndexPlace,
  { images, unreadable, complete }: StoredIndex,
  evaluation: FolderEvaluation,
): EvaluationOverview {
  const { labels, predictions, labelSource, annotationSource, findings, version } = evaluation;
  return {
    ...{ folder, indexFolder, version, complete },
    pictures: images.length,
    unreadable: [...unreadable],
    labels: labelSource,
    annotations: annotationSource,
    findings: [...findings],
    classification: labelSource && classificationReport(predictions, labels),
  };
}
