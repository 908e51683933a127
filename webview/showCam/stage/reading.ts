import { topChannelsAt } from '../../../src/cam/maps/channels.ts';
import { formatNumber, formatSigned } from '../../shared/format/numbers.ts';
import { cellRect } from '../../shared/map/stageMarks.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { barExtent, placeBar } from '../../shared/widgets/signedBar.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { numberedTitle } from '../state/titles.ts';
import type { Point } from '../state/viewport.ts';
import { readCell } from './place.ts';
import { perCell, shareOfEvidence } from './units.ts';

const TOP = 5;

/** The map at one cell: its share of the evidence, what it adds to the logit, and the channels behind it. */
export class Reading {
  readonly element: HTMLElement;
  readonly #where = element('span', { class: 'reading-where' });
  readonly #photo = element('span', { class: 'secondary number' });
  readonly #share = element('b', { class: 'reading-value number', 'data-testid': 'reading-share' });
  readonly #value = element('span', { class: 'number', 'data-testid': 'reading-value' });
  readonly #heading = element('p', { class: 'note' }, strings.readingChannels);
  readonly #channels = element('ol', { class: 'reading-channels' });
  readonly #liveRegion = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  readonly #rows = Array.from({ length: TOP }, makeRow);

  constructor(store: Store) {
    this.#channels.append(...this.#rows.map((row) => row.element));
    this.element = element(
      'section',
      { class: 'reading', 'data-testid': 'reading', 'aria-label': strings.reading },
      element(
        'div',
        { class: 'reading-head', title: strings.readingHint },
        this.#where,
        this.#photo,
      ),
      element('div', { class: 'reading-head' }, this.#share, this.#value),
      this.#heading,
      this.#channels,
      this.#liveRegion,
    );
    store.listen((state, previous) => {
      const changed =
        state.loaded !== previous.loaded ||
        state.view !== previous.view ||
        state.place !== previous.place ||
        state.other !== previous.other;
      show(this.element, state.other === undefined);
      if (changed && !state.other) this.#update(state);
    });
  }

  #update({ loaded, view, place }: PageState): void {
    if (!loaded) return;
    const cell = readCell(place, loaded);
    const shown = loaded.maps.shown(view);
    const { map } = shown;
    const at = cell ?? peakOf(shown);
    const value = map.values[at.y * map.width + at.x] ?? 0;
    // Values by other methods are no evidence that adds up.
    const share = loaded.by ? '' : shareOfEvidence(map, value);
    const part = value / perCell(loaded);
    const rect = cellRect(at, map, loaded.explanation.geometry);
    const { photo } = loaded.explanation.geometry;
    const middle = (start: number, length: number, limit: number): number =>
      Math.min(Math.max(Math.floor(start + length / 2), 0), limit - 1);
    const [x, y] = [
      middle(rect.x, rect.width, photo.width),
      middle(rect.y, rect.height, photo.height),
    ];
    const where = strings.readingCell(at.x, at.y);
    setText(this.#where, cell ? where : `${strings.readingPeak} · ${where}`);
    setText(this.#photo, strings.readingPhoto(x, y));
    setText(this.#share, share);
    setText(this.#value, partOf(loaded, shown, part));
    Object.assign(this.element.dataset, { cell: `${at.x} ${at.y}`, value: String(value) });
    for (const part of [this.#share, this.#heading, this.#channels]) show(part, !loaded.by);
    if (!loaded.by) this.#fillChannels(loaded, shown, at);
    if (cell && place?.by === 'keyboard') {
      const said = [share, partOf(loaded, shown, part)].filter((text) => text !== '');
      setText(this.#liveRegion, strings.spokenReading(at.x, at.y, said.join(', ')));
    }
  }

  #fillChannels(loaded: Loaded, shown: ShownMap, at: Point): void {
    const { featureMap } = loaded.explanation;
    const { model } = loaded.model;
    const hint =
      model.mapKind === 'positionWeights' ? strings.readingFactorsHere : strings.readingFactors;
    const top = topChannelsAt(featureMap, shown.weights, 0, at.x, at.y, TOP);
    const divisor = perCell(loaded);
    const extent = barExtent(top.map((row) => row.contribution));
    this.#rows.forEach((row, i) => {
      const channel = top[i];
      row.element.hidden = channel === undefined;
      if (!channel) return;
      setName(row.name, numberedTitle(channel.channel, featureMap.channels, model));
      setText(row.value, formatSigned(channel.contribution / divisor));
      row.element.title = hint(formatNumber(channel.weight), formatNumber(channel.activation));
      row.element.dataset.channel = String(channel.channel);
      placeBar(row.bar, channel.contribution, extent);
    });
  }
}

/** What a cell adds to the logit or the gap of two logits, in words; behind a ReLU the value of the map. */
function partOf({ explanation, model, by }: Loaded, shown: ShownMap, part: number): string {
  if (by) return methodStrings.value(formatSigned(part));
  const { logits } = explanation;
  const own = logits[shown.classIndex] ?? 0;
  if (model.model.readout.kind !== 'mean') return strings.mapValue(formatSigned(part));
  if (shown.contrastIndex === undefined) {
    return strings.partOfLogit(formatSigned(part), formatNumber(own));
  }
  const gap = own - (logits[shown.contrastIndex] ?? 0);
  return strings.partOfGap(formatSigned(part), formatNumber(gap));
}

function peakOf({ map }: ShownMap): Point {
  let peak = 0;
  map.values.forEach((value, i) => {
    if (value > (map.values[peak] ?? 0)) peak = i;
  });
  return { x: peak % map.width, y: Math.floor(peak / map.width) };
}

interface Row {
  element: HTMLLIElement;
  name: HTMLElement;
  value: HTMLElement;
  bar: HTMLElement;
}

function makeRow(): Row {
  const name = element('span', { class: 'reading-channel' });
  const value = element('span', { class: 'number' });
  const bar = element('span');
  const root = element('li', {}, name, element('div', { class: 'signed-bar' }, bar), value);
  return { element: root, name, value, bar };
}
