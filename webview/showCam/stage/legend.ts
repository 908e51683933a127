import { signedColorIndex } from '../../../src/cam/maps/pixels/colormap.ts';
import type { ShownModel } from '../../../src/protocol/mapMethods.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { palette } from '../../shared/map/palette.ts';
import { context2d, element, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { pairOf } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import { linkedView } from '../state/beside.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { isOfPixels } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MapBeside } from '../state/methods.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { isBlank, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { channelTitle, labelOf, titleOf } from '../state/titles.ts';
import { readCell } from './place.ts';
import { clipHint, clipText, measureOf } from './units.ts';

/** Content of a legend. */
export interface LegendContent {
  title: string;
  /** Whether there is no map yet: the room of the legend stays. */
  isOnItsWay: boolean;
  /** The source of the peak that is the limit. */
  scale: string;
  /** The same at length. */
  scaleHint: string;
  /** Whether this need not be said where there is little room. */
  isUsualScale: boolean;
  limit: number;
  /** What values are divided by before they are written. */
  divisor: number;
  /** What a written value is. */
  units: string;
  min: number;
  max: number;
  colormap: ViewState['colormap'];
  byValue: boolean;
  /** The value at the current place. */
  value: number | undefined;
  /** What negative and positive values mean. */
  sides: [negative: string, positive: string];
}

/**
 * The numeric colour scale from the smallest value of this map, or zero, to the limit: the range of this map, and the
 * current value.
 */
export class Legend {
  readonly element: HTMLElement;
  readonly #contentOf: (state: PageState) => LegendContent | undefined;
  #drawn = '';
  readonly #title = element('span', { class: 'legend-title' });
  readonly #scale: HTMLElement;
  readonly #low = element('span', { class: 'legend-end number' });
  readonly #high = element('span', { class: 'legend-end number' });
  readonly #bar = element('canvas', { class: 'legend-bar', height: 1 });
  readonly #zero = element('div', { class: 'legend-zero' });
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
  readonly #units = element('span', { class: 'legend-units' });

  /** @param testId of the legend; the id of its text about the scale ends in `-scale` */
  constructor(
    store: Store,
    testId: string,
    contentOf: (state: PageState) => LegendContent | undefined,
  ) {
    this.#contentOf = contentOf;
    this.#scale = element('span', { class: 'legend-scale', 'data-testid': `${testId}-scale` });
    this.element = element(
      'section',
      { class: 'legend', 'data-testid': testId, 'aria-label': strings.legendName },
      element(
        'div',
        { class: 'legend-row' },
        this.#low,
        element(
          'div',
          { class: 'legend-track' },
          this.#bar,
          this.#zero,
          this.#range,
          this.#pointer,
          this.#clipLow,
          this.#clipHigh,
        ),
        this.#high,
      ),
      element('div', { class: 'legend-text' }, this.#title, this.#units, this.#scale),
    );
    store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const content = this.#contentOf(state);
    show(this.element, content !== undefined);
    // Nothing moves while a map is on its way.
    showInItsRoom(this.element, !content?.isOnItsWay);
    if (!content) return;
    const { limit, min, max, value, divisor } = content;
    const low = lowOf(content);
    const clipped = isClipped(content);
    const fraction = (of: number): number => Math.min(Math.max((of - low) / (limit - low), 0), 1);
    setText(this.#title, content.title);
    setText(this.#units, content.units);
    setText(this.#scale, content.scale);
    this.#scale.classList.toggle('usual', content.isUsualScale);
    this.element.title = `${content.title}: ${strings.legendRange(
      formatSigned(min / divisor),
      formatSigned(max / divisor),
    )}. ${content.scaleHint}`;
    this.element.dataset.limit = String(limit);
    setText(this.#low, formatSigned(low / divisor));
    this.#low.title = content.sides[0];
    setText(this.#high, formatSigned(limit / divisor));
    this.#high.title = content.sides[1];
    this.#zero.style.left = `${fraction(0) * 100}%`;
    show(this.#clipLow, clipped.low);
    show(this.#clipHigh, clipped.high);
    this.#range.style.left = `${fraction(min) * 100}%`;
    this.#range.style.width = `${(fraction(max) - fraction(min)) * 100}%`;
    show(this.#pointer, value !== undefined);
    if (value !== undefined) this.#pointer.style.left = `${fraction(value) * 100}%`;
    const first = signedColorIndex(low, limit);
    const { colormap, byValue } = content;
    const drawn = `${colormap} ${byValue} ${first}`;
    if (this.#drawn === drawn) return;
    this.#drawn = drawn;
    drawBar(this.#bar, palette(colormap, byValue).subarray(first));
  }
}

/** The value at which the colours begin: the smallest one of the map, or zero. */
export function lowOf({ min, limit }: LegendContent): number {
  return Math.max(Math.min(min, 0), -limit);
}

/** Whether there are values beyond the ends of the colours. */
export function isClipped({ min, max, limit }: LegendContent): { low: boolean; high: boolean } {
  return { low: min < -limit * 1.0001, high: max > limit * 1.0001 };
}

/** The legend of one model's map. */
export function mapLegend(state: PageState, side: Side): LegendContent | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  return loaded && shown && legendWith(state, loaded, shown);
}

/** The legend of a map beside the main one. */
export function besideLegend(state: PageState, { loaded }: MapBeside): LegendContent {
  return legendWith(state, loaded, loaded.maps.shown(linkedView(state)));
}

function legendWith(state: PageState, loaded: Loaded, shown: ShownMap): LegendContent {
  const cell = readCell(state.place, loaded);
  const ofPixels = loaded.by !== undefined && isOfPixels(loaded.by.method);
  return {
    title: titleOf(shown, loaded.model.model),
    isOnItsWay: isBlank(loaded),
    scale: scaleText(shown, state, loaded),
    scaleHint: scaleHint(shown, loaded.model.model, state),
    isUsualScale: ['class', 'channel', 'bothModels'].includes(shown.limitOf.kind) && !ofPixels,
    limit: shown.limit,
    ...measureOf(state, loaded),
    min: shown.min,
    max: shown.max,
    colormap: state.view.colormap,
    byValue: state.view.layer !== 'map' && state.view.opacityBy === 'value',
    value: cell && shown.map.values[cell.y * shown.map.width + cell.x],
    sides: [strings.evidenceAgainst, strings.evidenceFor],
  };
}

function scaleText({ limitOf, kind }: ShownMap, state: PageState, { by }: Loaded): string {
  if (limitOf.kind === 'own') return by ? methodStrings.ownScale : strings.legendScales.own[kind];
  if (limitOf.kind === 'bothModels' && by && isOfPixels(by.method)) {
    return clipText(state.view.clip);
  }
  if (limitOf.kind === 'percentile') return clipText(limitOf.percent);
  if (limitOf.kind === 'class') return strings.legendScales[state.other ? 'model' : 'class'];
  return strings.legendScales[limitOf.kind];
}

function scaleHint(shown: ShownMap, model: ShownModel, state: PageState): string {
  const { limitOf } = shown;
  switch (limitOf.kind) {
    case 'byHand':
      return strings.legendByHand;
    case 'percentile':
      return clipHint(limitOf.percent);
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
  canvas.width = table.length;
  context2d(canvas).putImageData(new ImageData(pixels, table.length, 1), 0, 0);
}
