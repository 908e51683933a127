import { element, setAttributes, setText, show } from '../shared/widgets/dom.ts';
import { button } from '../shared/widgets/toolkit.ts';
import type { PageParts } from './page.ts';
import { rowsOf } from './store.ts';
import { strings } from './strings.ts';

/** Shorter work shows nothing, so that quick steps do not flicker. */
const SHOW_AFTER_MS = 400;

/** The progress of the computation, with a way to stop it; or that it was stopped, or that it waits for a file. */
export function workLine({ store, host }: PageParts): HTMLElement {
  const text = element('span', { class: 'number', 'data-testid': 'work-text' });
  const stop = button({
    label: strings.stop,
    testId: 'stop',
    onClick: () => host.post({ type: 'stop' }),
  });
  const goOn = button({
    label: strings.goOn,
    testId: 'go-on',
    onClick: () => host.post({ type: 'refresh' }),
  });
  const fill = element('span');
  const track = element('div', {
    class: 'scan-track',
    role: 'progressbar',
    'aria-label': strings.progress,
  });
  track.append(fill);
  const line = element('div', { class: 'work-text', role: 'status' }, text, stop, goOn);
  const view = element('div', { class: 'work', 'data-testid': 'work' }, track, line);
  view.hidden = true;
  let timer: number | undefined;
  store.listen((state) => {
    const { work, start } = state;
    const isWorking = work.kind !== 'idle' && rowsOf(state).length > 0;
    if (!isWorking) {
      window.clearTimeout(timer);
      timer = undefined;
      view.hidden = true;
      return;
    }
    timer ??= window.setTimeout(
      () => show(view, true),
      work.kind === 'running' ? SHOW_AFTER_MS : 0,
    );
    show(track, work.kind === 'running');
    show(stop, work.kind === 'running');
    show(goOn, work.kind === 'stopped');
    if (work.kind === 'waiting') setText(text, strings.waiting(start?.model?.fileName ?? ''));
    if (work.kind === 'stopped') setText(text, strings.stopped(work.done, work.all));
    if (work.kind !== 'running') return;
    setText(text, strings.running(work.done, work.all));
    fill.style.width = `${((work.done + work.part) / work.all) * 100}%`;
    setAttributes(track, { 'aria-valuenow': work.done, 'aria-valuemax': work.all });
  });
  return view;
}
