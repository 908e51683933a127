import type { ClipPercent } from '../../../src/protocol/mapMethods.ts';
import { field, segmented } from '../../shared/widgets/controls.ts';
import { show } from '../../shared/widgets/dom.ts';
import { clipHint } from '../stage/units.ts';
import { besideWays } from '../state/beside.ts';
import { CLIP_PERCENTS, isOfPixels } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { wayOf } from '../state/methods.ts';
import type { Store } from '../state/store.ts';
import { isSheetShown } from '../state/store.ts';

/** Where the colours of a map of pixels end: a few pixels are far stronger than all others. */
export function clipControl(store: Store): HTMLElement {
  const options = CLIP_PERCENTS.map((percent) => ({
    value: String(percent),
    label: `${percent}\u00a0%`,
    title: clipHint(percent),
  }));
  const control = segmented('clip', methodStrings.clip, options, (value) =>
    store.updateView({ clip: Number(value) as ClipPercent, scaleLimit: undefined }),
  );
  const row = field(methodStrings.clip, control.element);
  store.listen((state) => {
    const { loaded, other, view } = state;
    const methods = [loaded, other?.loaded].flatMap((one) => one?.by?.method ?? []);
    const ways = isSheetShown(state) ? [wayOf(state)] : [...methods, ...besideWays(state)];
    show(row, ways.some(isOfPixels));
    control.setValue(String(view.clip));
  });
  return row;
}
