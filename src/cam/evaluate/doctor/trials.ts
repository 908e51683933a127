import { CamError } from '../../base/errors.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { CroppedPhoto, RgbPicture } from '../../image/prepareInput.ts';
import { cropPhoto, cropValues } from '../../image/prepareInput.ts';
import type { ScoringModel } from '../runs/scoringModel.ts';
import type { LabelOrder } from './labelOrders.ts';
import type { Setting } from './settings.ts';

/** What a model says about the pictures with one setting, by one order of the labels; pictures in order. */
export interface Outcome {
  /** Whether the first class is the right one. */
  right: boolean[];
  /** Logit of the right class − largest other one; NaN if there is none. */
  margins: number[];
}

/** A setting, and its outcome for each order of the labels. */
export interface Trial {
  setting: Setting;
  outcomes: Outcome[];
}

/** Runs pictures with several settings, each resized once for all ways to make its values. */
export class Trials {
  readonly #model: ScoringModel;
  readonly #orders: readonly LabelOrder[];

  constructor(model: ScoringModel, orders: readonly LabelOrder[]) {
    this.#model = model;
    this.#orders = orders;
  }

  begin(setting: Setting): Trial {
    return { setting, outcomes: this.#orders.map(() => ({ right: [], margins: [] })) };
  }

  /**
   * Adds one picture to each trial.
   * @param classIndex its right class, by the labels in use
   * @throws CamError if a setting does not fit the picture or the model (nothing is added), or if the model fails.
   */
  async add(trials: readonly Trial[], photo: RgbPicture, classIndex: number): Promise<void> {
    const inputs = this.#inputs(trials, photo);
    const logits = await this.#logits(different(inputs));
    for (const [i, trial] of trials.entries()) {
      const found = logits.find(({ input }) => isSame(input, inputs[i]));
      if (found) this.#judge(trial.outcomes, found.logits, classIndex);
    }
  }

  async #logits(
    inputs: readonly PicturePixels[],
  ): Promise<{ input: PicturePixels; logits: Float32Array }[]> {
    const found: { input: PicturePixels; logits: Float32Array }[] = [];
    for (let i = 0; i < inputs.length; ) {
      const batch = inputs.slice(i, i + this.#together(inputs, i));
      const scores = await this.#model.run(batch);
      for (const [at, input] of batch.entries()) {
        const own = scores[at];
        if (own) found.push({ input, logits: this.#model.logitsOf(own) });
      }
      i += batch.length;
    }
    return found;
  }

  #inputs(trials: readonly Trial[], photo: RgbPicture): PicturePixels[] {
    const { input } = this.#model;
    const crops = new Map<string, CroppedPhoto>();
    return trials.map(({ setting: { preprocessing } }) => {
      const { resize, crop, interpolation, channels } = preprocessing;
      const key = JSON.stringify([resize, crop, interpolation, channels === 'gray']);
      const cropped = crops.get(key) ?? cropPhoto(photo, preprocessing, input);
      crops.set(key, cropped);
      const { width, height } = cropped.geometry.crop;
      return { width, height, values: cropValues(cropped, preprocessing, input) };
    });
  }

  /** How many inputs from one on are run at once: those of its size. */
  #together(inputs: readonly PicturePixels[], first: number): number {
    const [{ width, height } = { width: 0, height: 0 }, ...others] = inputs.slice(first);
    const other = others.findIndex((next) => next.width !== width || next.height !== height);
    const same = other < 0 ? others.length + 1 : other + 1;
    return Math.min(same, this.#model.batchSize({ width, height }));
  }

  #judge(outcomes: readonly Outcome[], logits: Float32Array, classIndex: number): void {
    const [first, second] = twoLargest(logits);
    const isUsable = logits.every(Number.isFinite);
    for (const [i, { classOf }] of this.#orders.entries()) {
      const right = classOf[classIndex] ?? -1;
      const other = right === first ? second : first;
      const margin = isUsable ? (logits[right] ?? Number.NaN) - (logits[other] ?? Number.NaN) : NaN;
      outcomes[i]?.right.push(isUsable && right === first);
      outcomes[i]?.margins.push(margin);
    }
  }
}

/** A picture of the size of the input is the same, however it is resized. */
function different(inputs: readonly PicturePixels[]): PicturePixels[] {
  return inputs.filter((input, i) => inputs.findIndex((other) => isSame(input, other)) === i);
}

function isSame(a: PicturePixels, b: PicturePixels | undefined): boolean {
  if (a === b) return true;
  if (a.width !== b?.width || a.height !== b.height) return false;
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ values }: PicturePixels): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Indices of the largest and the second largest value, of equal ones the first; −1 if there is none. */
function twoLargest(values: Float32Array): [first: number, second: number] {
  let [first, second] = [-1, -1];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (first < 0 || value > (values[first] as number)) [first, second] = [i, first];
    else if (second < 0 || value > (values[second] as number)) second = i;
  }
  return [first, second];
}

/** Errors that concern one picture and not the model. */
export function concernsPicture(error: unknown): error is CamError {
  return CamError.is(error) && error.code === 'imageTooLarge';
}

/** The outcome by the order of the labels that fits best, of equal ones the first. */
export function bestOutcome({ outcomes }: Trial): Outcome {
  const [first, ...others] = outcomes;
  if (!first) throw new Error('a trial has an outcome');
  return others.reduce((best, next) => (accuracyOf(next) > accuracyOf(best) ? next : best), first);
}

/** The trial whose best outcome is the best, of equal ones the first. */
export function bestTrial(trials: readonly Trial[]): Trial | undefined {
  const rate = (trial: Trial) => accuracyOf(bestOutcome(trial));
  return trials.reduce<Trial | undefined>(
    (best, next) => (best && rate(best) >= rate(next) ? best : next),
    undefined,
  );
}

/** Share of the pictures that are right; 0 of none. */
export function accuracyOf({ right }: Outcome): number {
  return right.filter(Boolean).length / Math.max(1, right.length);
}
