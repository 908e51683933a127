import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexPlace } from '../folder/indexPlace.ts';
import { keepRecent } from '../folder/recentlyUsed.ts';
import type { Activation } from '../maps/scores.ts';
import type { FolderEvaluation } from './folderEvaluation.ts';
import type { EvaluationOptions, FolderTruth } from './openEvaluation.ts';
import { openEvaluation, quickVersionOf, readTruth, versionOf } from './openEvaluation.ts';

/** Number of evaluations that stay open; the least recently used one is closed. */
const MAX_OPEN = 3;

interface Opened {
  evaluation: FolderEvaluation;
  truth: FolderTruth;
  quickVersion: string;
}

/** Open evaluations, so that the next request about a folder need not read its labels and annotations again. */
export class OpenEvaluations {
  /** By index and sources, the most recently used last. */
  readonly #open = new Map<string, Opened>();

  /**
   * The current evaluation of an index; made again if the index, the labels or the annotations have changed.
   * @param isPage one of many requests about what is shown: the annotations of single pictures are not looked at
   * @throws CamError about files of labels or annotations that are asked for.
   */
  async open(
    place: IndexPlace,
    index: StoredIndex,
    activation: Activation,
    options: EvaluationOptions,
    isPage: boolean,
  ): Promise<FolderEvaluation> {
    const { labels, annotations } = options;
    const key = JSON.stringify([place.indexFolder, place.labels, activation, labels, annotations]);
    const known = this.#open.get(key);
    this.#open.delete(key);
    const isCurrent = known && (await isSame(known, place, index, options, isPage));
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
    const quickVersion = await quickVersionOf(place, index, options, truth);
    const version = await versionOf(quickVersion, truth);
    const evaluation = await openEvaluation(place, index, activation, truth, version);
    return { truth, quickVersion, evaluation };
  }
}

async function isSame(
  { truth, quickVersion, evaluation }: Opened,
  place: IndexPlace,
  index: StoredIndex,
  options: EvaluationOptions,
  isPage: boolean,
): Promise<boolean> {
  const now = await quickVersionOf(place, index, options, truth);
  return now === quickVersion && (isPage || (await versionOf(now, truth)) === evaluation.version);
}
