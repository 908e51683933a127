import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import type { GraphItem } from './graphTree.ts';
import { shownItems } from './graphTree.ts';
import type { Drawing } from './placeInside.ts';

/** A box or a frame where it is in the whole drawing. */
export interface Box {
  item: GraphItem;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Whether it is the frame of an open group. */
  isFrame: boolean;
  /** Groups around it. */
  depth: number;
}

/** Every box of a drawing, a frame before the boxes inside it. */
export function boxesOf({ placed }: Drawing, left = 0, top = 0, depth = 0): Box[] {
  return placed.flatMap(({ item, x, y, width, height, inside }): Box[] => {
    const own = {
      item,
      x: left + x,
      y: top + y,
      width,
      height,
      isFrame: inside !== undefined,
      depth,
    };
    return inside ? [own, ...boxesOf(inside, own.x, own.y, depth + 1)] : [own];
  });
}

export type Direction = 'down' | 'up' | 'left' | 'right';

/** Where the arrow keys lead: along the lines, or to the next box of a row. */
export class Moves {
  readonly #boxes: readonly Box[];
  readonly #next = new Map<GraphItem, Set<GraphItem>>();
  readonly #previous = new Map<GraphItem, Set<GraphItem>>();

  constructor(
    { edges }: LayerGraph,
    root: GraphItem,
    boxes: readonly Box[],
    isOpen: (item: GraphItem) => boolean,
  ) {
    this.#boxes = boxes.filter(({ isFrame }) => !isFrame);
    const shown = shownItems(root, isOpen);
    for (const { from, to } of edges) {
      const [a, b] = [shown[from], shown[to]];
      if (!a || !b || a === b) continue;
      this.#next.set(a, (this.#next.get(a) ?? new Set()).add(b));
      this.#previous.set(b, (this.#previous.get(b) ?? new Set()).add(a));
    }
  }

  /** Undefined if there is nothing in that direction. */
  from(item: GraphItem, direction: Direction): GraphItem | undefined {
    const start = this.#boxes.find((box) => box.item === item);
    if (!start) return undefined;
    const among =
      direction === 'down'
        ? this.#boxes.filter((box) => this.#next.get(item)?.has(box.item))
        : direction === 'up'
          ? this.#boxes.filter((box) => this.#previous.get(item)?.has(box.item))
          : this.#boxes.filter((box) => isBeside(start, box, direction));
    return nearest(start, among)?.item;
  }
}

function isBeside(start: Box, box: Box, direction: 'left' | 'right'): boolean {
  const isLevel = box.y < start.y + start.height && start.y < box.y + box.height;
  const isThere =
    direction === 'left' ? box.x + box.width <= start.x : box.x >= start.x + start.width;
  return isLevel && isThere;
}

function nearest(start: Box, among: readonly Box[]): Box | undefined {
  const middle = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2] as const;
  const [x, y] = middle(start);
  const distance = (box: Box) => {
    const [boxX, boxY] = middle(box);
    return Math.hypot(boxX - x, boxY - y);
  };
  return [...among].sort((a, b) => distance(a) - distance(b))[0];
}
