import type { ErrorAction, Side } from '../../../src/protocol/showCam.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, progressRing } from '../../shared/widgets/toolkit.ts';
import type { PageState, PaneState, Store } from '../state/store.ts';
import { isFailed, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Shorter work shows nothing, so that quick steps do not flicker. */
const BUSY_AFTER_MS = 300;

/** What the engine is doing for a model, over the old picture. */
export function busyView(store: Store, side: Side, testId: string): HTMLElement {
  const what = element('span');
  const view = element('div', { class: 'busy', role: 'status', 'data-testid': testId });
  view.append(progressRing(), what);
  view.hidden = true;
  let timer: number | undefined;
  store.listen((state, before) => {
    const busy = paneOf(state, side)?.busy;
    const previous = paneOf(before, side)?.busy;
    if (busy === undefined) {
      window.clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    setText(what, strings.busy(busy));
    if (previous === undefined && timer === undefined) {
      timer = window.setTimeout(
        () => show(view, paneOf(store.state, side)?.busy !== undefined),
        BUSY_AFTER_MS,
      );
    }
  });
  return view;
}

/**
 * Why a model gives no picture, and what to do next.
 * @param isWanted whether it is shown here now
 */
export function errorView(
  store: Store,
  side: Side,
  testId: string,
  isWanted: (state: PageState) => boolean,
  act: (action: ErrorAction) => void,
): HTMLElement {
  const message = element('p', { class: 'error-message' });
  const next = element('p', { class: 'error-next' });
  const kept = element('p', { class: 'note' }, strings.keptView);
  const actions = element('div', { class: 'error-actions' });
  const view = element(
    'div',
    { class: 'error', role: 'alert', 'data-testid': testId },
    icon('error', 'error-icon'),
    element('div', { class: 'error-text' }, message, next, kept, actions),
  );
  view.hidden = true;
  let shown: PaneState['failure'];
  store.listen((state) => {
    const failure = isWanted(state) ? paneOf(state, side)?.failure : undefined;
    if (failure === shown) return;
    shown = failure;
    show(view, failure !== undefined);
    if (!failure) return;
    setText(message, failure.error.message);
    setText(next, failure.error.nextAction);
    show(kept, !isFailed(state, side));
    view.classList.toggle('kept', !isFailed(state, side));
    view.dataset.code = failure.error.code;
    actions.replaceChildren(
      ...failure.actions.map((action, i) =>
        button({
          label: strings.actions[action],
          appearance: i === 0 ? 'primary' : 'secondary',
          testId: `action-${action}`,
          onClick: () => act(action),
        }),
      ),
    );
  });
  return view;
}
