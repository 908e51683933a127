import { channelName, channelOf } from '../../../src/cam/maps/channelName.ts';
import type { ClassWeights } from '../../../src/cam/maps/featureMap.ts';
import type {
  ChannelWeight,
  ClassSummary,
  HeadSummary,
} from '../../../src/cam/maps/weightSummary.ts';
import { summariseClass, summariseHead } from '../../../src/cam/maps/weightSummary.ts';
import type { ModelInspection } from '../../../src/cam/results/inspection.ts';
import { formatNumber, formatSigned } from '../../shared/format/numbers.ts';
import { ClassChooser } from '../../shared/widgets/classChooser.ts';
import { element, isolated, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { barExtent, placeBar } from '../../shared/widgets/signedBar.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { histogram } from './histogram.ts';

/** The head's weights of the channels: per class, with warnings about the whole head. */
export class HeadWeights {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #openChannels: (tensor: string) => void;
  readonly #chooser: ClassChooser;
  readonly #note = element('p', { class: 'note', 'data-testid': 'head-note' });
  readonly #warnings = element('ul', { class: 'warnings', 'data-testid': 'head-warnings' });
  /** About the chosen class and the image: last, because they come and go. */
  readonly #passing = element('ul', { class: 'warnings', 'data-testid': 'choice-warnings' });
  readonly #class = element('div', { class: 'head-class', 'data-testid': 'head-class' });
  #head: HeadSummary | undefined;

  constructor(store: Store, openChannels: (tensor: string) => void) {
    this.#store = store;
    this.#openChannels = openChannels;
    this.#chooser = new ClassChooser((classIndex) => store.updateView({ classIndex }));
    this.element = element(
      'section',
      { class: 'head-weights', 'aria-label': strings.head, 'data-testid': 'head' },
      element('h2', {}, strings.head),
      this.#note,
      this.#warnings,
      this.#chooser.element,
      this.#class,
      this.#passing,
    );
    this.element.hidden = true;
    store.listen((state, previous) => {
      const isOther = state.inspection !== previous.inspection;
      if (isOther) {
        const weights = state.inspection?.model?.classWeights;
        this.#head = weights && summariseHead(weights);
      }
      const keys = ['deadChannels', 'isTrusted'] as const;
      const isClassOther = state.view.classIndex !== previous.view.classIndex;
      if (isOther || isClassOther || keys.some((key) => state[key] !== previous[key])) {
        this.#update(state);
      }
    });
  }

  #update(state: PageState): void {
    const { inspection, view } = state;
    const model = inspection?.model;
    show(this.element, model !== undefined);
    if (!inspection || !model) return;
    const { classWeights } = model;
    const note =
      classWeights === undefined
        ? strings.weightsOfPicture
        : classWeights.positions > 1
          ? strings.weightsOfPositions
          : '';
    setText(this.#note, note);
    show(this.#note, note !== '');
    show(this.#chooser.element, classWeights !== undefined && classWeights.classes > 1);
    show(this.#class, classWeights !== undefined);
    const classIndex = view.classIndex < model.classes ? view.classIndex : 0;
    this.#showWarnings(state, classIndex);
    if (!classWeights) return;
    this.#chooser.update(model.labels.value, classIndex);
    this.#class.replaceChildren(...this.#classParts(inspection, classWeights, classIndex));
  }

  #showWarnings({ inspection, deadChannels }: PageState, classIndex: number): void {
    const weights = inspection?.model?.classWeights;
    const texts: string[] = [];
    const passing: string[] = [];
    if (this.#head && weights) {
      const { emptyClasses, unusedChannels } = this.#head;
      const { classes, channels } = weights;
      const label = inspection?.model?.labels.value[classIndex] ?? '';
      if (emptyClasses.has(classIndex)) passing.push(strings.classAllZero(label));
      if (emptyClasses.size > 0 && classes > 1) {
        texts.push(strings.classesAllZero(emptyClasses.size, classes));
      }
      if (unusedChannels > 0) texts.push(strings.unusedChannels(unusedChannels, channels));
    }
    if (deadChannels && deadChannels.count > 0) {
      const { count, of, imageName } = deadChannels;
      passing.push(strings.deadOnImage(count, of, imageName));
    }
    list(this.#warnings, texts);
    list(this.#passing, passing);
  }

  #classParts({ model }: ModelInspection, weights: ClassWeights, classIndex: number): Node[] {
    const summary = summariseClass(weights, classIndex);
    const label = model?.labels.value[classIndex] ?? '';
    const facts = [
      strings.bias(formatNumber(weights.bias[classIndex] ?? 0)),
      summary.zeros > 0 ? strings.zeros(summary.zeros, summary.count) : '',
    ].filter((text) => text !== '');
    const head = element(
      'p',
      { class: 'head-class-title' },
      element('b', {}, isolated(label)),
      element('span', { class: 'note number' }, facts.join(' · ')),
    );
    const parts: Node[] = [head, histogram(summary, label)];
    if (weights.positions === 1) {
      parts.push(
        element(
          'div',
          { class: 'top-channels' },
          this.#topList(strings.topFor, summary.strongestFor, summary),
          this.#topList(strings.topAgainst, summary.strongestAgainst, summary),
        ),
      );
    }
    return parts;
  }

  #topList(title: string, rows: ChannelWeight[], { min, max }: ClassSummary): HTMLElement {
    const list = element('ol', { class: 'channel-weights' });
    const extent = barExtent([min, max]);
    for (const { channel, weight } of rows) {
      const fill = element('span', {});
      const name = this.#channelName(channel);
      const row = element(
        'button',
        {
          type: 'button',
          class: 'channel-weight',
          'data-channel': channel,
          'aria-description': strings.weightOf(name, formatSigned(weight)),
          title: strings.lookAtChannel,
          'data-testid': 'channel-weight',
        },
        element('span', { class: 'number' }, name),
        element('span', { class: 'signed-bar' }, fill),
        ' ',
        element('span', { class: 'number' }, formatSigned(weight)),
      );
      placeBar(fill, weight, extent);
      row.addEventListener('click', () => this.#lookAt(channel));
      list.append(element('li', {}, row));
    }
    if (rows.length === 0) list.append(element('li', { class: 'note' }, strings.noneOfThem));
    return element('div', {}, element('h3', { class: 'note' }, title), list);
  }

  #channelName(channel: number): string {
    const { poolings = [], classWeights, unitNames } = this.#store.state.inspection?.model ?? {};
    return channelName(poolings, classWeights?.channels ?? 0, channel, unitNames);
  }

  /** Shows the channel of the tensor that the map is made of. */
  #lookAt(weighed: number): void {
    const { model } = this.#store.state.inspection ?? {};
    if (!model?.classWeights) return;
    const { channel } = channelOf(model.poolings, model.classWeights.channels, weighed);
    this.#openChannels(model.featureTensor);
    this.#store.updateView({ channel });
  }
}

function list(warnings: HTMLElement, texts: readonly string[]): void {
  show(warnings, texts.length > 0);
  warnings.replaceChildren(
    ...texts.map((text) => element('li', {}, icon('inexact'), element('span', {}, text))),
  );
}
