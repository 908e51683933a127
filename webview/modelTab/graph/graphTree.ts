import type { LayerGraph, LayerGroup } from '../../../src/cam/results/layerGraph.ts';

/** A node of the graph, or a group with its parts; together they make a tree. */
export interface GraphItem {
  /** The same for the same group of the same graph. */
  key: string;
  /** First node. */
  start: number;
  /** Node behind the last one. */
  end: number;
  /** Undefined for a single node and for the root. */
  group: LayerGroup | undefined;
  parent: GraphItem | undefined;
  /** In the order of the graph; empty for a single node. */
  parts: GraphItem[];
}

/** Boxes that a graph opens with, if folding can make it so few. */
const MAX_BOXES_AT_FIRST = 14;

/** With fewer boxes there is nothing to see. */
const MIN_BOXES_AT_FIRST = 5;

/** The root holds every node: the picture, the layers, the output. */
export function treeOf({ tensors, groups }: LayerGraph): GraphItem {
  const root = itemOf(0, tensors.length + 2, undefined, undefined);
  let outer = root;
  for (const group of groups) {
    while (outer.parent && group.start >= outer.end) outer = closed(outer);
    fillTo(outer, group.start);
    const item = itemOf(group.start, group.end, group, outer);
    outer.parts.push(item);
    outer = item;
  }
  while (outer.parent) outer = closed(outer);
  closed(outer);
  return root;
}

function itemOf(
  start: number,
  end: number,
  group: LayerGroup | undefined,
  parent: GraphItem | undefined,
): GraphItem {
  return { key: group ? `${start}-${end}` : String(start), start, end, group, parent, parts: [] };
}

/** Adds the single nodes behind the last part. @returns the item around it */
function closed(item: GraphItem): GraphItem {
  fillTo(item, item.end);
  return item.parent ?? item;
}

function fillTo(item: GraphItem, end: number): void {
  for (let node = item.parts.at(-1)?.end ?? item.start; node < end; node++) {
    item.parts.push(itemOf(node, node + 1, undefined, item));
  }
}

/** Keys of the groups to open at first: from outside to inside, as long as few boxes are shown. */
export function openAtFirst(root: GraphItem): string[] {
  const open: string[] = [];
  let shown = root.parts;
  for (;;) {
    const groups = shown.filter(({ group }) => group);
    const next = shown.flatMap((item) => (item.group ? item.parts : [item]));
    const isEnough = shown.length >= MIN_BOXES_AT_FIRST;
    if (groups.length === 0 || (isEnough && next.length > MAX_BOXES_AT_FIRST)) return open;
    open.push(...groups.map(({ key }) => key));
    shown = next;
  }
}

/** The items around a node, from the outermost to the node itself. */
export function pathTo(root: GraphItem, node: number): GraphItem[] {
  const path: GraphItem[] = [];
  let item: GraphItem | undefined = root;
  while (item) {
    item = item.parts.find(({ start, end }) => start <= node && node < end);
    if (item) path.push(item);
  }
  return path;
}

/** For each node the item that is drawn for it: the outermost group that is folded, else the node itself. */
export function shownItems(root: GraphItem, isOpen: (item: GraphItem) => boolean): GraphItem[] {
  return root.parts.flatMap((part) =>
    part.group && isOpen(part)
      ? shownItems(part, isOpen)
      : Array.from({ length: part.end - part.start }, () => part),
  );
}
