import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** Below the units of a class: the changes without the switched-off ones. */
export function ablationBar({ store }: PageParts): HTMLElement {
  const count = element('b', {});
  const text = element('span', { 'data-testid': 'ablation-summary' });
  const bar = element(
    'div',
    { class: 'ablation-bar', role: 'status', 'data-testid': 'ablation-bar' },
    count,
    text,
    element('span', { class: 'spacer' }),
    button({
      label: strings.ablationDetails,
      appearance: 'primary',
      testId: 'ablation-details',
      onClick: () => store.updateView({ subject: 'ablation' }),
    }),
    button({
      label: strings.clear,
      testId: 'ablation-clear',
      onClick: () => store.updateView({ ablated: [] }),
    }),
  );
  store.listen(({ view, answers }) => {
    show(bar, view.ablated.length > 0);
    setText(count, strings.ablated(view.ablated.length));
    const { result, error, isPending } = answers.ablation;
    if (error) setText(text, error.message);
    else if (isPending || !result) setText(text, strings.computing);
    else setText(text, strings.flips(result.countOfFlips, result.images));
  });
  return bar;
}
