import { EvaluationEngine } from './evaluationEngine.ts';
import type { IndexOptions } from './folder/indexPlace.ts';
import { placeOfIndex, scanIntoIndex } from './folder/indexPlace.ts';
import { requireNewName } from './newModel/writeNewModel.ts';
import type { TrainingReport, TrainingState } from './results/training.ts';
import type { ScanProgress } from './results/units.ts';
import { backboneOf } from './train/backbone.ts';
import type { ClassChange } from './train/changeClasses.ts';
import { changeClasses } from './train/changeClasses.ts';
import { classCounts } from './train/classCounts.ts';
import { keepReport, keptReport } from './train/keptReport.ts';
import type { TrainingOptions } from './train/trainFolder.ts';
import { trainFolder } from './train/trainFolder.ts';
import type { TrainingLabels } from './train/trainingSet.ts';

/** What a training does: pictures are run, then heads are learned. */
export type TrainingProgress = { scan: ScanProgress } | { learning: number };

/** The part of the library's entry that is about classes learned from folders of pictures. */
export class TrainingEngine extends EvaluationEngine {
  /**
   * Learns the classes of a folder on the features of a model, and writes the model with a new head, see
   * {@link trainFolder}. Pictures that were run before are not run again.
   * @throws CamError as {@link scanFolder} and {@link trainFolder}, and with the reason if the model has no feature map
   */
  train(
    modelPath: string,
    folder: string,
    options: TrainingOptions,
    onProgress: (progress: TrainingProgress) => void,
  ): Promise<TrainingReport> {
    return this.withModel(modelPath, options, async (model) => {
      await requireNewName(options.out, model.graph, options.replaces ?? false);
      const place = await placeOfIndex(model, folder, options);
      const tellScan = (scan: ScanProgress) => onProgress({ scan });
      await scanIntoIndex(model, place, options, tellScan, undefined, 'maps');
      const backbone = await backboneOf(model, place, options);
      const report = await trainFolder(
        backbone,
        place,
        this.openIndex(place),
        options,
        (learning) => onProgress({ learning }),
      );
      keepReport(place.indexFolder, report);
      return report;
    });
  }

  /**
   * The classes that a training would learn from a folder, and the report of the last one. No picture is run.
   * @throws CamError `labelsUnreadable`; about the model or the folder
   */
  trainingState(
    modelPath: string,
    folder: string,
    options: IndexOptions & TrainingLabels,
  ): Promise<TrainingState> {
    return this.withModel(modelPath, options, async (model) => {
      const { indexFolder } = await placeOfIndex(model, folder, options);
      return {
        indexFolder,
        ...(await classCounts(folder, options)),
        last: keptReport(indexFolder),
      };
    });
  }

  /** See {@link changeClasses}. */
  changeClasses(
    folder: string,
    labels: string | undefined,
    to: string,
    change: ClassChange,
  ): Promise<void> {
    return changeClasses(folder, labels, to, change);
  }
}
