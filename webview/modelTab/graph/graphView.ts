import type { ModelFacts } from '../../../src/cam/results/inspection.ts';
import type { LayerGraph } from '../../../src/cam/results/layerGraph.ts';
import { element, setAttributes } from '../../shared/widgets/dom.ts';
import { strings } from '../state/strings.ts';
import type { Box, Direction } from './boxes.ts';
import { boxesOf, Moves } from './boxes.ts';
import { GraphTexts } from './boxTexts.ts';
import { arrowHead, drawBox, drawFrame, drawLines, shape } from './drawGraph.ts';
import type { GraphItem } from './graphTree.ts';
import { openAtFirst, pathTo, treeOf } from './graphTree.ts';
import type { KnownDrawings } from './layoutGraph.ts';
import { layoutGraph } from './layoutGraph.ts';
import { TextMeasure } from './measureText.ts';
import type { Drawing } from './placeInside.ts';
import { Zoom } from './zoom.ts';

export interface GraphActions {
  choose(tensor: string): void;
  /** The groups that are open now, by their keys. */
  keepOpen(keys: string[]): void;
  keepZoom(zoom: number): void;
  goToDefinition(tensor: string): void;
}

/** A graph with the texts for it. */
interface Shown {
  graph: LayerGraph;
  root: GraphItem;
  texts: GraphTexts;
  known: KnownDrawings;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** The drawing of a graph: folding, choosing, moving by keys, zoom. */
export class GraphView {
  readonly element: HTMLElement;
  readonly zoom: Zoom;
  readonly #svg = shape('svg', { role: 'presentation' });
  readonly #actions: GraphActions;
  #shown: Shown | undefined;
  #open = new Set<string>();
  #boxes: Box[] = [];
  #moves: Moves | undefined;
  /** The box that the keys act on. */
  #active: GraphItem | undefined;
  #tensor: string | undefined;
  #layout = new AbortController();

  constructor(zoom: number, actions: GraphActions) {
    this.#actions = actions;
    this.element = element('div', {
      class: 'graph-scroll',
      role: 'tree',
      tabindex: 0,
      'aria-label': strings.graph.title,
      'aria-description': strings.graph.keys,
      'data-testid': 'graph',
    });
    this.element.append(this.#svg);
    this.zoom = new Zoom(this.element, this.#svg, zoom, actions.keepZoom);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.#svg.addEventListener('click', (event) => this.#click(event));
    this.#svg.addEventListener('dblclick', (event) => {
      const item = this.#itemOf(event.target);
      if (item?.group) void this.#toggle(item);
    });
  }

  /** @param open keys of the open groups; undefined for those that a graph opens with */
  async showGraph(
    graph: LayerGraph,
    facts: ModelFacts,
    picture: string,
    open: readonly string[] | undefined,
  ): Promise<void> {
    const root = treeOf(graph);
    const texts = new GraphTexts(graph, facts, picture);
    this.#shown = { graph, root, texts, known: new Map() };
    this.#open = new Set(open ?? openAtFirst(root));
    this.#active = undefined;
    await this.#draw();
    this.#reveal(this.#chosenItem());
  }

  /** Marks the layer that is chosen, and scrolls to it if it was chosen elsewhere. */
  choose(tensor: string | undefined): void {
    if (tensor === this.#tensor) return;
    this.#tensor = tensor;
    this.#mark();
    const chosen = this.#chosenItem();
    const isHere = this.#active !== undefined && this.#nodeFor(this.#active) === this.#chosenNode();
    if (!isHere) this.#activate(chosen);
  }

  foldAll(): void {
    this.#open.clear();
    void this.#redraw(this.#active);
  }

  readonly #isOpen = (item: GraphItem): boolean => this.#open.has(item.key);

  async #draw(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    this.#layout.abort();
    const layout = new AbortController();
    this.#layout = layout;
    const { graph, root, texts, known } = shown;
    const measure = new TextMeasure(this.element);
    const boxTexts = (item: GraphItem) => {
      const { name, detail } = texts.texts(item);
      return measure.box(name, detail, item.group !== undefined);
    };
    this.element.setAttribute('aria-busy', 'true');
    const widths = {
      box: (item: GraphItem) => boxTexts(item).width,
      frame: (item: GraphItem) => boxTexts(item).width,
      shape: (node: number) => measure.shape(texts.shape(node)),
    };
    let drawing: Drawing;
    try {
      drawing = await layoutGraph(graph, root, this.#isOpen, widths, known, layout.signal);
    } catch (error) {
      // A newer drawing is on its way.
      if (layout.signal.aborted) return;
      throw error;
    }
    this.#boxes = boxesOf(drawing);
    this.#moves = new Moves(graph, root, this.#boxes, this.#isOpen);
    const frames = this.#boxes.filter(({ isFrame }) => isFrame).map(drawFrame);
    const lines = drawLines(drawing, (node) => {
      const text = texts.shape(node);
      return { text, width: measure.shape(text) };
    });
    const boxes = this.#boxes.flatMap((box) =>
      drawBox(box, { ...texts.texts(box.item), ...boxTexts(box.item) }, idOf(box.item)),
    );
    this.#svg.replaceChildren(arrowHead(), ...frames, ...lines, ...boxes);
    this.zoom.resize({ width: drawing.width, height: drawing.height });
    this.element.removeAttribute('aria-busy');
    this.#mark();
  }

  /** Draws again; the given box, or the one around it, stays where it is on the screen. */
  async #redraw(item: GraphItem | undefined): Promise<void> {
    this.#actions.keepOpen([...this.#open]);
    const before = this.#boxOf(item);
    await this.#draw();
    const after = this.#boxOf(item);
    if (before && after) {
      const { value } = this.zoom;
      this.element.scrollBy({
        left: (after.x - before.x) * value,
        top: (after.y - before.y) * value,
        behavior: 'instant',
      });
    }
  }

