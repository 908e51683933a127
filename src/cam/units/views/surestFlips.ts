import path from 'node:path';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { Flip } from '../../results/units.ts';

/** Number of changed predictions that are listed. */
const LISTED = 200;

/** An image whose prediction changes. */
export interface CandidateFlip {
  image: number;
  before: number;
  after: number;
  label: number | undefined;
  /** How certain the earlier prediction was; any number that grows with it. */
  sure: number;
}

/** Counts flips and keeps the most certain ones; ties by path. */
export class SurestFlips {
  count = 0;
  readonly #index: FolderIndex;
  #kept: CandidateFlip[] = [];

  constructor(index: FolderIndex) {
    this.#index = index;
  }

  add(flip: CandidateFlip): void {
    this.count++;
    this.#kept.push(flip);
    if (this.#kept.length >= 4 * LISTED) this.#keepSurest();
  }

  list(): Flip[] {
    this.#keepSurest();
    return this.#kept.map(({ image, before, after, label }) => ({
      path: path.join(this.#index.folder, this.#pathOf(image)),
      before,
      after,
      label,
    }));
  }

  #keepSurest(): void {
    this.#kept.sort(
      (a, b) => b.sure - a.sure || (this.#pathOf(a.image) < this.#pathOf(b.image) ? -1 : 1),
    );
    this.#kept.length = Math.min(this.#kept.length, LISTED);
  }

  #pathOf(image: number): string {
    return this.#index.images[image]?.path ?? '';
  }
}
