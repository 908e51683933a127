import { formatNumber } from '../../shared/format/numbers.ts';
import { element, setAttributes, setText } from '../../shared/widgets/dom.ts';
import { VirtualRows } from '../../shared/widgets/virtualRows.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { ViewState } from '../state/viewState.ts';
import { paintCells } from './channelCell.ts';
import type { CellReading } from './channelReading.ts';
import { cellUnder } from './channelReading.ts';
import type { ChannelSource } from './channelSource.ts';

/** In CSS pixels; the style sheet has the same values. */
const CAPTION_PX = 18;
const GAP_PX = 8;
const PADDING_PX = 6;
/** Least width of a small map: as many as fit side by side fill the grid. */
const LEAST_WIDTH_PX = 76;

/** The channels of a tensor as small maps by descending mean; only those in view are drawn. */
export class ChannelGrid {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #rows: VirtualRows;
  readonly #read: (reading: CellReading | undefined) => void;
  #source: ChannelSource | undefined;
  #columns = 1;
  #mapWidthPx = LEAST_WIDTH_PX;
  #isScrollRestored = false;

  constructor(store: Store, read: (reading: CellReading | undefined) => void) {
    this.#store = store;
    this.#read = read;
    this.#rows = new VirtualRows({
      rowHeightPx: () => this.#mapHeightPx() + CAPTION_PX + GAP_PX,
      makeRow: () => element('div', { class: 'channel-line', role: 'presentation' }),
      fillRow: (row, index) => this.#fillRow(row, index),
      bodyRole: 'presentation',
      onScroll: (channelsTop) => store.updateView({ channelsTop }),
    });
    this.element = this.#rows.element;
    setAttributes(this.element, {
      class: 'virtual channel-grid',
      role: 'listbox',
      tabindex: 0,
      'aria-label': strings.channels,
      'data-testid': 'channel-grid',
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('pointermove', (event) => this.#point(event));
    this.element.addEventListener('pointerleave', () => this.#read(undefined));
    this.element.addEventListener('click', (event) => {
      const channel = channelUnder(event);
      if (channel !== undefined) this.#choose(channel);
    });
    new ResizeObserver(() => this.#layOut()).observe(this.element);
  }

  show(source: ChannelSource): void {
    const isFirst = this.#source === undefined;
    const isOtherTensor = this.#source?.maps.tensor !== source.maps.tensor;
    this.#source = source;
    const { view } = this.#store.state;
    this.#layOut();
    if (isFirst && !this.#isScrollRestored) this.#rows.scrollTo(view.channelsTop);
    else if (isOtherTensor) this.element.scrollTop = 0;
    this.#isScrollRestored = true;
    this.#showActive();
  }

  /** Draws the visible maps again, in other colours or with another channel enlarged. */
  redraw(): void {
    this.#rows.update(this.#lineCount());
    this.#showActive();
  }

  #layOut(): void {
    const width = this.element.clientWidth - 2 * PADDING_PX;
    if (width <= 0) return;
    const before = this.#columns;
    this.#columns = Math.max(1, Math.floor((width + GAP_PX) / (LEAST_WIDTH_PX + GAP_PX)));
    this.#mapWidthPx = Math.floor((width + GAP_PX) / this.#columns) - GAP_PX;
    this.element.style.setProperty('--map-width', `${this.#mapWidthPx}px`);
    this.redraw();
    if (this.#columns !== before) this.#revealChosen();
  }

  #revealChosen(): void {
    const { channel } = this.#store.state.view;
    const rank = channel === undefined ? -1 : (this.#source?.ranked.order.indexOf(channel) ?? -1);
    if (rank >= 0) this.#rows.reveal(Math.floor(rank / this.#columns));
  }

  #lineCount(): number {
    return Math.ceil((this.#source?.count ?? 0) / this.#columns);
  }

  /** Keeps the map's proportions, unless they are extreme. */
  #mapHeightPx(): number {
    const { width = 1, height = 1 } = this.#source?.maps.featureMap ?? {};
    const wanted = Math.round((this.#mapWidthPx * height) / width);
    return Math.min(2 * this.#mapWidthPx, Math.max(8, wanted));
  }

  #fillRow(line: HTMLElement, index: number): void {
    const source = this.#source;
    if (!source) return;
    const first = index * this.#columns;
    const count = Math.min(this.#columns, source.count - first);
    while (line.children.length > count) line.lastElementChild?.remove();
    while (line.children.length < count) line.append(makeCell());
    for (let i = 0; i < count; i++) {
      const cell = line.children[i];
      const channel = source.ranked.order[first + i];
      if (cell instanceof HTMLElement && channel !== undefined) {
        this.#fillCell(cell, source, channel, first + i);
      }
    }
  }

  #fillCell(cell: HTMLElement, source: ChannelSource, channel: number, rank: number): void {
    const { view } = this.#store.state;
    const isChosen = view.channel === channel;
    const mean = formatNumber(source.ranked.means[channel] ?? 0);
    cell.id = `channel-${channel}`;
    cell.dataset.channel = String(channel);
    cell.classList.toggle('chosen', isChosen);
    setAttributes(cell, {
      'aria-description': strings.channelOption(channel, mean),
      'aria-selected': String(isChosen),
      'aria-setsize': source.count,
      'aria-posinset': rank + 1,
    });
    const [canvas, caption] = cell.children;
    if (canvas instanceof HTMLCanvasElement) {
      canvas.style.height = `${this.#mapHeightPx()}px`;
      draw(canvas, source, channel, view);
    }
    if (caption?.children[0]) setText(caption.children[0], String(channel));
    if (caption?.children[1]) setText(caption.children[1], mean);
  }

  #choose(channel: number): void {
    const { view } = this.#store.state;
    this.#store.updateView({ channel: view.channel === channel ? undefined : channel });
  }

  #key(event: KeyboardEvent): void {
    const source = this.#source;
    if (!source || event.altKey || event.ctrlKey || event.metaKey) return;
    const { channel } = this.#store.state.view;
    const rank = channel === undefined ? -1 : source.ranked.order.indexOf(channel);
    const page = this.#rows.pageSize * this.#columns;
    const targets: Record<string, number> = {
      ArrowRight: rank + 1,
      ArrowLeft: rank - 1,
      ArrowDown: rank < 0 ? 0 : rank + this.#columns,
      ArrowUp: rank - this.#columns,
      PageDown: rank + page,
      PageUp: rank - page,
      Home: 0,
      End: source.count - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Escape' && channel !== undefined) {
      this.#store.updateView({ channel: undefined });
    } else if (target !== undefined) {
      const next = Math.min(Math.max(target, 0), source.count - 1);
      this.#rows.reveal(Math.floor(next / this.#columns));
      this.#store.updateView({ channel: source.ranked.order[next] });
    } else {
      return;
    }
    event.preventDefault();
  }

  #point(event: PointerEvent): void {
    const channel = channelUnder(event);
    const canvas = channelElement(event)?.querySelector('canvas');
    if (channel === undefined || !canvas || !this.#source) {
      this.#read(undefined);
      return;
    }
    this.#read(cellUnder(event, canvas.getBoundingClientRect(), channel, this.#source));
  }

  #showActive(): void {
    const { channel } = this.#store.state.view;
    const id = `channel-${channel}`;
    const isMade = channel !== undefined && document.getElementById(id)?.offsetParent;
    setAttributes(this.element, { 'aria-activedescendant': isMade ? id : undefined });
  }
}

function makeCell(): HTMLElement {
  return element(
    'div',
    { class: 'channel-cell', role: 'option', 'data-testid': 'channel-cell' },
    element('canvas', { 'aria-hidden': 'true' }),
    element(
      'div',
      { class: 'channel-caption' },
      element('b', { class: 'number' }),
      ' ',
      element('span', { class: 'number' }),
    ),
  );
}

/** Colours a small map, unless it is drawn already. */
function draw(
  canvas: HTMLCanvasElement,
  source: ChannelSource,
  channel: number,
  { scale, colormap }: ViewState,
): void {
  const key = `${channel} ${scale} ${colormap}`;
  const last = drawn.get(canvas);
  if (last?.source === source && last.key === key) return;
  drawn.set(canvas, { source, key });
  paintCells(canvas, source.map(channel), source.limit(channel, scale), colormap);
}

const drawn = new WeakMap<HTMLCanvasElement, { source: ChannelSource; key: string }>();

function channelElement(event: Event): HTMLElement | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  return target?.closest<HTMLElement>('.channel-cell') ?? undefined;
}

function channelUnder(event: Event): number | undefined {
  const cell = channelElement(event);
  return cell ? Number(cell.dataset.channel) : undefined;
}
