import { element, setText, show } from '../dom.ts';
import { icon } from '../icons.ts';
import { button } from '../toolkit.ts';
import type { Host } from './host.ts';
import type { Store } from './store.ts';
import { strings } from './strings.ts';

/** Nothing was run, and how that can be changed. */
export function trustBanner(store: Store, host: Host): HTMLElement {
  const banner = element(
    'div',
    { class: 'banner', role: 'status', 'data-testid': 'untrusted' },
    icon('info'),
    element(
      'div',
      { class: 'banner-text' },
      element('p', {}, strings.untrusted),
      button({
        label: strings.manageTrust,
        testId: 'manage-trust',
        onClick: () => host.post({ type: 'manageTrust' }),
      }),
    ),
  );
  banner.hidden = true;
  store.listen(({ isTrusted }) => show(banner, !isTrusted));
  return banner;
}

/** The file cannot be read now: alone where nothing was ever read, else above the last readable state. */
export function failureBanner(store: Store, host: Host): HTMLElement {
  const message = element('p', { class: 'failure-message' });
  const next = element('p', {});
  const stale = element('p', { class: 'note' }, strings.staleNotice);
  const buttons = element('div', { class: 'banner-actions' });
  const banner = element(
    'div',
    { class: 'banner failure', role: 'alert', 'data-testid': 'failure' },
    icon('error'),
    element('div', { class: 'banner-text' }, message, next, stale, buttons),
  );
  banner.hidden = true;
  store.listen(({ failure, facts, inspection, isTrusted }) => {
    // Where only the inspection failed, the verdict says why.
    const isVerdict = isTrusted && facts !== undefined && inspection === undefined;
    const isShown = failure !== undefined && !isVerdict;
    show(banner, isShown);
    if (!failure || !isShown) return;
    banner.dataset.code = failure.error.code;
    setText(message, failure.error.message);
    setText(next, failure.error.nextAction);
    show(stale, inspection !== undefined || facts !== undefined);
    buttons.replaceChildren(
      ...failure.actions.map((action) =>
        button({
          label: strings.actions[action],
          testId: `action-${action}`,
          onClick: () => host.post({ type: 'action', action }),
        }),
      ),
    );
  });
  return banner;
}

/** What the person should know about this model. */
export function notices(store: Store): HTMLElement {
  const list = element('ul', {
    class: 'notices',
    'aria-label': strings.notices,
    'data-testid': 'notices',
  });
  list.hidden = true;
  store.listen(({ inspection }, previous) => {
    if (inspection === previous.inspection) return;
    const texts = [
      ...new Set([...(inspection?.notices ?? []), ...(inspection?.model?.notices ?? [])]),
    ];
    show(list, texts.length > 0);
    list.replaceChildren(
      ...texts.map((text) =>
        element('li', {}, icon('info', 'notice-icon'), element('span', {}, text)),
      ),
    );
  });
  return list;
}
