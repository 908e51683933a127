import { CamError } from '../../../src/cam/base/errors.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings } from '../state/reportStrings.ts';

/** Says that other labels, or another preprocessing, may fit the labelled images better. */
export function diagnosis({ store, requests }: PageParts): HTMLElement {
  const warning = element('p', { 'data-testid': 'diagnosis' });
  const reason = element('p', {});
  const written = element('p', { role: 'status' });
  const use = button({
    label: reportStrings.useThis,
    testId: 'use-diagnosis',
    onClick: () => void useChange(),
  });
  const examine = button({
    label: reportStrings.examine,
    testId: 'examine',
    onClick: () => store.updateView({ tab: 'preprocessing' }),
  });
  const useChange = async () => {
    const change = store.state.overview?.diagnosis?.change;
    if (!change) return;
    try {
      setText(written, reportStrings.written(await requests.send('useVariant', change)));
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      setText(written, `${message} ${nextAction}`);
    }
  };
  const banner = element(
    'div',
    { class: 'banner stale' },
    icon('inexact'),
    element(
      'div',
      { class: 'banner-text' },
      warning,
      reason,
      element('div', { class: 'banner-actions' }, use, examine),
      written,
    ),
  );
  banner.hidden = true;
  store.listen(({ overview, view, progress }) => {
    const found = overview?.diagnosis;
    const isFound = found?.warning !== undefined || found?.reason !== undefined;
    show(banner, isFound && view.tab === 'errors' && progress === undefined);
    setText(warning, found?.warning ?? '');
    setText(reason, found?.reason ?? '');
    show(warning, found?.warning !== undefined);
    show(reason, found?.reason !== undefined);
    show(use, found?.change !== undefined);
  });
  return banner;
}
