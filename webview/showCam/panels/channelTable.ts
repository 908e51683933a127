import { canAblate } from '../../../src/cam/maps/ablation.ts';
import type { ChannelContribution } from '../../../src/cam/maps/channels.ts';
import { rankChannelsByContribution } from '../../../src/cam/maps/channels.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import { formatNumber, formatSigned } from '../../shared/format/numbers.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { BarExtent } from '../../shared/widgets/signedBar.ts';
import { barExtent, placeBar } from '../../shared/widgets/signedBar.ts';
import { button, checkbox } from '../../shared/widgets/toolkit.ts';
import { ablate, ablatedOf } from '../state/ablation.ts';
import type { Host } from '../state/host.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { hasCam } from '../state/methods.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { channelTitle } from '../state/titles.ts';
import { AblatedLine } from './ablatedLine.ts';

const FIRST = 10;
const STEP = 40;

interface AblationBox {
  update: (isOff: boolean, hint: string, isWanted: boolean) => void;
}

/** The channels by contribution w_k F_k; a click shows the map of one alone. */
export class ChannelTable {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #body = element('tbody');
  readonly #note = element('p', { class: 'note', 'data-testid': 'channels-note' });
  readonly #contributionHeading = heading('', '');
  readonly #weightHeading = heading('', '');
  readonly #ablationHeading = element('th', { scope: 'col' }, strings.channelOff);
  readonly #authorNote = element('p', { class: 'note', 'data-testid': 'author-note' });
  readonly #more: HTMLElement;
  readonly #checkboxes = new WeakMap<HTMLTableRowElement, AblationBox>();
  #count = FIRST;
  #ranked: { of: object | undefined; weights: object | undefined; rows: ChannelContribution[] } = {
    of: undefined,
    weights: undefined,
    rows: [],
  };

  constructor(store: Store, host: Host) {
    this.#store = store;
    const code = button({
      label: strings.channelsCode,
      icon: icon('code'),
      testId: 'channels-code',
      onClick: () => host.post({ type: 'goToCode', side: 'main', what: 'channels' }),
    });
    this.#more = button({
      label: '',
      testId: 'more-channels',
      onClick: () => {
        this.#count += STEP;
        this.#update(store.state);
      },
    });
    this.element = element(
      'section',
      { class: 'channels', 'aria-label': strings.channels },
      element('div', { class: 'section-head' }, element('h2', {}, strings.channels), code),
      this.#note,
      this.#authorNote,
      new AblatedLine(store).element,
      element(
        'table',
        { class: 'channel-table' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            this.#ablationHeading,
            element('th', { scope: 'col' }, strings.channel),
            this.#weightHeading,
            heading(strings.mean, strings.meanHint),
            this.#contributionHeading,
            element('th', { 'aria-hidden': 'true', class: 'bar-column' }),
          ),
        ),
        this.#body,
      ),
      this.#more,
    );
    store.listen((state, previous) => {
      if (state.loaded !== previous.loaded || state.view !== previous.view) this.#update(state);
    });
  }

  #update(state: PageState): void {
    const { loaded, view } = state;
    const model = loaded?.model.model;
    if (!model || !hasCam(model) || loaded.by) return;
    const shown = loaded.maps.shown(view);
    const rows = this.#rank(loaded, shown);
    const visible = rows.slice(0, this.#count);
    const { authorNote } = model;
    setText(this.#note, noteOf(model, shown));
    // If each position has its own weight, the channel has none.
    const hasWeights = model.mapKind !== 'positionWeights';
    const texts = strings.channelColumns[shown.contrastIndex === undefined ? 'class' : 'contrast'];
    show(this.#weightHeading, hasWeights);
    setText(this.#weightHeading, texts.weight);
    this.#weightHeading.title = texts.weightHint;
    setText(
      this.#contributionHeading,
      hasWeights ? texts.contribution : texts.contributionOfPositions,
    );
    this.#contributionHeading.title = hasWeights
      ? texts.contributionHint
      : texts.contributionOfPositionsHint;
    setText(this.#authorNote, strings.authorNote(authorNote));
    show(this.#authorNote, authorNote !== '');
    const hidden = rows.length - visible.length;
    show(this.#more, hidden > 0);
    setText(this.#more, strings.moreChannels(Math.min(hidden, STEP)));
    const isLinear = canAblate(model);
    const off = new Set(ablatedOf(model, loaded.whole, state));
    show(this.#ablationHeading, isLinear);
    const extent = barExtent(visible.map((row) => row.contribution));
    const nameOf = (channel: number): string =>
      channelTitle(channel, loaded.explanation.featureMap.channels, model);
    while (this.#body.rows.length > visible.length) this.#body.deleteRow(-1);
    while (this.#body.rows.length < visible.length) this.#body.append(this.#makeRow());
    visible.forEach((row, i) => {
      const target = this.#body.rows[i];
      if (!target) return;
      const name = nameOf(row.channel);
      fillRow(target, row, name, extent, shown.channel === row.channel);
      const isOff = off.has(row.channel);
      target.classList.toggle('ablated', isOff);
      this.#checkboxes.get(target)?.update(isOff, strings.switchChannelOff(name), isLinear);
    });
  }

  #rank(loaded: Loaded, shown: ShownMap): ChannelContribution[] {
    // Ordered by contribution with all channels on, so that a channel keeps its place when it is switched.
    if (this.#ranked.of !== loaded.whole || this.#ranked.weights !== shown.weights) {
      const { featureMap } = loaded.whole;
      const rows = rankChannelsByContribution(featureMap, shown.weights, 0, featureMap.channels);
      this.#ranked = { of: loaded.whole, weights: shown.weights, rows };
    }
    return this.#ranked.rows;
  }

  #makeRow(): HTMLTableRowElement {
    const choose = element('button', { type: 'button', class: 'channel-choose' });
    const box = checkbox('', 'ablate-channel', (checked) => {
      const channel = Number(row.dataset.channel);
      const { ablated } = this.#store.state.view;
      if (checked === ablated.includes(channel)) return;
      const others = ablated.filter((other) => other !== channel);
      ablate(this.#store, checked ? [...others, channel] : others);
    });
    const ablationCell = element('td', { class: 'ablation-cell' }, box.element);
    // A click there does not count as a click on the row.
    ablationCell.addEventListener('click', (event) => event.stopPropagation());
    const row = element(
      'tr',
      { class: 'channel-row', 'data-testid': 'channel-row' },
      ablationCell,
      element('th', { scope: 'row' }, choose),
      element('td', { class: 'number' }),
      element('td', { class: 'number' }),
      element('td', { class: 'number' }),
      element(
        'td',
        { class: 'bar-column', 'aria-hidden': 'true' },
        element('div', { class: 'signed-bar' }, element('span')),
      ),
    );
    this.#checkboxes.set(row, {
      update: (isOff, hint, isWanted) => {
        show(ablationCell, isWanted);
        box.setChecked(isOff);
        box.element.title = hint;
        box.element.setAttribute('aria-label', hint);
      },
    });
    row.addEventListener('click', () => {
      const channel = Number(row.dataset.channel);
      const { selectedChannel } = this.#store.state.view;
      this.#store.updateView({
        selectedChannel: selectedChannel === channel ? undefined : channel,
      });
    });
    row.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const next = this.#body.rows[row.sectionRowIndex + step]?.querySelector('button');
      if (step === 0 || !next) return;
      event.preventDefault();
      next.focus();
    });
    return row;
  }
}

function fillRow(
  target: HTMLTableRowElement,
  row: ChannelContribution,
  name: string,
  extent: BarExtent,
  chosen: boolean,
): void {
  target.dataset.channel = String(row.channel);
  target.dataset.contribution = String(row.contribution);
  target.classList.toggle('chosen', chosen);
  const [, head, weight, mean, contribution, bar] = target.cells;
  const choose = head?.querySelector('button');
  if (!choose || !weight || !mean || !contribution || !bar) return;
  setName(choose, name);
  choose.title = strings.showChannel(name);
  choose.setAttribute('aria-pressed', String(chosen));
  show(weight, row.weight !== undefined);
  setText(weight, row.weight === undefined ? '' : formatNumber(row.weight));
  setText(mean, formatNumber(row.mean));
  setText(contribution, formatSigned(row.contribution));
  const fill = bar.querySelector('span');
  if (fill) placeBar(fill, row.contribution, extent);
}

/** How to read the channels of a kind of map. */
function noteOf({ mapKind, readout }: ModelDescription, shown: ShownMap): string {
  const isContrast = shown.contrastIndex !== undefined;
  if (readout.kind === 'meanOfRelu' && mapKind !== 'classMapOnly') {
    return isContrast ? strings.channelsBeforeReluContrast : strings.channelsBeforeRelu;
  }
  switch (mapKind) {
    case 'classMapOnly':
      return strings.channelsAreClasses;
    case 'positionWeights':
      return isContrast ? strings.channelsPositionsContrast : strings.channelsPositions;
    case 'gradCam':
      return isContrast ? strings.channelsGradientContrast : strings.channelsGradient;
    case 'maxPooled':
      return isContrast ? strings.channelsNoteContrast : strings.channelsMaximum;
    default:
      return isContrast ? strings.channelsNoteContrast : strings.channelsNote;
  }
}

function heading(text: string, hint: string): HTMLElement {
  return element('th', { scope: 'col', class: 'number', title: hint }, text);
}
