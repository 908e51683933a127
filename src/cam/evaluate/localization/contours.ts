import type { Components, Runs } from './components.ts';
import { connectRuns, MAX_RUNS, measureComponents, roomForComponents } from './components.ts';
import { findHoles, roomForHoles } from './holes.ts';
import type { LevelRuns } from './levels.ts';
import { COLUMN_OF, ROW_OF } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/**
 * The boxes of the contours of one level, as `cv2.findContours` (RETR_TREE) and `cv2.boundingRect` give them: of the
 * components and of their holes. They end at pixel min(x + width, 223).
 */
export class Contours {
  count = 0;
  /** x0, y0, x1, y1 of each. */
  readonly boxes = new Uint8Array(4 * MAX_RUNS);
  /**
   * Which of them has the largest `cv2.contourArea`: the area of the polygon through the centres of the border pixels,
   * holes included. Of equal ones the last in scan order, which OpenCV names first. −1 if there are none.
   */
  largest = -1;

  readonly #components = roomForComponents();
  readonly #filled = roomForComponents();
  readonly #holes = roomForHoles();

  /** Finds the contours of a level. */
  find({ offsets, starts, ends }: LevelRuns, level: number): void {
    const first = offsets[level] as number;
    const runs = { starts, ends, first, end: offsets[level + 1] as number };
    const components = this.#components;
    this.count = 0;
    this.largest = -1;
    connectRuns(runs, components);
    if (components.holes > 0) findHoles(runs, this.#holes);
    if (components.roots === 1) this.#addOnly(runs);
    else if (components.roots > 1) this.#addSeveral(runs);
    if (components.holes > 0) this.#addHoles();
  }

  /** The box of all runs: it needs no area, as most levels of a smooth map. */
  #addOnly({ starts, ends, first, end }: Runs): void {
    let left = GRID;
    let right = 0;
    for (let run = first; run < end; run++) {
      left = Math.min(left, COLUMN_OF[starts[run] as number] as number);
      right = Math.max(right, COLUMN_OF[ends[run] as number] as number);
    }
    this.largest = 0;
    const top = ROW_OF[starts[first] as number] as number;
    this.#addBox(left, top, right, ROW_OF[starts[end - 1] as number] as number);
  }

  #addSeveral(runs: Runs): void {
    const components = this.#components;
    measureComponents(runs, components);
    if (components.holes > 0) {
      // The largest contour is never inside another one, so it is a component of the runs without holes.
      const { filled } = this.#holes;
      connectRuns(filled, this.#filled);
      measureComponents(filled, this.#filled);
      this.#addComponents(this.#filled, true);
    }
    this.#addComponents(components, components.holes === 0);
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
      this.#addBox(left[i] as number, top[i] as number, right[i] as number, bottom[i] as number);
    }
  }

  #addHoles(): void {
    const { count, left, top, right, bottom } = this.#holes;
    for (let i = 0; i < count; i++) {
      // The contour of a hole runs through the pixels around it.
      this.#addBox(
        (left[i] as number) - 1,
        (top[i] as number) - 1,
        (right[i] as number) + 1,
        (bottom[i] as number) + 1,
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
