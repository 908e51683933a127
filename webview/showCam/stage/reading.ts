import { topChannelsAt } from '../../../src/cam/maps/channels.ts';
import { formatNumber, formatPercent, formatSigned } from '../../shared/format/numbers.ts';
import { cellRect } from '../../shared/map/stageMarks.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { barExtent, placeBar } from '../../shared/widgets/signedBar.ts';
import type { ShownMap } from '../state/mapSource.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { channelTitle } from '../state/titles.ts';
import type { Point } from '../state/viewport.ts';
import { readCell } from './place.ts';

const TOP = 5;

/** The map at one cell: its value, its share of the logit, and the channels behind it. */
export class Reading {
  readonly element: HTMLElement;
  readonly #where = element('span', { class: 'reading-where' });
  readonly #photo = element('span', { class: 'secondary number' });
  readonly #value = element('b', { class: 'reading-value number', 'data-testid': 'reading-value' });
  readonly #share = element('span', { class: 'number', 'data-testid': 'reading-share' });
  readonly #shareOf = element('span', { class: 'secondary' });
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
        element(
          'span',
          { class: 'reading-numbers' },
          this.#value,
          element('span', {}, this.#share, ' ', this.#shareOf),
        ),
      ),
      element('p', { class: 'note' }, strings.readingChannels),
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
    const share = shareOf(loaded, shown, value);
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
    setText(this.#value, formatSigned(value));
    setText(this.#share, share === undefined ? strings.readingNoShare : formatPercent(share));
    setText(
      this.#shareOf,
      shown.contrastIndex === undefined ? strings.readingShare : strings.readingShareGap,
    );
    Object.assign(this.element.dataset, { cell: `${at.x} ${at.y}`, value: String(value) });
    this.#fillChannels(loaded, shown, at);
    if (cell && place?.by === 'keyboard') {
      const spoken = share === undefined ? strings.readingNoShare : formatPercent(share);
      setText(this.#liveRegion, strings.spokenReading(at.x, at.y, formatSigned(value), spoken));
    }
  }

  #fillChannels(loaded: Loaded, shown: ShownMap, at: Point): void {
    const { featureMap } = loaded.explanation;
    const { model } = loaded.model;
    const hint =
      model.mapKind === 'positionWeights' ? strings.readingFactorsHere : strings.readingFactors;
    const top = topChannelsAt(featureMap, shown.weights, 0, at.x, at.y, TOP);
    const extent = barExtent(top.map((row) => row.contribution));
    this.#rows.forEach((row, i) => {
      const channel = top[i];
      row.element.hidden = channel === undefined;
      if (!channel) return;
      const name = channelTitle(channel.channel, featureMap.channels, model);
      setName(row.name, model.mapKind === 'classMapOnly' ? name : `#${name}`);
      setText(row.value, formatSigned(channel.contribution));
      row.element.title = hint(formatNumber(channel.weight), formatNumber(channel.activation));
      row.element.dataset.channel = String(channel.channel);
      placeBar(row.bar, channel.contribution, extent);
    });
  }
}

/** M(x, y)/n ÷ logit; undefined if the readout is not a mean or the logit is about zero. */
export function shareOf(loaded: Loaded, shown: ShownMap, value: number): number | undefined {
  const { logits } = loaded.explanation;
  const against = shown.contrastIndex;
  const total =
    (logits[shown.classIndex] ?? 0) - (against === undefined ? 0 : (logits[against] ?? 0));
  if (loaded.model.model.readout.kind !== 'mean' || Math.abs(total) < 1e-6) return undefined;
  return value / shown.map.values.length / total;
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
