import type { ColormapName } from '../../../src/cam/maps/pixels/colormap.ts';
import { COLORMAP_NAMES } from '../../../src/cam/maps/pixels/colormap.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element, setName, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, dropdown, progressRing } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import { layerName, shapeText } from '../state/layerTexts.ts';
import type { PageState, Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { ViewState } from '../state/viewState.ts';
import { ChannelGrid } from './channelGrid.ts';
import { ChannelLegend } from './channelLegend.ts';
import type { CellReading } from './channelReading.ts';
import { ChannelSource } from './channelSource.ts';
import { EnlargedChannel } from './enlargedChannel.ts';

/** The channels of a chosen tensor for the chosen image. */
export class ChannelsPanel {
  readonly element: HTMLElement;
  readonly #grid: ChannelGrid;
  readonly #enlarged: EnlargedChannel;
  readonly #name = element('b', {});
  readonly #legend = new ChannelLegend();
  readonly #shape = element('span', { class: 'note number' });
  readonly #image: HTMLElement;
  readonly #summary = element('p', { class: 'note number', 'data-testid': 'channel-summary' });
  readonly #warning = element('p', { class: 'warning', 'data-testid': 'channel-warning' });
  readonly #reading = element('p', {
    class: 'channel-reading number',
    'data-testid': 'channel-reading',
  });
  readonly #failure = element('p', {
    class: 'warning',
    role: 'alert',
    'data-testid': 'channels-error',
  });
  readonly #needsImage: HTMLElement;
  readonly #loading: HTMLElement;
  readonly #controls: HTMLElement;
  readonly #content: HTMLElement;
  /** In the place of the enlarged channel. */
  readonly #hint = element('p', { class: 'note' }, strings.enlargeHint);
  #source: ChannelSource | undefined;

  constructor(store: Store, host: Host) {
    const read = (reading: CellReading | undefined) => this.#showReading(reading);
    this.#grid = new ChannelGrid(store, read);
    this.#enlarged = new EnlargedChannel(store, read);
    show(this.#enlarged.element, false);
    const chooseImage = () => host.post({ type: 'chooseImage' });
    this.#image = button({
      label: strings.changeImage,
      testId: 'change-image',
      onClick: chooseImage,
    });
    const close = button({
      label: strings.closeChannels,
      icon: icon('close'),
      testId: 'close-channels',
      onClick: () => store.updateView({ channelsOf: undefined, channel: undefined }),
    });
    this.#needsImage = element(
      'div',
      { class: 'needs-image' },
      element('p', {}, strings.needsImage),
      button({
        label: strings.chooseImage,
        appearance: 'primary',
        testId: 'choose-image',
        onClick: chooseImage,
      }),
    );
    this.#loading = element('div', { class: 'loading', role: 'status' });
    this.#loading.append(progressRing(), element('span', {}, strings.loadingChannels));
    this.#controls = drawingControls(store);
    this.#controls.append(this.#legend.element);
    this.#content = element(
      'div',
      { class: 'channels-content' },
      this.#grid.element,
      element('div', { class: 'enlarged-place' }, this.#enlarged.element, this.#hint),
    );
    this.element = element(
      'section',
      { class: 'channels', 'aria-label': strings.channels, 'data-testid': 'channels' },
      element(
        'div',
        { class: 'section-head' },
        element(
          'div',
          { class: 'channels-of' },
          element('h2', {}, strings.channels),
          this.#name,
          this.#shape,
        ),
        element('span', { class: 'spacer' }),
        this.#image,
        close,
      ),
      this.#controls,
      element('div', { class: 'channel-notes' }, this.#summary, this.#reading),
      element(
        'div',
        { class: 'channels-body' },
        this.#content,
        element('div', { class: 'channels-state' }, this.#failure, this.#needsImage, this.#loading),
      ),
      this.#warning,
    );
    store.listen((state, previous) => this.#update(state, previous));
  }

  #update(state: PageState, previous: PageState): void {
    const { view, channels, imageName } = state;
    const isOpen = view.channelsOf !== undefined && state.inspection !== undefined;
    show(this.element, isOpen);
    if (!isOpen) return;
    const layer = factsOf(state)?.layers.find(({ tensor }) => tensor === view.channelsOf);
    setName(this.#name, layer ? layerName(layer) : (view.channelsOf ?? ''));
    setText(this.#shape, layer ? shapeText(layer) : '');
    const maps = channels?.maps;
    if (maps !== this.#source?.maps) {
      this.#source = maps && new ChannelSource(maps);
      if (this.#source) this.#describe(this.#source);
    }
    show(this.#image, imageName !== undefined);
    setName(this.#image, maps ? fileNameOf(maps.imagePath) : (imageName ?? ''));
    this.#image.title = strings.changeImage;
    show(this.#needsImage, imageName === undefined);
    const isWaiting = channels === undefined || channels.isPending;
    show(this.#loading, imageName !== undefined && isWaiting);
    this.#content.setAttribute('aria-busy', String(isWaiting));
    show(this.#failure, channels?.failure !== undefined);
    const { message = '', nextAction = '' } = channels?.failure ?? {};
    setText(this.#failure, `${message} ${nextAction}`);
    const isDrawn = this.#source !== undefined && maps !== undefined;
    for (const part of [this.#controls, this.#content, this.#summary, this.#reading]) {
      showInItsRoom(part, isDrawn);
    }
    showInItsRoom(this.#warning, isDrawn && this.#warning.textContent !== '');
    if (this.#source && isDrawn) this.#draw(this.#source, state, previous);
  }

  #draw(source: ChannelSource, state: PageState, previous: PageState): void {
    const { view } = state;
    const keys = ['channels', 'inspection'] as const;
    const isSame = keys.every((key) => state[key] === previous[key]);
    if (isSame && drawingOf(view) === drawingOf(previous.view)) return;
    const isEnlarged = view.channel !== undefined && view.channel < source.count;
    show(this.#enlarged.element, isEnlarged);
    show(this.#hint, !isEnlarged);
    if (isSame) this.#grid.redraw();
    else this.#grid.show(source);
    this.#legend.show(source, view, isEnlarged ? view.channel : undefined);
    if (isEnlarged && view.channel !== undefined) this.#enlarged.show(source, view.channel, state);
  }

  #describe({ count, ranked, maps }: ChannelSource): void {
    const [min, max] = [formatNumber(ranked.min), formatNumber(ranked.max)];
    setText(this.#summary, strings.channelsByMean(count, min, max));
    const warnings = [
      ranked.dead > 0 ? strings.deadChannels(ranked.dead, maps.featureMap.channels) : '',
      ranked.notFinite > 0 ? strings.notFinite(ranked.notFinite) : '',
    ];
    setText(this.#warning, warnings.filter((text) => text !== '').join(' '));
    // They have one line each, which may be too short.
    for (const line of [this.#summary, this.#warning]) line.title = line.textContent ?? '';
    this.#showReading(undefined);
  }

  #showReading(reading: CellReading | undefined): void {
    this.#reading.classList.toggle('note', reading === undefined);
    if (reading) {
      const { channel, x, y, value } = reading;
      this.#reading.dataset.value = String(value);
      setText(this.#reading, `${strings.readingCell(channel, x, y)} ${formatNumber(value)}`);
    } else {
      delete this.#reading.dataset.value;
      setText(this.#reading, strings.readingHint);
    }
  }
}

/** All parts of the view that affect the drawn maps. */
function drawingOf({ scale, colormap, channel, opacity }: ViewState): string {
  return `${scale} ${colormap} ${channel} ${opacity}`;
}

function drawingControls(store: Store): HTMLElement {
  const scale = segmented<ViewState['scale']>(
    'channel-scale',
    strings.scale,
    choices(['shared', 'own'], strings.scales, strings.scaleHints),
    (value) => store.updateView({ scale: value }),
  );
  const colormap = dropdown(
    strings.colormap,
    'channel-colormap',
    COLORMAP_NAMES.map((value) => ({ value, label: strings.colormaps[value] })),
    (value) => store.updateView({ colormap: value as ColormapName }),
  );
  store.listen(({ view }) => {
    scale.setValue(view.scale);
    colormap.setValue(view.colormap);
  });
  return element('div', { class: 'channel-controls' }, scale.element, colormap.element);
}
