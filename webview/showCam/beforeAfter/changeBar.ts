import { formatTime } from '../../shared/format/numbers.ts';
import { waitingText } from '../../shared/format/waitingText.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { modeControl } from '../comparison/modeControl.ts';
import type { Host } from '../state/host.ts';
import type { Change, PageState, Store } from '../state/store.ts';
import { isBeforeAfter, isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { requestBefore } from './change.ts';

/** The line that says that the model's file changed, with actions for the old result. */
export function changeBar(store: Store, host: Host): HTMLElement {
  const text = element('span', {
    class: 'change-text',
    role: 'status',
    'data-testid': 'change-text',
  });
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
  const pin = button({
    label: strings.pinBefore,
    title: strings.pinBeforeHint,
    testId: 'pin-before',
    onClick: () => {
      const isPinned = store.state.change?.isPinned ?? false;
      requestBefore(store, host, isPinned ? 'unpin' : 'pin');
    },
  });
  const forget = button({
    label: strings.keepNew,
    testId: 'keep-new',
    onClick: () => requestBefore(store, host, 'forget'),
  });
  const bar = element(
    'div',
    { class: 'change-bar', 'data-testid': 'change-bar' },
    icon('changed', 'change-icon'),
    text,
    mode,
    showBefore,
    showOther,
    pin,
    forget,
  );
  store.listen((state) => {
    const { change, compared } = state;
    show(bar, change !== undefined);
    if (!change) return;
    const isShown = isBeforeAfter(state);
    setText(text, textOf(change, state));
    bar.dataset.state = change.state;
    show(mode, isShown);
    show(showBefore, isComparing(state) && change.before !== undefined);
    show(showOther, isShown && compared !== undefined);
    const { isPinned } = change;
    setText(pin, isPinned ? strings.unpinBefore : strings.pinBefore);
    setAttributes(pin, { 'aria-pressed': String(isPinned) });
    show(pin, isShown || isPinned);
    setText(forget, isShown ? strings.keepNew : strings.forgetBefore);
    setAttributes(forget, { title: isShown ? strings.keepNewHint : strings.forgetBeforeHint });
  });
  bar.hidden = true;
  return bar;
}

function textOf(change: Change, { model }: PageState): string {
  const fileName = model?.fileName ?? '';
  const time = formatTime(change.changedAtMs);
  const changed = strings.changedAt(fileName, time);
  const said = strings.changeStates[change.state](change.imageName);
  const pinned =
    change.isPinned && change.before
      ? strings.pinnedUntil(formatTime(change.before.replacedAtMs))
      : '';
  return [changed, said, pinned].filter((part) => part !== '').join(' · ');
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
