import { classWeightsOf } from '../../cam/maps/classWeightsOf.ts';
import type { Explained, ModelChange } from '../../protocol/showCam.ts';

/** Files of one export are written within this time of each other; what is between them is no state of its own. */
const SAME_EXPORT_MS = 2000;

/** Relative to the largest logit; runs of the same model on the same picture differ by less, if at all. */
const SAME_RUN = 1e-4;

/**
 * Keeps what a model said of a picture before its file changed: of the last export, or of one that is
 * pinned. What changed for another reason, such as the picture or its preprocessing, is no change of the model.
 */
export class ModelHistory {
  #now: Explained | undefined;
  #before: (Explained & { replacedAtMs: number }) | undefined;
  #changedAtMs = 0;
  #isPinned = false;

  /** Takes what the model says now, at a time in milliseconds since 1970. */
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

  /** What there is to say of the change of the model that is explained now; undefined where there was none. */
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

  /** Whether what is before stays so over further changes. */
  pin(isPinned: boolean): void {
    this.#isPinned = isPinned;
  }

  /** Forgets what was before. */
  forget(): void {
    this.#before = undefined;
    this.#isPinned = false;
  }

  /** Forgets what was before where it is of none of these images. */
  forgetUnlessOf(imagePaths: readonly string[]): void {
    const imagePath = this.#before?.explanation.imagePath;
    if (imagePath !== undefined && !imagePaths.includes(imagePath)) this.forget();
  }

  #change(last: Explained, next: Explained, atMs: number): void {
    const isSameExport = atMs - this.#changedAtMs < SAME_EXPORT_MS;
    // The file was written again as it was: the change before it is still the last one.
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

/** In what two explanations differ beside the model. */
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

/** Whether the model says the same of the same picture, to the last bit. */
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

/** Whether two runs of the same may have given these logits. */
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
