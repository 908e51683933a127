import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** Below the units of a class: what would change without those that are switched off. */
export function silenceBar({ store }: PageParts): HTMLElement {
  const count = element('b', {});
  const text = element('span', { 'data-testid': 'silence-summary' });
  const bar = element(
    'div',
    { class: 'silence-bar', role: 'status', 'data-testid': 'silence-bar' },
    count,
    text,
    element('span', { class: 'spacer' }),
    button({
      label: strings.silenceDetails,
      appearance: 'primary',
      testId: 'silence-details',
      onClick: () => store.updateView({ subject: 'silence' }),
    }),
    button({
      label: strings.clear,
      testId: 'silence-clear',
      onClick: () => store.updateView({ silenced: [] }),
    }),
  );
  store.listen(({ view, answers }) => {
    show(bar, view.silenced.length > 0);
    setText(count, strings.silenced(view.silenced.length));
    const { result, error, isPending } = answers.silence;
    if (error) setText(text, error.message);
    else if (isPending || !result) setText(text, strings.computing);
    else setText(text, strings.flips(result.countOfFlips, result.images));
  });
  return bar;
}
