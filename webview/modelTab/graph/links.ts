import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import type { GraphItem } from './graphTree.ts';

/** Where a line starts or ends: a part of the group, or a port, where the tensor of a node enters or leaves it. */
export type Vertex = { kind: 'item'; item: GraphItem } | { kind: 'entry' | 'exit'; node: number };

/** A tensor that goes from one vertex to another, by their positions in the list. */
export interface Link {
  from: number;
  to: number;
  /** Node whose tensor it is. */
  node: number;
  isIndirect: boolean;
}

/** What an open group draws: its vertices, each before those that follow it, and the links between them. */
export interface Inside {
  vertices: Vertex[];
  links: Link[];
}

/** The parts of an open group, and the edges of the graph as they are seen from there. */
export function insideOf({ edges }: LayerGraph, open: GraphItem): Inside {
  const { start, end, parts } = open;
  const partOf = new Map<number, number>();
  for (const [at, part] of parts.entries()) {
    for (let node = part.start; node < part.end; node++) partOf.set(node, at);
  }
  const isInside = (node: number) => start <= node && node < end;
  const entries = new Set<number>();
  const exits = new Set<number>();
  for (const { from, to } of edges) {
    if (!isInside(from) && isInside(to)) entries.add(from);
    if (isInside(from) && !isInside(to)) exits.add(from);
  }
  const entering = [...entries].sort((a, b) => a - b);
  const leaving = [...exits].sort((a, b) => a - b);
  const vertices: Vertex[] = [
    ...entering.map((node) => ({ kind: 'entry' as const, node })),
    ...parts.map((item) => ({ kind: 'item' as const, item })),
    ...leaving.map((node) => ({ kind: 'exit' as const, node })),
  ];
  const links = new Map<string, Link>();
  for (const { from, to, isIndirect } of edges) {
    const [source, target] = [partOf.get(from), partOf.get(to)];
    if (source === undefined && target === undefined) continue;
    if (source === target) continue;
    const link: Link = {
      from: source === undefined ? entering.indexOf(from) : entering.length + source,
      to:
        target === undefined
          ? entering.length + parts.length + leaving.indexOf(from)
          : entering.length + target,
      node: from,
      isIndirect,
    };
    links.set(JSON.stringify(link), link);
  }
  return { vertices, links: [...links.values()] };
}
