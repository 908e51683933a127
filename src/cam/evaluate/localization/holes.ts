import type { Runs } from './components.ts';
import { MAX_RUNS } from './components.ts';
import { COLUMN_OF, ROW_OF } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** The gap that stands for everything around the components. */
const OUTSIDE = 0;

/**
 * The holes of one level: what is 4-connected between its runs, but not with the border. Gap i lies before run i − 1,
 * counted from the first, in the same row.
 */
export interface Holes {
  /** Gaps: each points to one that it is connected with, a root to itself. */
  root: Uint16Array;
  /** Of each run: the root of the gap before it, if that is a hole, else 0. */
  beforeRun: Uint16Array;
  count: number;
  /** Corners of the boxes, in pixels that are the holes' own. */
  left: Uint8Array;
  right: Uint8Array;
  top: Uint8Array;
  bottom: Uint8Array;
  /** Runs with the holes filled. */
  filled: Runs;
}

/** Memory for the holes of one level after another. */
export function roomForHoles(): Holes {
  const [starts, ends] = [new Uint16Array(MAX_RUNS), new Uint16Array(MAX_RUNS)];
  return {
    root: new Uint16Array(MAX_RUNS + 1),
    beforeRun: new Uint16Array(MAX_RUNS),
    count: 0,
    left: new Uint8Array(MAX_RUNS),
    right: new Uint8Array(MAX_RUNS),
    top: new Uint8Array(MAX_RUNS),
    bottom: new Uint8Array(MAX_RUNS),
    filled: { starts, ends, first: 0, end: 0 },
  };
}

/** Finds the holes between runs. */
export function findHoles(runs: Runs, into: Holes): void {
  connectGaps(runs, into.root);
  nameHoles(runs, into);
  measureHoles(runs, into);
  fillHoles(runs, into);
}

function connectGaps(runs: Runs, root: Uint16Array): void {
  const { starts, first, end } = runs;
  root[OUTSIDE] = OUTSIDE;
  let [rowAbove, fromAbove, toAbove] = [-2, first, first];
  for (let from = first; from < end; ) {
    const row = ROW_OF[starts[from] as number] as number;
    let to = from + 1;
    while (to < end && ROW_OF[starts[to] as number] === row) to++;
    for (let run = from + 1; run < to; run++) root[run - first + 1] = run - first + 1;
    if (rowAbove !== row - 1) {
      openRow(root, fromAbove - first, toAbove - first);
      openRow(root, from - first, to - first);
    } else if (to - from > 1 || toAbove - fromAbove > 1) {
      connectRows(runs, root, fromAbove, toAbove, from, to);
    }
    [rowAbove, fromAbove, toAbove] = [row, from, to];
    from = to;
  }
  openRow(root, fromAbove - first, toAbove - first);
}

/** No run is above or below: what is between these runs is outside. */
function openRow(root: Uint16Array, from: number, to: number): void {
  for (let run = from + 1; run < to; run++) join(root, run + 1, OUTSIDE);
}

/**
 * Connects the gaps of two rows that lie above each other. Gap g of a row with the runs from…to ends before run g; the
 * first and the last are outside.
 */
function connectRows(
  { starts, ends, first }: Runs,
  root: Uint16Array,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
): void {
  let [a, b] = [fromA, fromB];
  let [leftA, leftB] = [-1, -1];
  let rightA = (COLUMN_OF[starts[a] as number] as number) - 1;
  let rightB = (COLUMN_OF[starts[b] as number] as number) - 1;
  while (true) {
    if (leftA <= rightB && leftB <= rightA) {
      const gapA = a === fromA || a === toA ? OUTSIDE : a - first + 1;
      const gapB = b === fromB || b === toB ? OUTSIDE : b - first + 1;
      if (gapA !== gapB) join(root, gapA, gapB);
    }
    if (a === toA && b === toB) return;
    if (b === toB || (a < toA && rightA < rightB)) {
      leftA = (COLUMN_OF[ends[a] as number] as number) + 1;
      a++;
      rightA = a === toA ? GRID : (COLUMN_OF[starts[a] as number] as number) - 1;
    } else {
      leftB = (COLUMN_OF[ends[b] as number] as number) + 1;
      b++;
      rightB = b === toB ? GRID : (COLUMN_OF[starts[b] as number] as number) - 1;
    }
  }
}

function join(root: Uint16Array, a: number, b: number): void {
  const [rootA, rootB] = [rootOf(root, a), rootOf(root, b)];
  if (rootA < rootB) root[rootB] = rootA;
  else root[rootA] = rootB;
}

function rootOf(root: Uint16Array, gap: number): number {
  let found = gap;
  while (root[found] !== found) found = root[found] as number;
  return found;
}

function nameHoles({ starts, first, end }: Runs, { root, beforeRun }: Holes): void {
  let rowBefore = -1;
  for (let run = first; run < end; run++) {
    const row = ROW_OF[starts[run] as number] as number;
    beforeRun[run - first] = row === rowBefore ? rootOf(root, run - first + 1) : OUTSIDE;
    rowBefore = row;
  }
}

function measureHoles({ starts, ends, first, end }: Runs, holes: Holes): void {
  const { root, beforeRun, left, right, top, bottom } = holes;
  holes.count = 0;
  for (let run = first; run < end; run++) {
    const gap = beforeRun[run - first] as number;
    if (gap === OUTSIDE) continue;
    const row = ROW_OF[starts[run] as number] as number;
    const from = (COLUMN_OF[ends[run - 1] as number] as number) + 1;
    const to = (COLUMN_OF[starts[run] as number] as number) - 1;
    // A root is the first of its gaps; from here on its entry is the number of its hole.
    const isFirst = gap === run - first + 1;
    const hole = isFirst ? holes.count++ : (root[gap] as number);
    if (isFirst) {
      root[gap] = hole;
      [left[hole], right[hole], top[hole]] = [from, to, row];
    }
    if (from < (left[hole] as number)) left[hole] = from;
    if (to > (right[hole] as number)) right[hole] = to;
    bottom[hole] = row;
  }
}

function fillHoles({ starts, ends, first, end }: Runs, { beforeRun, filled }: Holes): void {
  let count = 0;
  for (let run = first; run < end; run++) {
    if (beforeRun[run - first] === OUTSIDE) filled.starts[count++] = starts[run] as number;
    filled.ends[count - 1] = ends[run] as number;
  }
  filled.end = count;
}
