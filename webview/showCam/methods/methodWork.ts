import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MethodWork } from '../state/methods.ts';
import { wayName } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';

/** Shorter work shows nothing, so that quick methods do not flicker. */
const AFTER_MS = 300;

/** What belongs to one picture. */
export interface WorkOptions {
  /** Of the test ids. */
  prefix: string;
  workOf: (state: PageState) => MethodWork | undefined;
  stop: () => void;
  stopHint: string;
  retry: () => void;
  /** Back to what is on show; undefined if that stays in any case. */
  goBack: (() => void) | undefined;
}

/** The map on its way, over the picture: how far it is, the way back, or why there is none. */
export function methodWork(store: Store, options: WorkOptions): HTMLElement {
  const { prefix, workOf, goBack } = options;
  const what = element('span', { class: 'method-work-text' });
  const progress = element('progress', { 'aria-label': methodStrings.progress });
  const stop = button({
    label: methodStrings.stop,
    title: options.stopHint,
    testId: `${prefix}method-stop`,
    onClick: options.stop,
  });
  const retry = button({
    label: methodStrings.retry,
    testId: `${prefix}method-retry`,
    onClick: options.retry,
  });
  const back =
    goBack &&
    button({ label: methodStrings.goBack, testId: `${prefix}method-back`, onClick: goBack });
  const view = element(
    'div',
    { class: 'method-work', role: 'status', 'data-testid': `${prefix}method-work` },
    ...[what, progress, stop, retry, ...(back ? [back] : [])],
  );
  let timer: number | undefined;
  store.listen((state, previous) => {
    const work = workOf(state);
    if (!work) {
      window.clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    if (work === workOf(previous)) return;
    const { error, done, all, isStopped } = work;
    const isOver = error !== undefined || isStopped;
    view.classList.toggle('failed', error !== undefined);
    setText(what, textOf(work, state));
    setAttributes(progress, { max: all || undefined, value: all ? done : undefined });
    for (const part of [progress, stop]) show(part, !isOver);
    for (const part of [retry, back]) if (part) show(part, isOver);
    if (isOver) view.hidden = false;
    timer ??= window.setTimeout(() => show(view, workOf(store.state) !== undefined), AFTER_MS);
  });
  view.hidden = true;
  return view;
}

function textOf(work: MethodWork, state: PageState): string {
  const { error, isStopped } = work;
  if (error) return `${error.message} ${error.nextAction}`;
  const title = titleOfWork(work, state);
  return isStopped ? methodStrings.stopped(title) : title;
}

function titleOfWork(
  { method, classIndex, against }: MethodWork,
  { methods, loaded }: PageState,
): string {
  const labels = loaded?.model.model.labels.value ?? [];
  const own = labelOf(classIndex, labels);
  const title = against === undefined ? own : strings.contrastTitle(own, labelOf(against, labels));
  return methodStrings.working(wayName(method, methods), title);
}
