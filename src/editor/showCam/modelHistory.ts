import { classWeightsOf } from '../../cam/maps/classWeightsOf.ts';
import type { Explained, ModelChange } from '../../protocol/showCam.ts';

/** Files of one export are written within this time of each other; states in between do not count. */
const SAME_EXPORT_MS = 2000;

/**
 * Relative to the largest logit; two runs of the same model on the same picture differ by less than this, if at all.
 */
const SAME_RUN = 1e-4;

/**
 * Keeps a model's result for a picture from before its file changed: from the last export, or from a pinned one. A
 * change for another reason, such as the picture or its preprocessing, is no change of the model.
 */
export class ModelHistory {
  #now: Explained | undefined;
  #before: (Explained & { replacedAtMs: number }) | undefined;
  #changedAtMs = 0;
  #isPinned = false;

  /** Takes the model's current result, at a time in milliseconds since 1970. */
  add(next: Explained, atMs: number): void {
    const last = this.#now;
    this.#now = next;
    if (last === undefined || last.model.path !== next.model.path) {
      this.forget();
    } else if (last.model.fileVersion === next.model.fileVersion) {
      if (isSameQuestion(last, next) && !haveLikeLogits(last, next)) this.forget();
    } else {
      this.#change(last, next, atMs);
    }
  }

  /** The last change of the model for the current explanation; undefined if there was none. */
  get change(): ModelChange | undefined {
    const [before, now] = [this.#before, this.#now];
    if (!before || !now) return undefined;
    const missing = differenceOfQuestion(before, now);
    return {
      changedAtMs: this.#changedAtMs,
      isPinned: this.#isPinned,
      before: missing
        ? { state: missing, imagePath: before.explanation.imagePath }
        : { state: isUnchanged(before, now) ? 'unchanged' : 'changed', ...before },
    };
  }

  /** Whether the old result stays the same over further changes. */
  pin(isPinned: boolean): void {
    this.#isPinned = isPinned;
  }

  /** Drops the old result. */
  forget(): void {
    this.#before = undefined;
    this.#isPinned = false;
  }

  /** Drops the old result unless it belongs to one of these images. */
  forgetUnlessOf(imagePaths: readonly string[]): void {
    const imagePath = this.#before?.explanation.imagePath;
    if (imagePath !== undefined && !imagePaths.includes(imagePath)) this.forget();
  }

  #change(last: Explained, next: Explained, atMs: number): void {
    const isSameExport = atMs - this.#changedAtMs < SAME_EXPORT_MS;
    // The file was written again without a difference, so the earlier change is still the last one.
    const isAsBefore = isSameQuestion(last, next) && isUnchanged(last, next);
    if (this.#before && isAsBefore && !this.#isPinned) return;
    this.#changedAtMs = atMs;
    if (this.#before && (this.#isPinned || isSameExport)) return;
    this.#before = { ...last, replacedAtMs: atMs };
  }
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
  return haveSameNumbers(a, b) && areEqual(a.model.labels.value, b.model.labels.value);
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

function areEqual<Value>(a: ArrayLike<Value>, b: ArrayLike<Value>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
