import { setAttributes } from '../../shared/widgets/dom.ts';
import type { Box } from './boxes.ts';
import type { Drawing, Line } from './placeInside.ts';
import type { Point } from './section.ts';
import { BOX_PADDING_PX, FRAME_HEAD_PX, LABEL_HEIGHT_PX, MARK_WIDTH_PX } from './sizes.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** What is written in and about a box. */
export interface BoxTexts {
  name: string;
  /** Below the name: what the box is. */
  detail: string;
  /** All of it, as tooltip and for assistive technology. */
  spoken: string;
}

/** An element of a drawing. */
export function shape<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | undefined> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** Head of the arrow at the end of each line; lines name it. */
export function arrowHead(): SVGElement {
  const marker = shape(
    'marker',
    { id: 'graph-arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7 },
    shape('path', { d: 'M0 .8 7.5 4 0 7.2z', class: 'graph-arrow' }),
  );
  marker.setAttribute('orient', 'auto');
  return shape('defs', {}, marker);
}

/** The shape of a node's tensor, and the room that it takes. */
export interface ShapeLabel {
  text: string;
  width: number;
}

/** The lines and shapes of a drawing and of those inside it. */
export function drawLines(
  drawing: Drawing,
  labelOf: (node: number) => ShapeLabel,
  left = 0,
  top = 0,
): SVGElement[] {
  const moved = ({ x, y }: Point): Point => ({ x: x + left, y: y + top });
  const lines = drawing.lines.map((line) =>
    shape('path', {
      class: `graph-line${line.isIndirect ? ' indirect' : ''}`,
      'data-node': line.node,
      d: pathOf({ ...line, points: line.points.map(moved) }),
      'marker-end': 'url(#graph-arrow)',
    }),
  );
  const shapes = drawing.shapes.flatMap((at) => {
    const { x, y } = moved(at);
    const { text, width } = labelOf(at.node);
    const room = { x: x - width / 2, y: y - LABEL_HEIGHT_PX / 2, width, height: LABEL_HEIGHT_PX };
    return [
      shape('rect', { class: 'graph-shape-room', ...room }),
      shape('text', { class: 'graph-shape', x, y: y + LABEL_HEIGHT_PX / 4 }, text),
    ];
  });
  const inside = drawing.placed.flatMap((placed) =>
    placed.inside ? drawLines(placed.inside, labelOf, left + placed.x, top + placed.y) : [],
  );
  return [...lines, ...inside, ...shapes];
}

/** Through all points, straight down in each of them. */
function pathOf({ points: [start, ...others] }: Line): string {
  if (!start) return '';
  let path = `M${start.x} ${start.y}`;
  let previous = start;
  for (const point of others) {
    const middle = (previous.y + point.y) / 2;
    path += `C${previous.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    previous = point;
  }
  return path;
}

/** The rectangle of a frame, behind the lines; its name is drawn with the boxes. */
export function drawFrame({ x, y, width, height, depth }: Box): SVGElement {
  return shape('rect', {
    class: `graph-frame${depth % 2 === 1 ? ' inner' : ''}`,
    ...{ x, y, width, height, rx: 6 },
  });
}

/**
 * A box, or the name of a frame: what can be chosen, folded and unfolded. Its texts are drawn over it: its name for
 * assistive technology has them in words.
 */
export function drawBox(box: Box, texts: BoxTexts, id: string): SVGElement[] {
  const { x, y, width, isFrame, item, depth } = box;
  const height = isFrame ? FRAME_HEAD_PX : box.height;
  const isGroup = item.group !== undefined;
  const parts: SVGElement[] = [
    shape('title', {}, texts.spoken),
    shape('rect', { class: 'graph-box-area', x, y, width, height, rx: 5 }),
  ];
  if (isGroup) {
    const middle = y + height / 2;
    const d = isFrame ? `M${x + 8} ${middle - 2}l4 4 4-4` : `M${x + 10} ${middle - 4}l4 4-4 4`;
    const room = shape('rect', { x, y, width: BOX_PADDING_PX + MARK_WIDTH_PX - 4, height });
    parts.push(
      shape('g', { class: 'graph-fold', 'data-fold': item.key }, room, shape('path', { d })),
    );
  }
  const attributes = {
    id,
    role: 'treeitem',
    class: isFrame ? 'graph-head' : 'graph-box',
    'aria-label': texts.spoken,
    'aria-level': depth + 1,
    'data-key': item.key,
    'data-testid': isFrame ? 'graph-frame' : 'graph-box',
    'aria-expanded': isGroup ? String(isFrame) : undefined,
  };
  return [shape('g', attributes, ...parts), drawTexts(box, texts)];
}

function drawTexts({ x, y, height, isFrame, item }: Box, { name, detail }: BoxTexts): SVGElement {
  const left = x + BOX_PADDING_PX + (item.group ? MARK_WIDTH_PX : 0);
  const nameY = isFrame ? y + FRAME_HEAD_PX / 2 + 4 : y + height / 2 - 3;
  const texts = [shape('text', { class: 'graph-name', x: left, y: nameY }, name)];
  if (!isFrame) {
    texts.push(shape('text', { class: 'graph-detail', x: left, y: nameY + 15 }, detail));
  }
  return shape('g', { class: 'graph-texts', 'aria-hidden': 'true' }, ...texts);
}
