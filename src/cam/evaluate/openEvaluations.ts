import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexPlace } from '../folder/indexPlace.ts';
import { keepRecent } from '../folder/recentlyUsed.ts';
import type { Activation } from '../maps/scores.ts';
import type { FolderEvaluation } from './folderEvaluation.ts';
import type { EvaluationOptions, FolderTruth } from './openEvaluation.ts';
import { openEvaluation, readTruth, versionOf } from './openEvaluation.ts';

/** Number of evaluations that stay open; the least recently used one is closed. */
const MAX_OPEN = 3;

interface Opened {
  evaluation: FolderEvaluation;
  truth: FolderTruth;
}

/** Open evaluations, so that the next request about a folder need not read its labels and annotations again. */
export class OpenEvaluations {
  /** By index and sources, the most recently used last. */
  readonly #open = new Map<string, Opened>();

  /**
   * The current evaluation of an index; made again if the index, the labels or the annotations have changed.
   * @throws CamError about files of labels or annotations that are asked for.
   */
  async open(
    place: IndexPlace,
    index: StoredIndex,
    activation: Activation,
    options: EvaluationOptions,
  ): Promise<FolderEvaluation> {
    const { labels, annotations } = options;
    const key = JSON.stringify([place.indexFolder, place.labels, activation, labels, annotations]);
    const known = this.#open.get(key);
    this.#open.delete(key);
    const isCurrent =
      known && (await versionOf(place, index, options, known.truth)) === known.evaluation.version;
    const opened = isCurrent ? known : await this.#read(place, index, activation, options);
    keepRecent(this.#open, key, opened, MAX_OPEN);
    return opened.evaluation;
  }

  async #read(
    place: IndexPlace,
    index: StoredIndex,
    activation: Activation,
    options: EvaluationOptions,
  ): Promise<Opened> {
    const truth = await readTruth(place.folder, index.images, place.labels, options);
    return { truth, evaluation: await openEvaluation(place, index, activation, options, truth) };
  }
}
