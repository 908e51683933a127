import type { TrainingReport, TrainingState } from '../../../src/cam/results/training.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** Classes that are named before a training. */
const NAMED = 12;

/** How often images were recognised; before a training, the classes that there are. */
export function answer({ store }: PageParts): HTMLElement {
  const first = element('h1', { class: 'answer-right number', 'data-testid': 'answer' });
  const details = element('p', { class: 'answer-details number', 'data-testid': 'answer-details' });
  const more = element('p', { class: 'note number', 'data-testid': 'answer-note' });
  const root = element(
    'section',
    { class: 'answer' },
    element('div', { class: 'answer-line' }, first, details),
    more,
  );
  store.listen(({ found, report }) => {
    show(root, found !== undefined || report !== undefined);
    const texts = report ? learned(report) : found ? toLearn(found) : undefined;
    setText(first, texts?.first ?? '');
    setText(details, texts?.details ?? '');
    setText(more, texts?.more ?? '');
  });
  return root;
}

interface Texts {
  first: string;
  details: string;
  more: string;
}

function learned({ accuracy, baselines }: TrainingReport): Texts {
  return {
    first: strings.right(accuracy),
    details: [strings.rightOf(accuracy), strings.interval(accuracy)].join(' · '),
    more: strings.baselines(baselines),
  };
}

function toLearn({ classes, pictures }: Omit<TrainingState, 'last'>): Texts {
  const named = classes.slice(0, NAMED).map((one) => strings.classCount(one.name, one.pictures));
  const others = classes.length - named.length;
  const labelled = classes.reduce((sum, one) => sum + one.pictures, 0);
  return {
    first: strings.classes(classes.length),
    details: strings.found(pictures, pictures - labelled),
    more: [...named, ...(others > 0 ? [strings.moreClasses(others)] : [])].join(' · '),
  };
}
