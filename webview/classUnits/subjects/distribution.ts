import type { UnitReport } from '../../../src/cam/results/units.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { element } from '../../shared/widgets/dom.ts';
import { strings } from '../state/strings.ts';

/** A histogram of the images by largest activation. */
export function distributionChart({ from, to, counts }: UnitReport['distribution']): HTMLElement {
  const most = Math.max(...counts, 1);
  const width = (to - from) / counts.length;
  const bars = element('div', { class: 'histogram-bars', 'aria-hidden': 'true' });
  counts.forEach((size, i) => {
    const [low, high] = [formatNumber(from + i * width), formatNumber(from + (i + 1) * width)];
    const height = element('i', {});
    height.style.height = size === 0 ? '0' : `max(1px, ${(size / most) * 100}%)`;
    bars.append(element('span', { title: strings.distributionBin(low, high, size) }, height));
  });
  const images = counts.reduce((sum, size) => sum + size, 0);
  const [low, high] = [formatNumber(from), formatNumber(to)];
  return element(
    'figure',
    {
      class: 'histogram',
      role: 'img',
      'aria-label': strings.distributionDescription(images, low, high),
      'data-testid': 'distribution',
    },
    bars,
    element(
      'figcaption',
      { class: 'note number', 'aria-hidden': 'true' },
      element('span', {}, low),
      element('span', {}, high),
    ),
  );
}
