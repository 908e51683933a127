import { SIGNED_ENTRIES } from '../../../src/cam/maps/pixels/colormap.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { palette } from '../../shared/map/palette.ts';
import { context2d, element, setText, show } from '../../shared/widgets/dom.ts';
import { pairOf } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import type { ShownMap } from '../state/mapSource.ts';
import type { PageState, Store } from '../state/store.ts';
import { paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { channelTitle, labelOf, titleOf } from '../state/titles.ts';
import { readCell } from './place.ts';

/** Content of a legend. */
export interface LegendContent {
  title: string;
  /** The source of the peak that is the limit. */
  scale: string;
  limit: number;
  min: number;
  max: number;
  colormap: ViewState['colormap'];
  /** The value at the current place. */
  value: number | undefined;
  /** Text before the range, e.g. `this map`. */
  rangeOf: string;
  /** What negative and positive values mean. */
  sides: [negative: string, positive: string];
}

/** The numeric colour scale: from −limit to +limit, the range of this map, and the current value. */
export class Legend {
  readonly element: HTMLElement;
  readonly #contentOf: (state: PageState) => LegendContent | undefined;
  #drawnColors: ViewState['colormap'] | undefined;
  readonly #title = element('span', { class: 'legend-title' });
  readonly #scale: HTMLElement;
  readonly #negative = element('span');
  readonly #positive = element('span');
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

  /** @param testId of the legend; the id of its text about the scale ends in `-scale` */
  constructor(
    store: Store,
    testId: string,
    contentOf: (state: PageState) => LegendContent | undefined,
  ) {
    this.#contentOf = contentOf;
    this.#scale = element('span', { class: 'legend-scale', 'data-testid': `${testId}-scale` });
    const sides = element(
      'div',
      { class: 'legend-sides' },
      this.#negative,
      this.#bounds,
      this.#positive,
    );
    this.element = element(
      'section',
      { class: 'legend', 'data-testid': testId, 'aria-label': strings.legendName },
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
    store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const content = this.#contentOf(state);
    show(this.element, content !== undefined);
    if (!content) return;
    const { limit, min, max, value } = content;
    setText(this.#title, content.title);
    setText(this.#scale, content.scale);
    setText(this.#negative, `◂ ${content.sides[0]}`);
    setText(this.#positive, `${content.sides[1]} ▸`);
    this.element.dataset.limit = String(limit);
    this.#ticks.forEach((tick, i) => {
      setText(tick, formatSigned((i / 2 - 1) * limit));
    });
    setText(
      this.#bounds,
      `${strings.legendRange(content.rangeOf, formatSigned(min), formatSigned(max))} ${strings.legendUnits}`,
    );
    show(this.#clipLow, min < -limit * 1.0001);
    show(this.#clipHigh, max > limit * 1.0001);
    const from = toFraction(min, limit);
    const to = toFraction(max, limit);
    this.#range.style.left = `${from * 100}%`;
    this.#range.style.width = `${(to - from) * 100}%`;
    show(this.#pointer, value !== undefined);
    if (value !== undefined) this.#pointer.style.left = `${toFraction(value, limit) * 100}%`;
    if (this.#drawnColors !== content.colormap) {
      this.#drawnColors = content.colormap;
      drawBar(this.#bar, palette(content.colormap, false));
    }
  }
}

/** The legend of one model's map. */
export function mapLegend(state: PageState, side: Side): LegendContent | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return undefined;
  const cell = readCell(state.place, loaded);
  return {
    title: titleOf(shown, loaded.model.model),
    scale: scaleText(shown, loaded.model.model, state),
    limit: shown.limit,
    min: shown.min,
    max: shown.max,
    colormap: state.view.colormap,
    value: cell && shown.map.values[cell.y * shown.map.width + cell.x],
    rangeOf: strings.legendThisMap,
    sides: [strings.evidenceAgainst, strings.evidenceFor],
  };
}

function toFraction(value: number, limit: number): number {
  return Math.min(Math.max((value / limit + 1) / 2, 0), 1);
}

function scaleText(shown: ShownMap, model: ModelDescription, state: PageState): string {
  const { limitOf } = shown;
  switch (limitOf.kind) {
    case 'class':
      return (state.other ? strings.legendOneModel : strings.legendSharedClass)(
        labelOf(limitOf.classIndex, model.labels.value),
      );
    case 'channel':
      return strings.legendSharedChannel(
        channelTitle(limitOf.channel, shown.weights.channels, model),
      );
    case 'bothModels':
      return strings.legendBoth[pairOf(state)](limitOf.of.label, limitOf.of.model);
    case 'own':
      return strings.legendOwn[shown.kind];
  }
}

function drawBar(canvas: HTMLCanvasElement, table: Uint32Array): void {
  const pixels = new Uint8ClampedArray(table.slice().buffer);
  context2d(canvas).putImageData(new ImageData(pixels, SIGNED_ENTRIES, 1), 0, 0);
}
