import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** One quiet line that offers another way to make values of pixels, with which the model is far surer. */
export function opinionLine(store: Store, host: Host): HTMLElement {
  const text = element('span', { class: 'opinion-text', role: 'status' });
  const answerButton = (answer: 'try' | 'keep') =>
    button({
      label: strings.opinion[answer],
      title: strings.opinion[`${answer}Hint`],
      testId: `opinion-${answer}`,
      onClick: () => {
        store.update({ opinion: undefined });
        host.post({ type: 'opinion', answer });
      },
    });
  const line = element(
    'div',
    { class: 'opinion', 'data-testid': 'opinion' },
    icon('info', 'notice-icon'),
    text,
    answerButton('try'),
    answerButton('keep'),
  );
  store.listen(({ opinion }, previous) => {
    if (opinion === previous.opinion) return;
    show(line, opinion !== undefined);
    if (!opinion) return;
    const { surety, instead } = opinion;
    setText(text, strings.opinion.surer(opinion.text, surety.toFixed(2), instead.toFixed(2)));
  });
  line.hidden = true;
  return line;
}
