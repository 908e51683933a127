import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import type { GraphItem } from './graphTree.ts';
import { insideOf } from './links.ts';
import type { Drawing, Sized } from './placeInside.ts';
import { placeInside } from './placeInside.ts';
import { BOX_HEIGHT_PX, FRAME_PADDING_PX } from './sizes.ts';

/** Widths of texts in the drawing, in its pixels. */
export interface Measure {
  box(item: GraphItem): number;
  frame(item: GraphItem): number;
  shape(node: number): number;
}

/** The page answers to the user at least this often while a graph is laid out. */
const PIECE_MS = 12;

/** Drawings of open groups, which stay the same while what is open inside them does. */
export type KnownDrawings = Map<string, Drawing>;

/**
 * Places the boxes of a graph and the lines between them. Each open group is laid out by itself, in pieces.
 * @param known is added to
 * @throws if it is aborted
 */
export async function layoutGraph(
  graph: LayerGraph,
  root: GraphItem,
  isOpen: (item: GraphItem) => boolean,
  measure: Measure,
  known: KnownDrawings,
  signal: AbortSignal,
): Promise<Drawing> {
  let since = performance.now();
  const pause = async () => {
    if (performance.now() - since < PIECE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    since = performance.now();
  };
  const draw = async (item: GraphItem): Promise<Drawing> => {
    const key = keyOf(item, isOpen);
    const found = known.get(key);
    if (found) return found;
    const sizes = new Map<GraphItem, Sized>();
    for (const part of item.parts) {
      const inside = part.group && isOpen(part) ? await draw(part) : undefined;
      sizes.set(part, {
        width: inside?.width ?? measure.box(part),
        height: inside ? inside.height : BOX_HEIGHT_PX,
        inside,
      });
    }
    const drawing = await placeInside(insideOf(graph, item), {
      sizeOf: (part) => sizes.get(part) ?? { width: 0, height: 0, inside: undefined },
      shapeWidth: measure.shape,
      minWidth: item.group ? measure.frame(item) + 2 * FRAME_PADDING_PX : 0,
      pause,
    });
    known.set(key, drawing);
    return drawing;
  };
  return draw(root);
}

/** The group and the open ones inside it. */
function keyOf(item: GraphItem, isOpen: (item: GraphItem) => boolean): string {
  const inside = item.parts
    .filter((part) => part.group && isOpen(part))
    .map((part) => keyOf(part, isOpen));
  return inside.length === 0 ? item.key : `${item.key}(${inside.join(',')})`;
}
