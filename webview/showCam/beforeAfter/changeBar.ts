import { formatTime } from '../../shared/format/numbers.ts';
import { waitingText } from '../../shared/format/waitingText.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { modeControl } from '../comparison/modeControl.ts';
import type { Host } from '../state/host.ts';
import type { Change, PageState, Store } from '../state/store.ts';
import { isBeforeAfter, isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { requestBefore } from './change.ts';
import { exportHistory } from './exportHistory.ts';

/**
 * Says that the model's file changed; with before and after on show, how they are shown, and which export is before.
 * @returns the line, and the menu that it opens
 */
export function changeBar(store: Store, host: Host): { bar: HTMLElement; menu: HTMLElement } {
  const text = element('span', { role: 'status', 'data-testid': 'change-text' });
  const mode = modeControl(store, 'beforeAfter');
  const showBefore = button({
    label: strings.showBefore,
    testId: 'show-before',
    onClick: () => store.update({ prefersBefore: true }),
  });
  const showOther = button({
    label: strings.backToComparison,
    testId: 'back-to-comparison',
    onClick: () => store.update({ prefersBefore: false }),
  });
  const dismiss = button({
    label: strings.forgetBefore,
    title: strings.forgetBeforeHint,
    testId: 'dismiss',
    onClick: () => requestBefore(store, host, 'forget'),
  });
  const menu = beforeMenu(store, host);
  const bar = element(
    'div',
    { class: 'change-bar', 'data-testid': 'change-bar' },
    icon('changed', 'change-icon'),
    text,
    mode,
    exportHistory(store, host),
    element('span', { class: 'change-buttons' }, showBefore, showOther, menu.button, dismiss),
  );
  store.listen((state) => {
    const { change, compared } = state;
    show(bar, change !== undefined);
    if (!change) return;
    const isShown = isBeforeAfter(state);
    setText(text, textOf(change, state));
    // What moved stands above it then.
    text.className = isShown ? 'visually-hidden' : 'change-text';
    bar.title = isShown ? textOf(change, state) : '';
    bar.dataset.state = change.state;
    show(mode, isShown);
    show(showBefore, isComparing(state) && change.before !== undefined);
    show(showOther, isShown && compared !== undefined);
    show(menu.button, isShown);
    show(dismiss, !isShown);
  });
  bar.hidden = true;
  return { bar, menu: menu.panel };
}

/** What can be done with the export before. */
function beforeMenu(store: Store, host: Host): { button: HTMLElement; panel: HTMLElement } {
  const pin = button({
    label: strings.pinBefore,
    title: strings.pinBeforeHint,
    testId: 'pin-before',
    onClick: () => {
      const isPinned = store.state.change?.isPinned ?? false;
      requestBefore(store, host, isPinned ? 'unpin' : 'pin');
    },
  });
  const hide = button({
    label: strings.keepNew,
    title: strings.keepNewHint,
    testId: 'keep-new',
    onClick: () => requestBefore(store, host, 'forget'),
  });
  const menu = popover(strings.before, 'before-menu', pin, hide);
  store.listen((state) => {
    const { change } = state;
    if (!isBeforeAfter(state)) menu.panel.hidePopover();
    setText(pin, change?.isPinned ? strings.unpinBefore : strings.pinBefore);
    setAttributes(pin, { 'aria-pressed': String(change?.isPinned ?? false) });
  });
  return menu;
}

function textOf(change: Change, state: PageState): string {
  const { model } = state;
  const changed = strings.changedAt(model?.fileName ?? '', formatTime(change.changedAtMs));
  return `${changed} · ${strings.changeStates[change.state](change.imageName)}`;
}

/** Says that a file is being written. */
export function waitingLine(store: Store): HTMLElement {
  const text = element('span');
  const line = element(
    'p',
    { class: 'waiting', role: 'status', 'data-testid': 'waiting' },
    icon('wait', 'change-icon'),
    text,
  );
  store.listen(({ waitsFor, loaded, compared }) => {
    const fileName = waitsFor ?? compared?.waitsFor;
    show(line, fileName !== undefined);
    if (fileName !== undefined) setText(text, waitingText(fileName, loaded !== undefined));
  });
  line.hidden = true;
  return line;
}
