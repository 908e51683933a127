import { Graph, layout } from '@dagrejs/dagre';
import { COLUMN_GAP_PX, LABEL_HEIGHT_PX, LANE_GAP_PX, ROW_GAP_PX } from './sizes.ts';

export interface Point {
  x: number;
  y: number;
}

/** The centre of a vertex, and its size. */
export interface Rect extends Point {
  width: number;
  height: number;
}

/** A link between two vertices of a section, by their positions in it. */
export interface SectionLink {
  from: number;
  to: number;
  /** Room for the text on it. */
  labelWidth: number;
}

export interface SectionLayout {
  vertices: Rect[];
  /** For each link, the points between its ends. */
  bends: Point[][];
  /** For each link with a text, its centre. */
  labels: (Point | undefined)[];
}

/**
 * Places vertices in the rows that are given, and the links between them, by dagre.
 * @param rows for each vertex; a link goes to a later row
 */
export function layOutSection(
  sizes: readonly { width: number; height: number }[],
  rows: readonly number[],
  links: readonly SectionLink[],
): SectionLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    ranker: 'none',
    nodesep: COLUMN_GAP_PX,
    edgesep: LANE_GAP_PX,
    ranksep: ROW_GAP_PX - LABEL_HEIGHT_PX,
  });
  for (const [at, size] of sizes.entries()) {
    // dagre puts the texts into rows of their own, between the others.
    graph.setNode(String(at), { ...size, rank: 2 * (rows[at] ?? 0) });
  }
  for (const [at, { from, to, labelWidth }] of links.entries()) {
    const label =
      labelWidth > 0 ? { width: labelWidth, height: LABEL_HEIGHT_PX, labelpos: 'c' as const } : {};
    graph.setEdge(String(from), String(to), label, String(at));
  }
  layout(graph);
  const vertices = sizes.map((size, at) => {
    const { x, y } = graph.node(String(at)) as Point;
    return { ...size, x, y };
  });
  const drawn = links.map(
    ({ from, to }, at) =>
      graph.edge(String(from), String(to), String(at)) as { points: Point[] } & Partial<Point>,
  );
  return {
    vertices,
    bends: drawn.map(({ points }) => points.slice(1, -1)),
    labels: drawn.map(({ x, y }) => (x === undefined || y === undefined ? undefined : { x, y })),
  };
}
