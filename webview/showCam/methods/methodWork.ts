import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MethodWork as Work } from '../state/methods.ts';
import { wayName } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import type { MethodLoader } from './methodLoader.ts';

/** Shorter work shows nothing, so that quick methods do not flicker. */
const AFTER_MS = 300;

/** The map on its way, over the picture: how far it is, the way back, or why there is none. */
export function methodWork(store: Store, loader: MethodLoader): HTMLElement {
  const what = element('span', { class: 'method-work-text' });
  const progress = element('progress', { 'aria-label': methodStrings.progress });
  const stop = button({
    label: methodStrings.stop,
    title: methodStrings.goBack,
    testId: 'method-stop',
    onClick: () => loader.stop(),
  });
  const retry = button({
    label: methodStrings.retry,
    testId: 'method-retry',
    onClick: () => loader.retry(),
  });
  const back = button({
    label: methodStrings.goBack,
    testId: 'method-back',
    onClick: () => loader.stop(),
  });
  const view = element(
    'div',
    { class: 'method-work', role: 'status', 'data-testid': 'method-work' },
    ...[what, progress, stop, retry, back],
  );
  let timer: number | undefined;
  store.listen((state, previous) => {
    const { work } = state.methods;
    if (!work) {
      window.clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    if (work === previous.methods.work) return;
    const { error, done, all } = work;
    view.classList.toggle('failed', error !== undefined);
    setText(what, error ? `${error.message} ${error.nextAction}` : titleOfWork(work, state));
    setAttributes(progress, { max: all || undefined, value: all ? done : undefined });
    for (const part of [progress, stop]) show(part, error === undefined);
    for (const part of [retry, back]) show(part, error !== undefined);
    if (error) view.hidden = false;
    timer ??= window.setTimeout(() => show(view, store.state.methods.work !== undefined), AFTER_MS);
  });
  view.hidden = true;
  return view;
}

function titleOfWork(
  { method, classIndex, against }: Work,
  { methods, loaded }: PageState,
): string {
  const labels = loaded?.model.model.labels.value ?? [];
  const own = labelOf(classIndex, labels);
  const title = against === undefined ? own : strings.contrastTitle(own, labelOf(against, labels));
  return methodStrings.working(wayName(method, methods), title);
}
