import type { Rect } from '../../../src/cam/base/geometry.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber, formatPercent } from '../../shared/format/numbers.ts';
import { OverlayRenderer } from '../../shared/map/overlayRenderer.ts';
import { percentSlider } from '../../shared/widgets/controls.ts';
import { context2d, element, setAttributes, setText } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { CellReading } from './channelReading.ts';
import { cellUnder } from './channelReading.ts';
import type { ChannelSource } from './channelSource.ts';
import { extentOf } from './channelStatistics.ts';

/** Longer side in device pixels. */
const SIDE_PX = 640;

/** One channel, large, cell by cell over the photo. */
export class EnlargedChannel {
  readonly element: HTMLElement;
  readonly #canvas = element('canvas', {
    class: 'enlarged',
    role: 'img',
    'data-testid': 'enlarged',
  });
  readonly #title = element('b', {});
  readonly #facts = element('span', { class: 'note number' });
  readonly #overlay = new OverlayRenderer();
  readonly #opacity;
  /** Where the map is drawn, as parts of the canvas. */
  #area: Rect = { x: 0, y: 0, width: 1, height: 1 };
  #shown: { channel: number; source: ChannelSource } | undefined;

  constructor(store: Store, read: (reading: CellReading | undefined) => void) {
    this.#opacity = percentSlider(strings.opacity, 'channel-opacity', 0, (opacity) =>
      store.updateView({ opacity }),
    );
    const close = button({
      label: strings.closeEnlarged,
      icon: icon('close'),
      testId: 'close-enlarged',
      onClick: () => store.updateView({ channel: undefined }),
    });
    this.element = element(
      'div',
      { class: 'enlarged-channel' },
      element(
        'div',
        { class: 'enlarged-head' },
        element('div', { class: 'enlarged-text' }, this.#title, this.#facts),
        close,
      ),
      this.#opacity.element,
      this.#canvas,
    );
    this.#canvas.addEventListener('pointermove', (event) => read(this.#cell(event)));
    this.#canvas.addEventListener('pointerleave', () => read(undefined));
  }

  show(source: ChannelSource, channel: number, { channels, view }: PageState): void {
    this.#shown = { channel, source };
    const map = source.map(channel);
    const { min, max } = extentOf(map.values);
    const [low, high] = [formatNumber(min), formatNumber(max)];
    setText(this.#title, strings.channel(channel));
    setText(
      this.#facts,
      strings.channelFacts(formatNumber(source.ranked.means[channel] ?? 0), low, high),
    );
    const description = strings.enlargedDescription(
      channel,
      fileNameOf(source.maps.imagePath),
      low,
      high,
    );
    setAttributes(this.#canvas, { 'aria-label': description });
    this.#opacity.setValue(view.opacity, formatPercent(view.opacity));

    const { geometry } = source.maps;
    const { photo } = geometry;
    const scale = SIDE_PX / Math.max(photo.width, photo.height);
    this.#canvas.width = Math.max(1, Math.round(photo.width * scale));
    this.#canvas.height = Math.max(1, Math.round(photo.height * scale));
    const context = context2d(this.#canvas);
    context.scale(scale, scale);
    context.imageSmoothingEnabled = scale < 4;
    if (channels?.picture) context.drawImage(channels.picture, 0, 0, photo.width, photo.height);
    const area = mapArea(geometry);
    this.#area = {
      x: area.x / photo.width,
      y: area.y / photo.height,
      width: area.width / photo.width,
      height: area.height / photo.height,
    };
    const overlay = this.#overlay.render({
      map,
      limit: source.limit(channel, view.scale),
      colormap: view.colormap,
      interpolation: 'cells',
      byValue: true,
      area,
    });
    context.globalAlpha = view.opacity;
    context.imageSmoothingEnabled = false;
    context.drawImage(overlay, area.x, area.y, area.width, area.height);
  }

  #cell(event: PointerEvent): CellReading | undefined {
    if (!this.#shown) return undefined;
    const { x, y, width, height } = this.#canvas.getBoundingClientRect();
    const area: Rect = {
      x: x + this.#area.x * width,
      y: y + this.#area.y * height,
      width: this.#area.width * width,
      height: this.#area.height * height,
    };
    return cellUnder(event, area, this.#shown.channel, this.#shown.source);
  }
}
