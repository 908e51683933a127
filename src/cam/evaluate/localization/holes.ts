import { MAX_RUNS } from './components.ts';
import type { Runs } from './levels.ts';
import { COLUMN_OF, ROW_OF } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** The gap that stands for everything around the components. */
const OUTSIDE = 0;

/**
 * The holes of one level: what is 4-connected between its runs, but not with the border. Gap i lies before run i in the
 * same row; a run that is the first of its row has none.
 */
export interface Holes {
  /** Gaps: each points to one that it is connected with, a root to itself. */
  root: Uint16Array;
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
  return {
    root: new Uint16Array(MAX_RUNS),
    count: 0,
    left: new Uint8Array(MAX_RUNS),
    right: new Uint8Array(MAX_RUNS),
    top: new Uint8Array(MAX_RUNS),
    bottom: new Uint8Array(MAX_RUNS),
    filled: { edges: new Uint16Array(2 * MAX_RUNS), from: 0, to: 0 },
  };
}

/** Finds the holes between runs. */
export function findHoles(runs: Runs, into: Holes): void {
  connectGaps(runs, into.root);
  measureHoles(runs, into);
}

/** Runs of one row, as places in `edges`. */
interface Row {
  y: number;
  from: number;
  to: number;
}

/** The first run has no gap before it, so its number can stand for the outside. */
function connectGaps({ edges, from, to }: Runs, root: Uint16Array): void {
  root[OUTSIDE] = OUTSIDE;
  let above: Row = { y: -2, from, to: from };
  for (let start = from; start < to; ) {
    const y = ROW_OF[edges[start] as number] as number;
    let end = start + 2;
    while (end < to && ROW_OF[edges[end] as number] === y) end += 2;
    for (let run = start + 2; run < end; run += 2) root[(run - from) >> 1] = (run - from) >> 1;
    const row = { y, from: start, to: end };
    if (above.y !== y - 1) {
      openRow(root, above, from);
      openRow(root, row, from);
    } else if (end - start > 2 || above.to - above.from > 2) {
      connectRows(edges, root, above, row, from);
    }
    above = row;
    start = end;
  }
  openRow(root, above, from);
}

/** No run is above or below: what is between these runs is outside. */
function openRow(root: Uint16Array, row: Row, first: number): void {
  for (let run = row.from + 2; run < row.to; run += 2) join(root, (run - first) >> 1, OUTSIDE);
}

/** Connects the gaps of two rows that lie above each other; those beside the first and the last run are outside. */
function connectRows(edges: Uint16Array, root: Uint16Array, a: Row, b: Row, first: number): void {
  let [runA, runB] = [a.from, b.from];
  let [startA, startB] = [-1, -1];
  let endA = COLUMN_OF[edges[runA] as number] as number;
  let endB = COLUMN_OF[edges[runB] as number] as number;
  while (true) {
    if (startA < endB && startB < endA) {
      const gapA = runA === a.from || runA === a.to ? OUTSIDE : (runA - first) >> 1;
      const gapB = runB === b.from || runB === b.to ? OUTSIDE : (runB - first) >> 1;
      if (gapA !== gapB) join(root, gapA, gapB);
    }
    if (runA === a.to && runB === b.to) return;
    if (runB === b.to || (runA < a.to && endA < endB)) {
      startA = columnAfter(edges, runA);
      runA += 2;
      endA = runA === a.to ? GRID + 1 : (COLUMN_OF[edges[runA] as number] as number);
    } else {
      startB = columnAfter(edges, runB);
      runB += 2;
      endB = runB === b.to ? GRID + 1 : (COLUMN_OF[edges[runB] as number] as number);
    }
  }
}

/** The column behind a run. */
function columnAfter(edges: Uint16Array, run: number): number {
  return (COLUMN_OF[(edges[run + 1] as number) - 1] as number) + 1;
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

function measureHoles({ edges, from, to }: Runs, holes: Holes): void {
  const { root, filled, left, right, top, bottom } = holes;
  /** Roots of the holes, in the order of their first gaps. */
  const numbers = new Map<number, number>();
  let end = 0;
  let rowBefore = -1;
  for (let run = from; run < to; run += 2) {
    const y = ROW_OF[edges[run] as number] as number;
    const gap = y === rowBefore ? rootOf(root, (run - from) >> 1) : OUTSIDE;
    rowBefore = y;
    if (gap === OUTSIDE) {
      filled.edges[end] = edges[run] as number;
      end += 2;
    } else {
      const x0 = columnAfter(edges, run - 2);
      const x1 = (COLUMN_OF[edges[run] as number] as number) - 1;
      const hole = numbers.get(gap) ?? numbers.size;
      if (hole === numbers.size) {
        numbers.set(gap, hole);
        left[hole] = x0;
        right[hole] = x1;
        top[hole] = y;
      }
      left[hole] = Math.min(left[hole] as number, x0);
      right[hole] = Math.max(right[hole] as number, x1);
      bottom[hole] = y;
    }
    filled.edges[end - 1] = edges[run + 1] as number;
  }
  filled.to = end;
  holes.count = numbers.size;
}