  async #toggle(item: GraphItem): Promise<void> {
    if (!this.#open.delete(item.key)) this.#open.add(item.key);
    this.#active = this.#open.has(item.key) ? firstBox(item, this.#isOpen) : item;
    await this.#redraw(item);
    this.#reveal(this.#active);
  }

  /** The node whose tensor a box stands for: of a group, the last one that leaves it. */
  #nodeFor({ start, end }: GraphItem): number {
    const leaving = (this.#shown?.graph.edges ?? [])
      .filter(({ from, to }) => start <= from && from < end && to >= end)
      .map(({ from }) => from);
    return Math.max(start, ...leaving);
  }

  #chosenNode(): number {
    return (this.#shown?.graph.tensors.indexOf(this.#tensor ?? '') ?? -1) + 1;
  }

  #chosenItem(): GraphItem | undefined {
    const node = this.#chosenNode();
    if (node === 0 || !this.#shown) return undefined;
    const path = pathTo(this.#shown.root, node);
    return path.find((item) => item.group && !this.#isOpen(item)) ?? path.at(-1);
  }

  #choose(item: GraphItem): void {
    this.#active = item;
    this.#mark();
    const tensor = this.#shown?.graph.tensors[this.#nodeFor(item) - 1];
    if (tensor !== undefined) this.#actions.choose(tensor);
  }

  #activate(item: GraphItem | undefined): void {
    this.#active = item;
    this.#mark();
    this.#reveal(item);
  }

  /** Shows which box is chosen, which one holds the chosen layer, which one the keys act on, and where its tensor goes. */
  #mark(): void {
    const [node, chosen] = [this.#chosenNode(), this.#chosenItem()];
    const isChosen = (item: GraphItem) => item === chosen && this.#nodeFor(item) === node;
    const active = this.#active ?? chosen ?? this.#boxes.find(({ isFrame }) => !isFrame)?.item;
    for (const { item } of this.#boxes) {
      const made = this.#elementOf(item);
      if (!made) continue;
      made.classList.toggle('chosen', isChosen(item));
      made.classList.toggle('holds-chosen', item === chosen && !isChosen(item));
      made.classList.toggle('active', item === active);
      setAttributes(made, { 'aria-selected': String(isChosen(item)) });
    }
    for (const line of this.#svg.querySelectorAll<SVGElement>('.graph-line')) {
      line.classList.toggle('of-chosen', node > 0 && line.dataset.node === String(node));
    }
    setAttributes(this.element, { 'aria-activedescendant': active && idOf(active) });
  }

  #elementOf(item: GraphItem): Element | null {
    return this.#svg.querySelector(`#${CSS.escape(idOf(item))}`);
  }

  #boxOf(item: GraphItem | undefined): Box | undefined {
    return this.#boxes.find((box) => box.item === item);
  }

  /** Scrolls as little as possible. */
  #reveal(item: GraphItem | undefined): void {
    const box = this.#boxOf(item);
    if (!box) return;
    const { value } = this.zoom;
    const [left, top] = [box.x * value, box.y * value];
    const [right, bottom] = [left + box.width * value, top + box.height * value];
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
    const along = (start: number, end: number, from: number, room: number) =>
      start < from + MARGIN_PX
        ? start - MARGIN_PX
        : Math.max(from, Math.min(end + MARGIN_PX - room, start - MARGIN_PX));
    this.element.scrollTo(
      along(left, right, scrollLeft, clientWidth),
      along(top, bottom, scrollTop, clientHeight),
    );
  }

  #itemOf(target: EventTarget | null): GraphItem | undefined {
    const made = (target as Element | null)?.closest<SVGElement>('[data-key]');
    return this.#boxes.find(({ item }) => item.key === made?.dataset.key)?.item;
  }

  #click(event: MouseEvent): void {
    const item = this.#itemOf(event.target);
    if (!item) return;
    const isFold = (event.target as Element).closest('[data-fold]') !== null;
    if (isFold || this.#isOpen(item)) void this.#toggle(item);
    else this.#choose(item);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const active = this.#active ?? this.#chosenItem() ?? this.#firstBox();
    if (!active || !this.#shown) return;
    const direction = DIRECTIONS[event.key];
    if (direction) this.#activate(this.#moves?.from(active, direction) ?? active);
    else if (event.key === 'Home') this.#activate(this.#firstBox());
    else if (event.key === 'End') this.#activate(this.#boxes.at(-1)?.item);
    else if (event.key === 'Enter' || event.key === ' ') this.#choose(active);
    else if (event.key === '+' || event.key === '=') {
      if (active.group && !this.#isOpen(active)) void this.#toggle(active);
    } else if (event.key === '-') {
      const around = pathTo(this.#shown.root, active.start).findLast(this.#isOpen);
      if (around) void this.#toggle(around);
    } else if (event.key === 'F12' && !event.shiftKey) {
      const tensor = this.#shown.graph.tensors[this.#nodeFor(active) - 1];
      if (tensor !== undefined) this.#actions.goToDefinition(tensor);
    } else return;
    event.preventDefault();
  }

  #firstBox(): GraphItem | undefined {
    return this.#boxes.find(({ isFrame }) => !isFrame)?.item;
  }
}

/** Between a box and the end of what is seen. */
const MARGIN_PX = 24;

function idOf({ key }: GraphItem): string {
  return `graph-${key}`;
}

function firstBox(item: GraphItem, isOpen: (item: GraphItem) => boolean): GraphItem {
  const [first] = isOpen(item) ? item.parts : [];
  return first ? firstBox(first, isOpen) : item;
}
