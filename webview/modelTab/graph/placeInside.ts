import type { GraphItem } from './graphTree.ts';
import type { Inside, Link, Vertex } from './links.ts';
import type { Point, Rect } from './section.ts';
import { layOutSection } from './section.ts';
import { FRAME_HEAD_PX, FRAME_PADDING_PX, LANE_GAP_PX, ROW_GAP_PX } from './sizes.ts';

/** Where the tensor of a node enters or leaves an open group, from its left side. */
interface Port {
  node: number;
  x: number;
}

/** A line from one box to another, or to the frame around both. */
export interface Line {
  /** Node whose tensor it is. */
  node: number;
  isIndirect: boolean;
  points: Point[];
}

/** The shape of a node's tensor, written on a line. */
interface ShapeText extends Point {
  node: number;
}

/** A box, or the frame of an open group with what is inside. */
interface Placed {
  item: GraphItem;
  /** Left and top in the drawing around it. */
  x: number;
  y: number;
  width: number;
  height: number;
  inside: Drawing | undefined;
}

/** What is drawn inside a frame. */
export interface Drawing {
  width: number;
  height: number;
  placed: Placed[];
  lines: Line[];
  shapes: ShapeText[];
  entries: Port[];
  exits: Port[];
}

/** The size of an item, and its drawing if it is open. */
export interface Sized {
  width: number;
  height: number;
  inside: Drawing | undefined;
}

export interface PlaceOptions {
  sizeOf(item: GraphItem): Sized;
  /** Width of the text that is written for the tensor of a node; 0 for none. */
  shapeWidth(node: number): number;
  /** Width that the name of the frame needs. */
  minWidth: number;
  /** Ends a piece of work, so that the page can answer to the user in between. */
  pause(): Promise<void>;
}

/** Links over more rows than these in sum run in lanes beside the boxes: they would push the boxes apart. */
const MAX_ROWS_CROSSED = 40;

/** Places what is inside a group: sections between vertices that everything passes, one below the other. */
export async function placeInside(
  { vertices, links }: Inside,
  options: PlaceOptions,
): Promise<Drawing> {
  const sizes = vertices.map((vertex) => sizeOfVertex(vertex, options));
  const rows = rowsOf(vertices, links);
  const span = ({ from, to }: Link) => (rows[to] ?? 0) - (rows[from] ?? 0);
  const crossed = links.reduce((sum, link) => sum + span(link) - 1, 0);
  const isLane = (link: Link) => crossed > MAX_ROWS_CROSSED && span(link) > 1;
  const routed = links.filter((link) => !isLane(link));
  const written = shapesToWrite(vertices, routed);
  const centres: (Rect | undefined)[] = [];
  const bends = new Map<Link, Point[]>();
  const shapes: ShapeText[] = [];
  for (const { first, last, inside } of sectionsOf(vertices.length, routed)) {
    await options.pause();
    const known = centres[first];
    const rowsInside = rows.slice(first, last + 1);
    const top = Math.min(...rowsInside);
    const section = layOutSection(
      sizes.slice(first, last + 1),
      rowsInside.map((row) => row - top),
      inside.map((link) => ({
        from: link.from - first,
        to: link.to - first,
        labelWidth: written.has(link) ? options.shapeWidth(link.node) : 0,
      })),
    );
    const start = section.vertices[0];
    const move = known && start ? { x: known.x - start.x, y: known.y - start.y } : { x: 0, y: 0 };
    const moved = ({ x, y }: Point): Point => ({ x: x + move.x, y: y + move.y });
    for (const [at, rect] of section.vertices.entries()) {
      centres[first + at] ??= { ...rect, ...moved(rect) };
    }
    const end = centres[last];
    // The last vertex has its row for itself, so that it can stand below the first one.
    const isAlone = !rowsInside.slice(0, -1).includes(rows[last] ?? 0);
    if (end && known && isAlone) end.x = known.x;
    for (const [at, link] of inside.entries()) {
      bends.set(link, (section.bends[at] ?? []).map(moved));
      const label = section.labels[at];
      if (label && written.has(link)) shapes.push({ node: link.node, ...moved(label) });
    }
  }
  const rects = centres.filter((rect) => rect !== undefined);
  return drawingOf({ vertices, links, rects, bends, shapes }, options);
}

