import { CamError } from './base/errors.ts';
import type { FolderEvaluation } from './evaluate/folderEvaluation.ts';
import type { EvaluationOptions } from './evaluate/openEvaluation.ts';
import { readTruth } from './evaluate/openEvaluation.ts';
import { OpenEvaluations } from './evaluate/openEvaluations.ts';
import { overviewOf } from './evaluate/overview.ts';
import { picturesPage } from './evaluate/picturesPage.ts';
import type { StoredIndex } from './folder/index/openIndex.ts';
import type { IndexPlace } from './folder/indexPlace.ts';
import { placeOfIndex, scanIntoIndex } from './folder/indexPlace.ts';
import type { ScanOptions } from './folderEngine.ts';
import { FolderEngine } from './folderEngine.ts';
import type { Activation } from './maps/scores.ts';
import { readSubject } from './methods/methodSubject.ts';
import type { OpenModel } from './model/openModel.ts';
import type {
  EvaluationOverview,
  PicturesPage,
  PicturesQuery,
} from './results/evaluation/overview.ts';
import type { ScanProgress } from './results/units.ts';

export interface EvaluateOptions extends ScanOptions, EvaluationOptions {}

/** An evaluation, with the model and the index that it is about. */
interface Evaluated {
  model: OpenModel;
  place: IndexPlace;
  index: StoredIndex;
  evaluation: FolderEvaluation;
}

/** The part of the library's entry that is about folders of labelled pictures. */
export class EvaluationEngine extends FolderEngine {
  readonly #evaluations = new OpenEvaluations();

  /**
   * Runs the pictures of a folder through a model, as {@link scanFolder}, with the maps of their classes, and says what
   * the evaluation shows.
   * @param onProgress is called at most four times a second
   * @throws CamError as {@link scanFolder}, and about files of labels or annotations that are asked for
   */
  evaluateFolder(
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<EvaluationOverview> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      await scanIntoIndex(model, place, options, onProgress, async (images) => {
        const { labels } = await readTruth(place.folder, images, place.labels, options);
        return images.map(({ path }) => labels.classesOf.get(path) ?? []);
      });
      const { index, evaluation } = await this.#open(model, place, options);
      return overviewOf(place, index, evaluation);
    });
  }

  /**
   * What is known of a folder now, also during a scan; undefined if it was never run through this model.
   * @throws CamError about the model, or files of labels or annotations that are asked for
   */
  evaluation(
    modelPath: string,
    folder: string,
    options: EvaluateOptions = {},
  ): Promise<EvaluationOverview | undefined> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      try {
        const { index, evaluation } = await this.#open(model, place, options);
        return overviewOf(place, index, evaluation);
      } catch (error) {
        if (CamError.is(error) && error.code === 'fileNotFound') return undefined;
        throw error;
      }
    });
  }

  /**
   * Labelled pictures in an order, with the map that says why, see {@link picturesPage}. The model is not loaded.
   * @throws CamError as {@link evaluation}; `fileNotFound` if the folder was never run through this model.
   */
  evaluatedPictures(
    modelPath: string,
    folder: string,
    query: PicturesQuery,
    options: EvaluateOptions = {},
  ): Promise<PicturesPage> {
    return this.#evaluated(modelPath, folder, options, ({ evaluation }) =>
      picturesPage(evaluation, query),
    );
  }

  #evaluated<T>(
    modelPath: string,
    folder: string,
    options: EvaluateOptions,
    answer: (evaluated: Evaluated) => Promise<T>,
  ): Promise<T> {
    return this.withModel(modelPath, options, async (model) => {
      const place = await placeOfIndex(model, folder, options);
      return answer(await this.#open(model, place, options));
    });
  }

  async #open(model: OpenModel, place: IndexPlace, options: EvaluateOptions): Promise<Evaluated> {
    const index = this.openIndex(place);
    const activation = await activationOf(model, options);
    const evaluation = await this.#evaluations.open(place, index, activation, options);
    return { model, place, index, evaluation };
  }
}

/** How probabilities follow from the model's logits. */
async function activationOf(model: OpenModel, options: EvaluateOptions): Promise<Activation> {
  const analysis = await model.analysisOrRefusal();
  if (!CamError.is(analysis)) return analysis.logits.activation;
  return (await readSubject(model, options)).scores.logits.activation;
}
