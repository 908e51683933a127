import type { ComparisonMode } from '../../../src/protocol/showCam.ts';
import { choices, segmented } from '../../shared/widgets/controls.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { COMPARISON_MODES } from '../state/viewState.ts';

/** How two maps are shown; "two models" and "before and after" each have their own choice. */
export function modeControl(store: Store, of: 'comparison' | 'beforeAfter'): HTMLElement {
  const pair = of === 'comparison' ? 'models' : 'beforeAfter';
  const control = segmented<ComparisonMode>(
    of,
    strings.comparison,
    choices(COMPARISON_MODES, strings.comparisons, strings.comparisonHints[pair]),
    (mode) => store.updateView({ [of]: mode }),
  );
  store.listen((state) => {
    const isTooNarrow = of === 'beforeAfter' && state.isNarrow;
    control.setDisabled('sideBySide', isTooNarrow ? strings.tooNarrow : undefined);
    if (!isTooNarrow) control.setTitle('sideBySide', strings.comparisonHints[pair].sideBySide);
    const wanted = state.view[of];
    control.setValue(isTooNarrow && wanted === 'sideBySide' ? 'slider' : wanted);
  });
  return control.element;
}
