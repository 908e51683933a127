import type { Classifier } from '../../classifier/classifier.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { PictureRun } from '../../classifier/runPicture.ts';
import { runPictures } from '../../classifier/runPicture.ts';
import { ArrayPool } from './arrayPool.ts';
import type { PictureRunner } from './pictureRunner.ts';

/** More pictures at once are not faster, and take more memory. */
const MAX_PICTURES = 8;

/** Pixels of all pictures of a batch. */
const MAX_PIXELS = 2 ** 21;

/** Largest allowed difference between a picture's numbers in a batch and alone, relative to the largest. */
const TOLERANCE = 1e-4;

/**
 * Runs several pictures at once if the results are the same as for each picture alone. A model may state a free batch
 * size and then mix the pictures (layers that normalise over the batch, quantisation by the batch's range), or fail.
 * The first pictures test this.
 */
export class BatchRunner implements PictureRunner {
  readonly #classifier: Classifier;
  /** The input array of a batch. */
  readonly #arrays = new ArrayPool();
  #maximum: number;
  #isTried = false;

  constructor(classifier: Classifier) {
    this.#classifier = classifier;
    this.#maximum = classifier.input.batch ?? MAX_PICTURES;
  }

  batchSize({ width, height }: { width: number; height: number }): number {
    const room = Math.max(1, Math.floor(MAX_PIXELS / (width * height)));
    return Math.min(this.#maximum, this.#classifier.input.batch ?? room);
  }

  async run(pictures: readonly PicturePixels[]): Promise<PictureRun[]> {
    if (pictures.length > 1 && !this.#isTried) return this.#tryBatch(pictures);
    if (pictures.length <= this.#maximum) return this.#runTogether(pictures);
    const runs: PictureRun[] = [];
    for (const picture of pictures) runs.push(...(await runPictures(this.#classifier, [picture])));
    return runs;
  }

  async #runTogether(pictures: readonly PicturePixels[]): Promise<PictureRun[]> {
    let used: Float32Array | undefined;
    const runs = await runPictures(this.#classifier, pictures, (length) => {
      used = this.#arrays.take(length);
      return used;
    });
    if (used) this.#arrays.give(used);
    return runs;
  }

  async #tryBatch(pictures: readonly PicturePixels[]): Promise<PictureRun[]> {
    this.#isTried = true;
    const alone: PictureRun[] = [];
    for (const picture of pictures) alone.push(...(await runPictures(this.#classifier, [picture])));
    const together = await runPictures(this.#classifier, pictures).catch(() => []);
    const isSame = alone.every((run, i) => {
      const other = together[i];
      if (!other) return false;
      return isClose(run.feature.values, other.feature.values) && isClose(run.logits, other.logits);
    });
    if (!isSame) this.#maximum = 1;
    return alone;
  }
}

function isClose(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a[i] as number, b[i] as number];
    // NaN and infinity are reported later; here both results must have them.
    if (Object.is(one, other)) continue;
    if (!Number.isFinite(one - other)) return false;
    largest = Math.max(largest, Math.abs(one));
    difference = Math.max(difference, Math.abs(one - other));
  }
  return difference <= TOLERANCE * largest;
}
