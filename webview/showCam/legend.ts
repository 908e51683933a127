import { SIGNED_ENTRIES } from '../../src/cam/maps/colormap.ts';
import { context2d, element, setText, show } from '../dom.ts';
import { strings } from '../strings.ts';
import { formatSigned } from './format.ts';
import type { ShownMap } from './mapSource.ts';
import { palette } from './palette.ts';
import type { PageState, Store } from './store.ts';
import { labelOf, titleOf } from './titles.ts';

/** The numeric colour scale: from −limit to +limit, the range of this map, and the value being read. */
export class Legend {
  readonly element: HTMLElement;
  readonly #title = element('span', { class: 'legend-title' });
  readonly #scale = element('span', { class: 'legend-scale', 'data-testid': 'legend-scale' });
  readonly #bar = element('canvas', { class: 'legend-bar', width: SIGNED_ENTRIES, height: 1 });
  readonly #range = element('div', { class: 'legend-range' });
  readonly #pointer = element('div', { class: 'legend-pointer' });
  readonly #clipLow = element(
    'span',
    { class: 'legend-clip low', title: strings.legendClipped },
    '◀',
  );
  readonly #clipHigh = element(
    'span',
    { class: 'legend-clip high', title: strings.legendClipped },
    '▶',
  );
  readonly #ticks = [-1, -0.5, 0, 0.5, 1].map(() =>
    element('span', { class: 'legend-tick number' }),
  );
  readonly #bounds = element('span', { class: 'legend-bounds number' });

  constructor(store: Store) {
    const sides = element(
      'div',
      { class: 'legend-sides' },
      element('span', {}, `◂ ${strings.evidenceAgainst}`),
      this.#bounds,
      element('span', {}, `${strings.evidenceFor} ▸`),
    );
    this.element = element(
      'section',
      { class: 'legend', 'data-testid': 'legend', 'aria-label': strings.legendName },
      element('div', { class: 'legend-head' }, this.#title, this.#scale),
      element(
        'div',
        { class: 'legend-track' },
        this.#bar,
        this.#range,
        this.#pointer,
        this.#clipLow,
        this.#clipHigh,
      ),
      element('div', { class: 'legend-ticks' }, ...this.#ticks),
      sides,
    );
    store.listen((state, previous) => this.#update(state, previous));
  }

  #update(state: PageState, previous: PageState): void {
    const { loaded, view, cell } = state;
    if (!loaded) return;
    const shown = loaded.maps.shown(view);
    const labels = loaded.model.model.labels.value;
    setText(this.#title, titleOf(shown, labels));
    setText(this.#scale, scaleText(shown, labels));
    this.element.dataset.limit = String(shown.limit);
    this.#ticks.forEach((tick, i) => {
      const value = (i / 2 - 1) * shown.limit;
      setText(tick, i === 4 ? `${formatSigned(value)}` : formatSigned(value));
    });
    setText(
      this.#bounds,
      `${strings.legendRange(formatSigned(shown.min), formatSigned(shown.max))} ${strings.legendUnits}`,
    );
    show(this.#clipLow, shown.min < -shown.limit * 1.0001);
    show(this.#clipHigh, shown.max > shown.limit * 1.0001);
    const from = toFraction(shown.min, shown.limit);
    const to = toFraction(shown.max, shown.limit);
    this.#range.style.left = `${from * 100}%`;
    this.#range.style.width = `${(to - from) * 100}%`;
    const value = cell && shown.map.values[cell.y * shown.map.width + cell.x];
    show(this.#pointer, value !== undefined);
    if (value !== undefined) {
      this.#pointer.style.left = `${toFraction(value, shown.limit) * 100}%`;
    }
    if (previous.view.colormap !== view.colormap || previous.loaded === undefined) {
      drawBar(this.#bar, palette(view.colormap, false));
    }
  }
}

function toFraction(value: number, limit: number): number {
  return Math.min(Math.max((value / limit + 1) / 2, 0), 1);
}

function scaleText(shown: ShownMap, labels: readonly string[]): string {
  const { limitOf } = shown;
  switch (limitOf.kind) {
    case 'class':
      return strings.legendSharedClass(labelOf(limitOf.classIndex, labels));
    case 'channel':
      return strings.legendSharedChannel(limitOf.channel);
    case 'own':
      return strings.legendOwn[shown.kind];
  }
}

function drawBar(canvas: HTMLCanvasElement, table: Uint32Array): void {
  const pixels = new Uint8ClampedArray(table.slice().buffer);
  context2d(canvas).putImageData(new ImageData(pixels, SIGNED_ENTRIES, 1), 0, 0);
}
