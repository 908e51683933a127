import type { ViewState } from '../../../src/protocol/showCam.ts';
import { element, show } from '../../dom.ts';
import { icon } from '../../icons.ts';
import { strings } from '../../strings.ts';
import { button } from '../../toolkit.ts';
import { segmented } from '../controls.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store.ts';

/** Side by side or difference, swap, stop; only while two models are compared. */
export function comparisonBar(store: Store, host: Host): HTMLElement {
  const mode = segmented<ViewState['comparison']>(
    'comparison',
    strings.comparison,
    (['sideBySide', 'difference'] as const).map((value) => ({
      value,
      label: strings.comparisons[value],
      title: strings.comparisonHints[value],
    })),
    (comparison) => store.updateView({ comparison }),
  );
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
  const bar = element('div', { class: 'comparison-bar' }, mode.element, swap, stop);
  store.listen(({ other, view }) => {
    show(bar, other !== undefined);
    mode.setValue(view.comparison);
  });
  return bar;
}
