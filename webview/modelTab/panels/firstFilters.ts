import { CamError } from '../../../src/cam/base/errors.ts';
import type { FirstFilters, NoFilters } from '../../../src/cam/results/firstFilters.ts';
import type { ModelTabRequests } from '../../../src/protocol/modelTab.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import type { Requests } from '../../shared/page/requests.ts';
import { context2d, element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings, times } from '../state/strings.ts';
import type { FilterPicture } from './filterPixels.ts';
import { filterPictures, scaleOf } from './filterPixels.ts';

/** Pictures that are shown before all are asked for. */
const FIRST_PICTURES = 64;

const LEGEND_STEPS = 64;

/** The weights of the first convolution as small pictures; read when they are asked for. */
export class FirstFiltersPanel {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #requests: Requests<ModelTabRequests>;
  readonly #ask: HTMLElement;
  readonly #status = element('p', {
    class: 'note',
    role: 'status',
    'data-testid': 'filters-status',
  });
  readonly #content = element('div', { class: 'filters-content' });
  /** The state of the model whose filters are shown or on their way. */
  #of: string | undefined;
  #isAsked = false;

  constructor(store: Store, requests: Requests<ModelTabRequests>) {
    this.#store = store;
    this.#requests = requests;
    this.#ask = button({
      label: strings.filters.show,
      testId: 'show-filters',
      onClick: () => {
        this.#isAsked = true;
        this.#load();
      },
    });
    this.element = element(
      'section',
      { class: 'first-filters', 'aria-label': strings.filters.title, 'data-testid': 'filters' },
      element('h2', {}, strings.filters.title),
      this.#ask,
      this.#status,
      this.#content,
    );
    store.listen((state) => this.#update(state));
  }

  #update({ inspection, isTrusted }: PageState): void {
    show(this.element, isTrusted && inspection?.input !== undefined);
    if (this.#isAsked) this.#load();
  }

  /** Reads the filters of the model's present state. */
  #load(): void {
    const { inspection } = this.#store.state;
    const { facts, preprocessing } = inspection ?? {};
    if (!facts) return;
    const of = JSON.stringify([facts.byteSize, facts.layers[0], preprocessing?.value.channels]);
    if (this.#of === of) return;
    this.#of = of;
    show(this.#ask, false);
    show(this.#status, true);
    setText(this.#status, strings.filters.reading);
    this.#requests.send('firstFilters', {}).then(
      (found) => this.#show(found),
      (error) => {
        const { message, nextAction } = CamError.toData(error);
        setText(this.#status, `${message} ${nextAction}`);
      },
    );
  }

  #show(found: FirstFilters | NoFilters): void {
    const isFound = 'weights' in found;
    setText(this.#status, isFound ? '' : found.reason);
    show(this.#status, !isFound);
    this.#content.replaceChildren(...(isFound ? this.#parts(found) : []));
  }

  #parts(found: FirstFilters): Node[] {
    const { filters, channels, height, width, order, isOrderGuessed } = found;
    const { size, inColour, inGrey, guessed, more } = strings.filters;
    const scale = scaleOf(found);
    const perFilter = order === 'gray' ? channels : 1;
    const first = Math.max(1, Math.floor(FIRST_PICTURES / perFilter));
    const grid = element('ul', { class: 'filters', 'data-testid': 'filter-grid' });
    const add = (from: number, to: number) => {
      for (let filter = from; filter < to; filter++) {
        for (const picture of filterPictures(found, filter, scale)) {
          grid.append(element('li', {}, drawn(picture, width, height)));
        }
      }
    };
    add(0, Math.min(first, filters));
    const all = button({
      label: more(filters),
      testId: 'all-filters',
      onClick: () => {
        add(first, filters);
        show(all, false);
      },
    });
    show(all, filters > first);
    const layer = button({
      label: strings.filters.choose,
      testId: 'filters-layer',
      onClick: () => this.#store.updateView({ tensor: found.tensor, filter: '' }),
    });
    return [
      element('p', { class: 'number' }, size(filters, times(channels, height, width))),
      element('p', { class: 'note' }, order === 'gray' ? inGrey : inColour),
      ...(isOrderGuessed ? [element('p', { class: 'note' }, guessed)] : []),
      legend(scale),
      grid,
      element('div', { class: 'filters-actions' }, all, layer),
    ];
  }
}

/** The scale of every filter: from the negative end over mid-grey to the positive one. */
function legend(scale: number): HTMLElement {
  const bar = element('canvas', { width: LEGEND_STEPS, height: 1, 'aria-hidden': 'true' });
  const pixels = new Uint8ClampedArray(4 * LEGEND_STEPS);
  for (let step = 0; step < LEGEND_STEPS; step++) {
    pixels.fill((255 * step) / (LEGEND_STEPS - 1), 4 * step, 4 * step + 3);
    pixels[4 * step + 3] = 255;
  }
  context2d(bar).putImageData(new ImageData(pixels, LEGEND_STEPS, 1), 0, 0);
  return element(
    'div',
    { class: 'filters-legend number', 'data-testid': 'filters-legend' },
    formatSigned(-scale),
    bar,
    formatSigned(scale),
  );
}

function drawn(
  { filter, channel, pixels, min, max }: FilterPicture,
  width: number,
  height: number,
): HTMLElement {
  const { one, filter: oneChannel, range } = strings.filters;
  const name = channel === undefined ? one(filter) : oneChannel(filter, channel);
  const label = range(name, formatSigned(min), formatSigned(max));
  const canvas = element('canvas', {
    width,
    height,
    role: 'img',
    'aria-label': label,
    title: label,
  });
  context2d(canvas).putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
