import type { Runs } from './components.ts';
import { MAX_RUNS } from './components.ts';
import { STRIDE } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** The gap that stands for everything around the components. */
const OUTSIDE = 0;

/**
 * The gaps between the runs of one level that follow each other in a row, 4-connected. Those that are not connected
 * with the border are the holes. Gap i ends before run i, counted from the first; a run that is the first of its row has
 * none.
 */
export class Gaps {
  readonly #root = new Uint16Array(MAX_RUNS + 1);
  readonly #starts = new Uint16Array(MAX_RUNS);
  readonly #ends = new Uint16Array(MAX_RUNS);
  #runs: Runs = { starts: this.#starts, ends: this.#ends, first: 0, end: 0 };

  find(runs: Runs): void {
    this.#runs = runs;
    const { starts, first, end } = runs;
    this.#root[OUTSIDE] = OUTSIDE;
    let rowAbove = { row: -2, from: first, to: first };
    for (let from = first; from < end; ) {
      const row = rowOf(starts[from] as number);
      let to = from + 1;
      while (to < end && rowOf(starts[to] as number) === row) to++;
      for (let run = from; run < to; run++) this.#root[this.#gap(run)] = this.#gap(run);
      if (rowAbove.row === row - 1) this.#joinRows(rowAbove, { from, to });
      else {
        this.#openRow(rowAbove);
        this.#openRow({ from, to });
      }
      rowAbove = { row, from, to };
      from = to;
    }
    this.#openRow(rowAbove);
  }

  /** The runs with the holes between them filled. */
  filledRuns({ starts, ends, first, end }: Runs): Runs {
    let count = 0;
    for (let run = first; run < end; run++) {
      if (this.#isHole(run)) this.#ends[count - 1] = ends[run] as number;
      else {
        this.#starts[count] = starts[run] as number;
        this.#ends[count] = ends[run] as number;
        count++;
      }
    }
    return { starts: this.#starts, ends: this.#ends, first: 0, end: count };
  }

  /** Calls `tell` with the corners of each hole's box, in pixels that are its own. */
  forEachHole(tell: (left: number, top: number, right: number, bottom: number) => void): void {
    const { starts, ends, first, end } = this.#runs;
    const boxes = new Map<number, [left: number, top: number, right: number, bottom: number]>();
    for (let run = first; run < end; run++) {
      if (!this.#isHole(run)) continue;
      const row = rowOf(starts[run] as number);
      const left = (ends[run - 1] as number) + 1 - row * STRIDE;
      const right = (starts[run] as number) - 1 - row * STRIDE;
      const hole = this.#rootOf(this.#gap(run));
      const box = boxes.get(hole);
      if (!box) boxes.set(hole, [left, row, right, row]);
      else {
        box[0] = Math.min(box[0], left);
        box[2] = Math.max(box[2], right);
        box[3] = row;
      }
    }
    for (const box of boxes.values()) tell(...box);
  }

  #gap(run: number): number {
    return run - this.#runs.first + 1;
  }

  #isHole(run: number): boolean {
    return this.#startsInRow(run) && this.#rootOf(this.#gap(run)) !== OUTSIDE;
  }

  /** Whether another run is to the left of it. */
  #startsInRow(run: number): boolean {
    const { starts, ends, first } = this.#runs;
    return run > first && rowOf(ends[run - 1] as number) === rowOf(starts[run] as number);
  }

  #rootOf(gap: number): number {
    let found = gap;
    while (this.#root[found] !== found) found = this.#root[found] as number;
    return found;
  }

  #join(a: number, b: number): void {
    const [rootA, rootB] = [this.#rootOf(a), this.#rootOf(b)];
    this.#root[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** No run is above or below: what is between these runs is outside. */
  #openRow({ from, to }: RunRange): void {
    for (let run = from + 1; run < to; run++) this.#join(this.#gap(run), OUTSIDE);
  }

  #joinRows(above: RunRange, below: RunRange): void {
    let [a, b] = [above.from, below.from];
    while (a <= above.to && b <= below.to) {
      const [gapA, gapB] = [this.#extent(a, above), this.#extent(b, below)];
      if (Math.max(gapA.left, gapB.left) <= Math.min(gapA.right, gapB.right)) {
        this.#join(gapA.gap, gapB.gap);
      }
      if (gapA.right < gapB.right || (gapA.right === gapB.right && b === below.to)) a++;
      else b++;
    }
  }

  /** The gap before a run of a row, or behind the last one; columns from −1 to GRID. */
  #extent(run: number, { from, to }: RunRange): { gap: number; left: number; right: number } {
    const { starts, ends } = this.#runs;
    const left = run === from ? -1 : columnOf(ends[run - 1] as number) + 1;
    const right = run === to ? GRID : columnOf(starts[run] as number) - 1;
    return { gap: run === from || run === to ? OUTSIDE : this.#gap(run), left, right };
  }
}

interface RunRange {
  from: number;
  /** One past the last. */
  to: number;
}

function rowOf(pixel: number): number {
  return Math.floor(pixel / STRIDE);
}

function columnOf(pixel: number): number {
  return pixel % STRIDE;
}
