import { element, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { modeControl } from './modeControl.ts';

/** Slider, side by side or difference, swap, stop; only while two models are compared. */
export function comparisonBar(store: Store, host: Host): HTMLElement {
  const mode = modeControl(store, 'comparison');
  const swap = button({
    label: strings.compareSwap,
    icon: icon('swap'),
    testId: 'compare-swap',
    onClick: () => host.post({ type: 'compare', request: 'swap' }),
  });
  const stop = button({
    label: strings.compareStop,
    testId: 'compare-stop',
    onClick: () => host.post({ type: 'compare', request: 'stop' }),
  });
  const bar = element('div', { class: 'comparison-bar' }, mode, swap, stop);
  store.listen((state) => show(bar, isComparing(state)));
  return bar;
}
