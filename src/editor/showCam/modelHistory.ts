import type { MethodMap } from '../../protocol/mapMethods.ts';
import type { Explained, KeptExport, ModelChange } from '../../protocol/showCam.ts';
import type { ExplainedWithMaps } from './sameResult.ts';
import {
  bytesOf,
  differenceOfQuestion,
  haveLikeLogits,
  haveSameLabels,
  isSameMap,
  isSamePicture,
  isSameQuestion,
  isUnchanged,
} from './sameResult.ts';

/** Files of one export are written within this time of each other; states in between do not count. */
const SAME_EXPORT_MS = 2000;

/** Older exports are dropped. */
const MAX_EXPORTS = 20;

/** So much may the kept exports hold, and no more: a ResNet-50 of 1000 classes has 9 MB, one of ten classes 0.5 MB. */
const MAX_BYTES = 128e6;

/** Maps by methods that are kept of a picture; older ones are dropped. One of 224×224 pixels has 0.2 MB. */
const MAX_MAPS = 8;

/** A model's result for a picture, kept when the model's file was replaced. */
interface Kept extends ExplainedWithMaps {
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
  #now: ExplainedWithMaps | undefined;
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

  /**
   * Takes the model's current result, at a time in milliseconds since 1970.
   * @param methodMaps what came with it, if it has no CAM
   */
  add(explained: Explained, atMs: number, methodMaps: MethodMap[] = []): void {
    const last = this.#now;
    const next = this.#withKnownPicture({ ...explained, methodMaps });
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

  /** Takes a map of the current result; the model's next export is compared with it. */
  addMap(map: MethodMap): void {
    const now = this.#now;
    if (!now) return;
    const others = now.methodMaps.filter((known) => !isSameMap(known, map));
    now.methodMaps = [...others, map].slice(-MAX_MAPS);
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

  #change(last: ExplainedWithMaps, next: ExplainedWithMaps, atMs: number): void {
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
  #withKnownPicture(next: ExplainedWithMaps): ExplainedWithMaps {
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
