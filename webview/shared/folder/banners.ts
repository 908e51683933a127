import type { FolderAction } from '../../../src/protocol/folder.ts';
import { element, show } from '../widgets/dom.ts';
import { FailureBanner } from '../widgets/failureBanner.ts';
import { icon } from '../widgets/icons.ts';
import { button } from '../widgets/toolkit.ts';
import type { FolderPage } from './folderPage.ts';
import { strings } from './strings.ts';

/** Says that nothing is run, and how to change that. */
export function trustBanner({ store, host }: FolderPage): HTMLElement {
  const manage = button({
    label: strings.manageTrust,
    testId: 'manage-trust',
    onClick: () => host.post({ type: 'manageTrust' }),
  });
  const text = element(
    'div',
    { class: 'banner-text' },
    element('p', {}, strings.untrusted),
    manage,
  );
  const banner = element(
    'div',
    { class: 'banner', role: 'status', 'data-testid': 'untrusted' },
    icon('info'),
    text,
  );
  banner.hidden = true;
  store.listen(({ isTrusted }) => show(banner, !isTrusted));
  return banner;
}

/** Says that the content belongs to an older state of the model. */
export function modelChangedBanner({ store, host }: FolderPage): HTMLElement {
  const again = button({
    label: strings.scanAgain,
    appearance: 'primary',
    testId: 'scan-changed',
    onClick: () => host.post({ type: 'scan' }),
  });
  const banner = element(
    'div',
    { class: 'banner stale', role: 'status', 'data-testid': 'model-changed' },
    icon('inexact'),
    element('div', { class: 'banner-text' }, element('p', {}, strings.modelChanged), again),
  );
  banner.hidden = true;
  store.listen(({ isModelChanged, progress, isTrusted }) =>
    show(banner, isModelChanged && progress === undefined && isTrusted),
  );
  return banner;
}

/** The failure of the whole page. */
export function failureBanner({ store, host }: FolderPage): HTMLElement {
  const act = (action: FolderAction) => host.post({ type: 'action', action });
  const banner = new FailureBanner(strings.actions, act);
  store.listen(({ failure }) => banner.update(failure));
  return banner.element;
}
