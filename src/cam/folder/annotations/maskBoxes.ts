import type { Rect, Size } from '../../base/geometry.ts';

/**
 * The box around the marked pixels, by its edges.
 * @param marked row-major, not 0 inside
 * @returns undefined if none is marked
 */
export function boxAround(marked: Uint8Array, { width, height }: Size): Rect | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    const first = marked.subarray(y * width, (y + 1) * width).findIndex((value) => value !== 0);
    if (first < 0) continue;
    const last = marked.subarray(y * width, (y + 1) * width).findLastIndex((value) => value !== 0);
    left = Math.min(left, first);
    right = Math.max(right, last);
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0
    ? undefined
    : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** A part of a mask while rows are gone through: the pixels from `from` to before `to` of the present row. */
interface Run {
  from: number;
  to: number;
  part: Part;
}

interface Part {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** The part that it turned out to belong to. */
  joined: Part | undefined;
}

/**
 * The boxes around the connected parts of the pixels of one value, by their edges; pixels that touch at a corner are
 * connected.
 * @param values row-major
 */
export function partBoxes(values: Uint8Array, { width, height }: Size, value: number): Rect[] {
  const parts: Part[] = [];
  let above: Run[] = [];
  for (let y = 0; y < height; y++) {
    const row = values.subarray(y * width, (y + 1) * width);
    const runs: Run[] = [];
    let firstAbove = 0;
    for (let from = row.indexOf(value); from >= 0; ) {
      let to = from + 1;
      while (to < width && row[to] === value) to++;
      const part: Part = { left: from, right: to, top: y, bottom: y + 1, joined: undefined };
      while (firstAbove < above.length && (above[firstAbove] as Run).to < from) firstAbove++;
      for (let i = firstAbove; i < above.length && (above[i] as Run).from <= to; i++) {
        join(part, (above[i] as Run).part);
      }
      parts.push(part);
      runs.push({ from, to, part });
      from = row.indexOf(value, to);
    }
    above = runs;
  }
  return parts
    .filter(({ joined }) => joined === undefined)
    .map(({ left, right, top, bottom }) => {
      return { x: left, y: top, width: right - left, height: bottom - top };
    });
}

function join(one: Part, other: Part): void {
  const [a, b] = [rootOf(other), rootOf(one)];
  if (a === b) return;
  b.joined = a;
  a.left = Math.min(a.left, b.left);
  a.right = Math.max(a.right, b.right);
  a.top = Math.min(a.top, b.top);
  a.bottom = Math.max(a.bottom, b.bottom);
}

function rootOf(part: Part): Part {
  let root = part;
  while (root.joined) root = root.joined;
  if (part !== root) part.joined = root;
  return root;
}
