import type { IndexedImage } from '../../folder/folderIndex.ts';
import type { Finding, FindingKind } from '../../results/evaluation/scores.ts';

/** How many pictures a finding names. */
const EXAMPLES = 10;

/** Pictures that do not count for one reason. */
export class LeftOut {
  count = 0;
  readonly #examples: string[] = [];

  constructor(readonly images: readonly Pick<IndexedImage, 'path'>[]) {}

  /** @param image row of the index */
  add(image: number): void {
    this.count++;
    const path = this.images[image]?.path;
    if (path !== undefined && this.#examples.length < EXAMPLES) this.#examples.push(path);
  }

  /** None, or one. */
  findings(kind: FindingKind, text: (count: number) => string): Finding[] {
    if (this.count === 0) return [];
    return [{ kind, count: this.count, text: text(this.count), examples: [...this.#examples] }];
  }
}
