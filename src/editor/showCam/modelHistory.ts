import { classWeightsOf } from '../../cam/maps/classWeightsOf.ts';
import type { Explained, KeptExport, ModelChange } from '../../protocol/showCam.ts';

/** Files of one export are written within this time of each other; states in between do not count. */
const SAME_EXPORT_MS = 2000;

/**
 * Relative to the largest logit; two runs of the same model on the same picture differ by less than this, if at all.
 */
const SAME_RUN = 1e-4;

/** Older exports are dropped. */
const MAX_EXPORTS = 20;

/** So much may the kept exports hold, and no more: a ResNet-50 of 1000 classes has 9 MB, one of ten classes 0.5 MB. */
const MAX_BYTES = 128e6;

/** A model's result for a picture, kept when the model's file was replaced. */
interface Kept extends Explained {
  /** Counts the exports of the model. */
  number: number;
  sinceMs: number;
  replacedAtMs: number;
}

/**
 * Keeps a model's results from before its file changed: those of the last exports, for the pictures that were on show.
 * One of them is the state before: the last, the chosen or the pinned one. A change for another reason, such as the
 * picture or its preprocessing, is no change of the model.
 */
export class ModelHistory {
  #now: Explained | undefined;
  /** Counts the exports. */
  #number = 1;
  #sinceMs = 0;
  /** The oldest first. */
  #kept: Kept[] = [];
  #changedAtMs = 0;
  /** Number of the export that the user chose, or that was before when the user pinned it. */
  #chosen: number | undefined;
  #isPinned = false;
  #isDismissed = false;
  #images: readonly string[] | undefined;

  /** Takes the model's current result, at a time in milliseconds since 1970. */
  add(explained: Explained, atMs: number): void {
    const last = this.#now;
    const next = this.#withKnownPicture(explained);
    this.#now = next;
    if (last === undefined || last.model.path !== next.model.path) {
      this.#clear();
      this.#sinceMs = atMs;
    } else if (last.model.fileVersion === next.model.fileVersion) {
      if (isSameQuestion(last, next) && !haveLikeLogits(last, next)) this.#clear();
    } else {
      this.#change(last, next, atMs);
    }
  }

  /** The last change of the model for the current explanation; undefined if there was none. */
  get change(): ModelChange | undefined {
    const [before, now] = [this.#before, this.#now];
    if (!before || !now) return undefined;
    const { imagePath } = before.explanation;
    const missing = differenceOfQuestion(before, now);
    if (missing === 'otherImage' && this.#images?.includes(imagePath) === false) return undefined;
    const state = isUnchanged(before, now) ? 'unchanged' : 'changed';
    return {
      changedAtMs: this.#changedAtMs,
      isPinned: this.#isPinned,
      before: missing ? { state: missing, imagePath } : { state, ...before },
      exports: this.#ofQuestion(now).map((kept) => this.#factsOf(kept, now)),
    };
  }

  /** Whether the state before stays the same over further changes. */
  pin(isPinned: boolean): void {
    if (isPinned) this.#chosen = this.#before?.number;
    this.#isPinned = isPinned;
  }

  /** Makes another kept export the state before, until the next change. */
  choose(number: number): void {
    this.#chosen = number;
  }

  /** Shows no state before until the next change. */
  dismiss(): void {
    this.#isDismissed = true;
    this.#isPinned = false;
    this.#chosen = undefined;
  }

  /** The images that the user steps through: what is known only of another one is not mentioned. */
  useImages(images: readonly string[]): void {
    this.#images = images;
  }

  /** The state before for the picture on show; else the one that tells why there is none. */
  get #before(): Kept | undefined {
    const now = this.#now;
    if (!now || this.#isDismissed) return undefined;
    const known = this.#ofQuestion(now);
    const chosen = known.find(({ number }) => number === this.#chosen);
    if (chosen) return chosen;
    if (this.#isPinned) return this.#kept.find(({ number }) => number === this.#chosen);
    const ofImage = ({ explanation }: Kept) => explanation.imagePath === now.explanation.imagePath;
    return known.at(-1) ?? this.#kept.findLast(ofImage) ?? this.#kept.at(-1);
  }

  #ofQuestion(now: Explained): Kept[] {
    return this.#kept.filter((kept) => isSameQuestion(kept, now));
  }

  #factsOf(kept: Kept, now: Explained): KeptExport {
    const { model, explanation, number, sinceMs } = kept;
    const top = explanation.ranking[0] ?? 0;
    return {
      number,
      sinceMs,
      exportsAgo: this.#number - number,
      top: {
        label: model.labels.value[top] ?? '',
        probability: explanation.probabilities[top] ?? Number.NaN,
      },
      probabilities: haveSameLabels(kept, now) ? explanation.probabilities : undefined,
    };
  }

  #change(last: Explained, next: Explained, atMs: number): void {
    const before = this.#before;
    const isSameExport = atMs - this.#changedAtMs < SAME_EXPORT_MS;
    if (before && isSameQuestion(last, next) && isUnchanged(last, next)) {
      // The file was written again without a difference, so the earlier change is still the last one.
      if (this.#isPinned) this.#changedAtMs = atMs;
      return;
    }
    this.#changedAtMs = atMs;
    this.#isDismissed = false;
    if (before && isSameExport) return;
    this.#keep({ ...last, number: this.#number, sinceMs: this.#sinceMs, replacedAtMs: atMs });
    this.#number++;
    this.#sinceMs = atMs;
    if (!this.#isPinned) this.#chosen = undefined;
  }

  #keep(kept: Kept): void {
    this.#kept.push(kept);
    while (this.#kept.length > MAX_EXPORTS || bytesOf(this.#kept) > MAX_BYTES) {
      const isPinned = ({ number }: Kept) => this.#isPinned && number === this.#chosen;
      const oldest = this.#kept.findIndex((other) => !isPinned(other));
      if (oldest < 0) return;
      this.#kept.splice(oldest, 1);
    }
  }

  /** The bytes of a picture are kept once, and equal ones are found by being the same. */
  #withKnownPicture(next: Explained): Explained {
    const earlier = this.#now ? [this.#now, ...this.#kept] : this.#kept;
    const known = earlier.find((other) => isSamePicture(other, next));
    if (!known) return next;
    return { ...next, explanation: { ...next.explanation, picture: known.explanation.picture } };
  }

  #clear(): void {
    this.#kept = [];
    this.#number = 1;
    this.#chosen = undefined;
    this.#isPinned = false;
    this.#isDismissed = false;
  }
}

