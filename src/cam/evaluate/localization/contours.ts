import { Components, MAX_RUNS } from './components.ts';
import { Gaps } from './gaps.ts';
import type { LevelRuns } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/**
 * The boxes of the contours of one level, as `cv2.findContours` (RETR_TREE) and `cv2.boundingRect` give them: of the
 * components and of their holes. Corners of pixels, the right and lower one is min(x + width, 223).
 */
export class Contours {
  count = 0;
  /** x0, y0, x1, y1 of each. */
  readonly boxes = new Uint8Array(4 * MAX_RUNS);
  /**
   * Which of them has the largest `cv2.contourArea`, the area of the polygon with its holes; of equal ones the last in
   * scan order, which OpenCV names first. −1 if there are none.
   */
  largest = -1;

  readonly #components = new Components();
  readonly #filled = new Components();
  readonly #gaps = new Gaps();

  /** Finds the contours of a level. */
  find({ offsets, starts, ends }: LevelRuns, level: number): void {
    const runs = {
      starts,
      ends,
      first: offsets[level] as number,
      end: offsets[level + 1] as number,
    };
    this.count = 0;
    this.largest = -1;
    this.#components.find(runs);
    if (this.#components.holes === 0) {
      this.#addComponents(this.#components, true);
      return;
    }
    // The largest contour is never inside another one: with holes filled it is a component.
    this.#gaps.find(runs);
    this.#filled.find(this.#gaps.filledRuns(runs));
    this.#addComponents(this.#filled, true);
    this.#addComponents(this.#components, false);
    this.#gaps.forEachHole((left, top, right, bottom) => {
      this.#addBox(left - 1, top - 1, right + 1, bottom + 1);
    });
  }

  #addComponents(components: Components, mayBeLargest: boolean): void {
    const { count, root, left, top, right, bottom, doubleArea } = components;
    let most = -1;
    for (let i = 0; i < count; i++) {
      if (root[i] !== i) continue;
      if (mayBeLargest && (doubleArea[i] as number) >= most) {
        most = doubleArea[i] as number;
        this.largest = this.count;
      }
      this.#addBox(
        left[i] as number,
        top[i] as number,
        right[i] as number,
        bottom[i] as number,
      );
    }
  }

  #addBox(left: number, top: number, right: number, bottom: number): void {
    const start = 4 * this.count++;
    this.boxes[start] = left;
    this.boxes[start + 1] = top;
    this.boxes[start + 2] = Math.min(right + 1, GRID - 1);
    this.boxes[start + 3] = Math.min(bottom + 1, GRID - 1);
  }
}