/** A port has the height of the frame's own part above or below the boxes. */
function sizeOfVertex(vertex: Vertex, { sizeOf }: PlaceOptions): { width: number; height: number } {
  if (vertex.kind === 'item') {
    const { width, height } = sizeOf(vertex.item);
    return { width, height };
  }
  return { width: LANE_GAP_PX, height: vertex.kind === 'entry' ? FRAME_HEAD_PX : 0 };
}

/** The row of each vertex: as far up as its links allow; what leaves is below all others. */
function rowsOf(vertices: readonly Vertex[], links: readonly Link[]): number[] {
  const rows = vertices.map(() => 0);
  const inOrder = [...links].sort((a, b) => a.from - b.from);
  for (const { from, to } of inOrder) {
    rows[to] = Math.max(rows[to] ?? 0, (rows[from] ?? 0) + 1);
  }
  const last = Math.max(...rows);
  return rows.map((row, at) => (vertices[at]?.kind === 'exit' ? last : row));
}

interface Section {
  first: number;
  last: number;
  inside: Link[];
}

/** The parts between two neighbouring vertices that no link passes by; each vertex between is in two sections. */
function sectionsOf(count: number, links: readonly Link[]): Section[] {
  const furthest = Array.from({ length: count }, () => 0);
  for (const { from, to } of links) furthest[from] = Math.max(furthest[from] ?? 0, to);
  const sections: Section[] = [];
  let [first, reach] = [0, 0];
  for (let at = 0; at < count; at++) {
    const isPassed = reach > at || at === 0;
    reach = Math.max(reach, furthest[at] ?? 0);
    if (isPassed && at < count - 1) continue;
    sections.push({ first, last: at, inside: [] });
    first = at;
  }
  const startingAt = new Map<number, Section>();
  for (const section of sections) {
    for (let at = section.first; at < section.last; at++) startingAt.set(at, section);
  }
  for (const link of links) startingAt.get(link.from)?.inside.push(link);
  return sections;
}

/** The shape of a tensor is written once, where it leaves the box that makes it. */
function shapesToWrite(vertices: readonly Vertex[], links: readonly Link[]): Set<Link> {
  const seen = new Set<number>();
  const written = new Set<Link>();
  for (const link of links) {
    const isInside = [link.from, link.to].every((at) => vertices[at]?.kind === 'item');
    if (!isInside || seen.has(link.node)) continue;
    seen.add(link.node);
    written.add(link);
  }
  return written;
}

interface Parts {
  vertices: readonly Vertex[];
  links: readonly Link[];
  rects: readonly Rect[];
  /** Of the links that do not run in lanes. */
  bends: ReadonlyMap<Link, Point[]>;
  shapes: readonly ShapeText[];
}