/** The memory of the numbers and pictures of some results; those that share an array count it once. */
function bytesOf(all: readonly Explained[]): number {
  const arrays = all.flatMap(({ model, explanation }) => [
    explanation.picture.bytes,
    explanation.featureMap.values,
    explanation.logits,
    explanation.probabilities,
    explanation.ranking,
    classWeightsOf(model, explanation).weights,
  ]);
  return [...new Set(arrays)].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function isSamePicture({ explanation: a }: Explained, { explanation: b }: Explained): boolean {
  return a.imagePath === b.imagePath && areEqual(a.picture.bytes, b.picture.bytes);
}

function isSameQuestion(a: Explained, b: Explained): boolean {
  return differenceOfQuestion(a, b) === undefined;
}

/** In what two explanations differ besides the model. */
function differenceOfQuestion(
  { explanation: a, variant: ofA }: Explained,
  { explanation: b, variant: ofB }: Explained,
): 'otherImage' | 'otherPicture' | 'otherVariant' | undefined {
  if (a.imagePath !== b.imagePath) return 'otherImage';
  if (!areEqual(a.picture.bytes, b.picture.bytes)) return 'otherPicture';
  return describe(ofA) === describe(ofB) ? undefined : 'otherVariant';
}

function describe({ output, featureTensor, inputScale = 1 }: Explained['variant']): string {
  return JSON.stringify([output, featureTensor, inputScale]);
}

/** Whether two results are for the same picture and equal to the last bit. */
function isUnchanged(a: Explained, b: Explained): boolean {
  return haveSameNumbers(a, b) && haveSameLabels(a, b);
}

/** Whether every logit and every value of every map is the same. */
function haveSameNumbers(a: Explained, b: Explained): boolean {
  const { featureMap: ofA, logits } = a.explanation;
  const { featureMap: ofB } = b.explanation;
  return (
    ofA.width === ofB.width &&
    areEqual(logits, b.explanation.logits) &&
    areEqual(ofA.values, ofB.values) &&
    areEqual(weightsOf(a), weightsOf(b))
  );
}

/** Whether two runs of the same model can have given these logits. */
function haveLikeLogits({ explanation: a }: Explained, { explanation: b }: Explained): boolean {
  const largest = a.logits.reduce((max, logit) => Math.max(max, Math.abs(logit)), 0);
  return (
    a.logits.length === b.logits.length &&
    a.logits.every((logit, i) => Math.abs(logit - (b.logits[i] ?? 0)) <= SAME_RUN * largest)
  );
}

function weightsOf({ model, explanation }: Explained): Float32Array {
  return classWeightsOf(model, explanation).weights;
}

function haveSameLabels({ model: a }: Explained, { model: b }: Explained): boolean {
  const [ofA, ofB] = [a.labels.value, b.labels.value];
  return ofA.length === ofB.length && ofA.every((label, i) => label === ofB[i]);
}

/** Whether two arrays are the same to the last bit. */
function areEqual(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return a === b || Buffer.compare(bytesOfArray(a), bytesOfArray(b)) === 0;
}

function bytesOfArray({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
