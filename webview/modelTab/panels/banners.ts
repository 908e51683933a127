import type { ModelTabAction } from '../../../src/protocol/modelTab.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import { FailureBanner } from '../../shared/widgets/failureBanner.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Says that nothing was run, and how to change that. */
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

/** Says that the file cannot be read now: alone if nothing was read yet, else above the last readable state. */
export function failureBanner(store: Store, host: Host): HTMLElement {
  const stale = element('p', { class: 'note' }, strings.staleNotice);
  const act = (action: ModelTabAction) => host.post({ type: 'action', action });
  const banner = new FailureBanner(strings.actions, act, stale);
  store.listen(({ failure, facts, inspection, isTrusted }) => {
    // If only the inspection failed, the verdict says why.
    const isVerdict = isTrusted && facts !== undefined && inspection === undefined;
    banner.update(isVerdict ? undefined : failure);
    show(stale, inspection !== undefined || facts !== undefined);
  });
  return banner.element;
}

/** Notices about this model. */
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