/** Brings everything into the frame: boxes, then lines, then lanes. */
function drawingOf(
  { vertices, links, rects, bends, shapes }: Parts,
  { sizeOf, shapeWidth, minWidth }: PlaceOptions,
): Drawing {
  const left = Math.min(
    ...rects.map(({ x, width }) => x - width / 2),
    ...[...bends.values()].flat().map(({ x }) => x),
    ...shapes.map(({ x, node }) => x - shapeWidth(node) / 2),
  );
  const shift = FRAME_PADDING_PX - left;
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x + shift });
  const centres = rects.map(moved);
  const placed: Placed[] = [];
  const insides: (Drawing | undefined)[] = [];
  for (const [at, vertex] of vertices.entries()) {
    const rect = centres[at];
    if (vertex.kind !== 'item' || !rect) continue;
    const { x, y, width, height } = rect;
    const { inside } = sizeOf(vertex.item);
    insides[at] = inside;
    placed.push({ item: vertex.item, x: x - width / 2, y: y - height / 2, width, height, inside });
  }
  const isEntry = (at: number) => vertices[at]?.kind === 'entry';
  const startOf = ({ from, node }: Link) =>
    end(centres[from], insides[from]?.exits, node, isEntry(from) ? -1 : 1);
  const endOf = ({ to, node }: Link) => end(centres[to], insides[to]?.entries, node, -1);
  const lines: Line[] = [];
  for (const [link, points] of bends) {
    const { node, isIndirect } = link;
    const inner = points.map(moved);
    lines.push({ node, isIndirect, points: [startOf(link), ...inner, endOf(link)] });
  }
  const texts = shapes.map(moved);
  const right = Math.max(
    ...centres.map(({ x, width }) => x + width / 2),
    ...lines.flatMap(({ points }) => points.map(({ x }) => x)),
    ...texts.map(({ x, node }) => x + shapeWidth(node) / 2),
  );
  const inLanes = links.filter((link) => !bends.has(link));
  const lanes = linesInLanes(inLanes, startOf, endOf, right + LANE_GAP_PX);
  const bottom = Math.max(...centres.map(({ y, height }) => y + height / 2));
  const portsOf = (kind: 'entry' | 'exit'): Port[] =>
    vertices.flatMap((vertex, at) =>
      vertex.kind === kind ? [{ node: vertex.node, x: centres[at]?.x ?? 0 }] : [],
    );
  return {
    width: Math.max(lanes.right + FRAME_PADDING_PX, minWidth),
    height: bottom,
    placed,
    lines: [...lines, ...lanes.lines],
    shapes: texts,
    entries: portsOf('entry'),
    exits: portsOf('exit'),
  };
}

/** Where a line meets a box from below (1) or above (-1): in its middle, or at the port of an open group. */
function end(
  rect: Rect | undefined,
  ports: readonly Port[] | undefined,
  node: number,
  side: 1 | -1,
): Point {
  if (!rect) return { x: 0, y: 0 };
  const { x, y, width, height } = rect;
  const port = ports?.find((candidate) => candidate.node === node);
  return { x: port ? x - width / 2 + port.x : x, y: y + (side * height) / 2 };
}

/** Lines that run down beside the boxes; those of one tensor share a lane, and lanes that do not meet share their place. */
function linesInLanes(
  links: readonly Link[],
  startOf: (link: Link) => Point,
  endOf: (link: Link) => Point,
  left: number,
): { lines: Line[]; right: number } {
  const occupied: number[] = [];
  const laneOf = new Map<string, number>();
  const key = ({ from, node }: Link) => `${from} ${node}`;
  const ends = new Map<string, number>();
  for (const link of links) {
    ends.set(key(link), Math.max(ends.get(key(link)) ?? 0, endOf(link).y));
  }
  const inOrder = [...links].sort((a, b) => startOf(a).y - startOf(b).y);
  const lines = inOrder.map((link): Line => {
    const [start, finish] = [startOf(link), endOf(link)];
    let lane = laneOf.get(key(link));
    if (lane === undefined) {
      const free = occupied.findIndex((until) => until < start.y);
      lane = free < 0 ? occupied.length : free;
      occupied[lane] = ends.get(key(link)) ?? finish.y;
      laneOf.set(key(link), lane);
    }
    const x = left + lane * LANE_GAP_PX;
    const [below, above] = [start.y + LANE_END_PX, finish.y - LANE_END_PX];
    const turns = [
      { x: start.x, y: below },
      { x, y: below },
      { x, y: above },
      { x: finish.x, y: above },
    ];
    return { node: link.node, isIndirect: link.isIndirect, points: [start, ...turns, finish] };
  });
  const right = occupied.length === 0 ? left - LANE_GAP_PX : left + occupied.length * LANE_GAP_PX;
  return { lines, right };
}

/** How far from the boxes the lines turn to their lanes. */
const LANE_END_PX = ROW_GAP_PX / 5;
