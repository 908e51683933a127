import { formatNumber } from '../../shared/format/numbers.ts';
import { paint, palette } from '../../shared/map/palette.ts';
import { context2d, element, setText, show } from '../../shared/widgets/dom.ts';
import { strings } from '../state/strings.ts';
import type { ViewState } from '../state/viewState.ts';
import type { ChannelSource } from './channelSource.ts';
import { extentOf } from './channelStatistics.ts';

const STEPS = 128;

/** The legend of colours and values: for all channels, or for the enlarged one if each has its own scale. */
export class ChannelLegend {
  readonly #bar = element('canvas', { width: STEPS, height: 1, 'aria-hidden': 'true' });
  readonly #from = element('span', {});
  readonly #to = element('span', {});
  readonly element = element(
    'div',
    { class: 'channel-legend number', 'data-testid': 'channel-legend' },
    this.#from,
    this.#bar,
    this.#to,
  );

  show(source: ChannelSource, { scale, colormap }: ViewState, enlarged: number | undefined): void {
    const channel = scale === 'shared' ? undefined : enlarged;
    show(this.element, scale === 'shared' || channel !== undefined);
    const { values } = channel === undefined ? source.maps.featureMap : source.map(channel);
    const { min, max } = extentOf(values);
    const limit = source.limit(channel ?? 0, scale);
    const low = Math.min(min, 0);
    const step = (Math.max(max, 0) - low) / (STEPS - 1);
    const ramp = Float32Array.from({ length: STEPS }, (_, i) => low + i * step);
    const pixels = paint(ramp, limit, palette(colormap, false));
    context2d(this.#bar).putImageData(new ImageData(pixels, STEPS, 1), 0, 0);
    setText(this.#from, formatNumber(low));
    setText(this.#to, formatNumber(Math.max(max, 0)));
    this.element.title = channel === undefined ? strings.legendShared : strings.legendOwn(channel);
  }
}
