import type { ClassSummary } from '../../../src/cam/maps/weightSummary.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { element } from '../../shared/widgets/dom.ts';
import { strings } from '../state/strings.ts';

/** A histogram of the weights; a line marks zero. */
export function histogram(summary: ClassSummary, label: string): HTMLElement {
  const { counts, min, max, mean, count } = summary;
  const most = Math.max(...counts, 1);
  const bars = element('div', { class: 'histogram-bars', 'aria-hidden': 'true' });
  const width = (max - min) / counts.length;
  for (const [i, size] of counts.entries()) {
    const [from, to] = [min + i * width, min + (i + 1) * width];
    const bar = element('span', {
      class: to <= 0 ? 'negative' : '',
      title: strings.histogramBin(formatNumber(from), formatNumber(to), size),
    });
    const height = element('i', {});
    height.style.height = size === 0 ? '0' : `max(1px, ${(size / most) * 100}%)`;
    bar.append(height);
    bars.append(bar);
  }
  if (min < 0 && max > 0) {
    const zero = element('span', { class: 'histogram-zero' });
    zero.style.left = `${(-min / (max - min)) * 100}%`;
    bars.append(zero);
  }
  const [low, high] = [formatNumber(min), formatNumber(max)];
  return element(
    'figure',
    {
      class: 'histogram',
      role: 'img',
      'aria-label': strings.histogramDescription(label, count, low, high, formatNumber(mean)),
      'data-testid': 'histogram',
    },
    bars,
    element(
      'figcaption',
      { class: 'note number', 'aria-hidden': 'true' },
      element('span', {}, low),
      element('span', {}, strings.meanWeight(formatNumber(mean))),
      element('span', {}, high),
    ),
  );
}
