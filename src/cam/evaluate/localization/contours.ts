import type { Components } from './components.ts';
import { findComponents, findOnlyComponent, MAX_RUNS, roomForComponents } from './components.ts';
import { findHoles, roomForHoles } from './holes.ts';
import type { LevelRuns, Runs } from './levels.ts';

/**
 * The boxes of the contours of one level, as `cv2.findContours` (RETR_TREE) and `cv2.boundingRect` give them: of the
 * components and of their holes. Boxes are x0, y0, x1, y1 of their corner pixels, both included.
 */
export class Contours {
  count = 0;
  /** Of all contours, one after the other. */
  readonly boxes = new Uint8Array(4 * MAX_RUNS);
  /**
   * Of the contour with the largest `cv2.contourArea`: the area of the polygon through the centres of the border pixels,
   * holes included. Of equal ones the last in scan order, which OpenCV names first.
   */
  readonly largest = new Uint8Array(4);

  /** Whether the last level had one component. */
  #wasOnly = true;
  readonly #components = roomForComponents();
  readonly #filled = roomForComponents();
  readonly #holes = roomForHoles();

  /** Finds the contours of a level. */
  find({ offsets, edges }: LevelRuns, level: number): void {
    const runs = { edges, from: offsets[level] as number, to: offsets[level + 1] as number };
    const components = this.#components;
    this.count = 0;
    // Levels beside each other are alike.
    const isOnly = this.#wasOnly && findOnlyComponent(runs, components);
    if (!isOnly) findComponents(runs, components);
    for (let i = 0; i < components.count; i++) {
      if (components.root[i] === i) setBox(this.boxes, 4 * this.count++, components, i, 0);
    }
    this.#wasOnly = this.count === 1;
    if (components.holes > 0) this.#addHoles(runs);
    if (this.#wasOnly || components.holes === 0) {
      this.#setLargest(components);
      return;
    }
    // The largest contour is never inside another one, so it is a component of the runs without holes.
    findComponents(this.#holes.filled, this.#filled);
    this.#setLargest(this.#filled);
  }

  /** The contour of a hole runs through the pixels around it. */
  #addHoles(runs: Runs): void {
    const holes = this.#holes;
    findHoles(runs, holes);
    for (let i = 0; i < holes.count; i++) setBox(this.boxes, 4 * this.count++, holes, i, 1);
  }

  #setLargest(components: Components): void {
    const { count, root, doubleArea } = components;
    let [most, largest] = [-1, -1];
    for (let i = 0; i < count; i++) {
      if (root[i] !== i || (doubleArea[i] as number) < most) continue;
      most = doubleArea[i] as number;
      largest = i;
    }
    if (largest >= 0) setBox(this.largest, 0, components, largest, 0);
  }
}

interface Corners {
  left: Uint8Array;
  top: Uint8Array;
  right: Uint8Array;
  bottom: Uint8Array;
}

function setBox(boxes: Uint8Array, at: number, corners: Corners, i: number, margin: number): void {
  boxes[at] = (corners.left[i] as number) - margin;
  boxes[at + 1] = (corners.top[i] as number) - margin;
  boxes[at + 2] = (corners.right[i] as number) + margin;
  boxes[at + 3] = (corners.bottom[i] as number) + margin;
}
