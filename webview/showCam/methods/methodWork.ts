import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { missingText } from '../compared/missing.ts';
import { sideName } from '../compared/names.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MethodWork } from '../state/methods.ts';
import { wayName } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import type { MethodLoader } from './methodLoader.ts';

/** Shorter work shows nothing, so that quick methods do not flicker. */
const AFTER_MS = 300;

/** The maps on their way, over a picture that shows some of the models: how far they are, or why there are none. */
export function methodWorks(
  store: Store,
  loaders: Record<Side, MethodLoader>,
  { sides, prefix }: { sides: readonly Side[]; prefix: string },
  ...more: HTMLElement[]
): HTMLElement {
  return element(
    'div',
    { class: 'method-works' },
    ...sides.map((side) =>
      methodWork(store, {
        side,
        prefix: side === 'main' ? prefix : `${prefix}other-`,
        workOf: (state) => paneOf(state, side)?.methods.work,
        stop: () => loaders[side].stop(),
        stopHint: methodStrings.goBack,
        retry: () => loaders[side].retry(),
        goBack: () => loaders[side].stop(),
      }),
    ),
    ...more,
  );
}

/** Why the state before has no map. */
export function notDrawn(store: Store, testId: string): HTMLElement {
  const line = element('p', { class: 'method-work', 'data-testid': testId });
  store.listen((state) => {
    const text = missingText(state);
    show(line, text !== undefined);
    setText(line, text ?? '');
  });
  line.hidden = true;
  return line;
}

/** What belongs to one picture. */
export interface WorkOptions {
  /** The model whose map it is. */
  side: Side;
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
  const { side, prefix, workOf, goBack } = options;
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
  let drawn: MethodWork | undefined;
  store.listen((state) => {
    const work = workOf(state);
    const isSame = work === drawn;
    drawn = work;
    if (!work) {
      window.clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    if (isSame) return;
    const { error, done, all, isStopped } = work;
    const isOver = error !== undefined || isStopped;
    view.classList.toggle('failed', error !== undefined);
    setText(what, textOf(work, state, side));
    setAttributes(progress, { max: all || undefined, value: all ? done : undefined });
    for (const part of [progress, stop]) show(part, !isOver);
    for (const part of [retry, back]) if (part) show(part, isOver);
    if (isOver) view.hidden = false;
    timer ??= window.setTimeout(() => show(view, workOf(store.state) !== undefined), AFTER_MS);
  });
  view.hidden = true;
  return view;
}

function textOf(work: MethodWork, state: PageState, side: Side): string {
  const { error, isStopped } = work;
  if (error) return `${error.message} ${error.nextAction}`;
  const title = titleOfWork(work, state, side);
  return isStopped ? methodStrings.stopped(title) : title;
}

function titleOfWork(work: MethodWork, state: PageState, side: Side): string {
  const { method, classIndex, against } = work;
  const labels = paneOf(state, side)?.loaded?.model.model.labels.value ?? [];
  const own = labelOf(classIndex, labels);
  const title = against === undefined ? own : strings.contrastTitle(own, labelOf(against, labels));
  const text = methodStrings.working(wayName(method, state), title);
  return state.other ? methodStrings.ofSide(sideName(state, side), text) : text;
}
