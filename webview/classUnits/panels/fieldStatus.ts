import { strings as folderStrings } from '../../shared/folder/strings.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button, progressRing } from '../../shared/widgets/toolkit.ts';
import { fieldStrings } from '../state/fieldStrings.ts';
import type { KnownField } from '../state/gradientFields.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';

/** Shorter work shows nothing. */
const AFTER_MS = 1000;

/** More than these are counted, not listed. */
const LISTED = 50;

/** How far the fields by the gradient are, with a way to stop them, and which images have none; beside *View*. */
export function fieldStatus({ store, fields }: PageParts): HTMLElement {
  const ring = progressRing();
  const text = element('span', { class: 'number', role: 'status', 'data-testid': 'field-work' });
  const cancel = button({
    label: fieldStrings.cancel,
    testId: 'cancel-fields',
    onClick: () => fields.stop(),
  });
  const resume = button({
    label: fieldStrings.resume,
    testId: 'resume-fields',
    onClick: () => fields.resume(),
  });
  const failures = failureMenu(() => fields.resume());
  const line = element('div', { class: 'field-status' }, ring, text, cancel, resume);
  const root = element('div', { class: 'field-bar' }, failures.element, line);
  let timer = 0;
  let isLong = false;
  const update = (state: PageState) => {
    const { work, stoppedAfter, known } = state.fields;
    const isWorking = work !== undefined && isLong;
    const isOnTheWay = isWorking || stoppedAfter !== undefined;
    const hasFailures = failures.update(known);
    const isShown = state.view.crop === 'gradient' && hasPatches(state);
    show(root, isShown && (isOnTheWay || hasFailures));
    show(line, isOnTheWay);
    for (const part of [ring, cancel]) show(part, isWorking);
    show(resume, stoppedAfter !== undefined);
    if (work) setText(text, workText(state));
    else if (stoppedAfter !== undefined) setText(text, fieldStrings.stopped(stoppedAfter));
  };
  store.listen((state, previous) => {
    if (state.fields.work && !previous.fields.work) {
      timer = window.setTimeout(() => {
        isLong = true;
        update(store.state);
      }, AFTER_MS);
    } else if (!state.fields.work) {
      window.clearTimeout(timer);
      isLong = false;
    }
    update(state);
  });
  show(root, false);
  return root;
}

function hasPatches({ view }: PageState): boolean {
  return view.subject === 'class' || view.subject === 'unit';
}

function workText({ fields: { work }, progress }: PageState): string {
  if (!work) return '';
  if (progress && work.done === 0) return folderStrings.afterTheScan;
  return fieldStrings.working(work.done / work.all);
}

/** The images whose field could not be computed, and why. */
function failureMenu(onRetry: () => void) {
  const list = element('ul', { class: 'unreadable-list note' });
  const retry = button({ label: fieldStrings.retry, testId: 'retry-fields', onClick: onRetry });
  const menu = popover(fieldStrings.failedTitle, 'failed-fields', list, retry);
  const count = element('span', { class: 'number' });
  menu.button.replaceChildren(icon('error'), count);
  const root = element('div', { class: 'menu' }, menu.button, menu.panel);
  let shown: ReadonlyMap<string, KnownField> | undefined;
  return {
    element: root,
    /** @returns whether there are any */
    update(known: ReadonlyMap<string, KnownField>): boolean {
      if (known === shown) return !root.hidden;
      shown = known;
      const reasons = new Map(
        [...known.values()].flatMap((field) =>
          'error' in field ? [[field.path, field.error] as const] : [],
        ),
      );
      show(root, reasons.size > 0);
      setText(count, fieldStrings.failed(reasons.size));
      const more = reasons.size - LISTED;
      list.replaceChildren(
        ...[...reasons].slice(0, LISTED).map(([path, { message, nextAction }]) => {
          const reason = element('span', {}, `${message} ${nextAction}`);
          return element('li', { title: path }, reason);
        }),
        ...(more > 0 ? [element('li', {}, fieldStrings.more(more))] : []),
      );
      return reasons.size > 0;
    },
  };
}

/** Why no field by the gradient can be computed. */
export function fieldFailure({ store, fields }: PageParts): HTMLElement {
  const message = element('p', { class: 'failure-message' });
  const next = element('p', {});
  const root = element(
    'div',
    { class: 'banner failure', role: 'alert', 'data-testid': 'fields-failure' },
    icon('error'),
    element(
      'div',
      { class: 'banner-text' },
      message,
      next,
      button({ label: fieldStrings.retry, onClick: () => fields.resume() }),
    ),
  );
  store.listen((state) => {
    const { error } = state.fields;
    show(root, error !== undefined && state.view.crop === 'gradient' && hasPatches(state));
    if (!error) return;
    setText(message, error.message);
    const isRule = error.code === 'noGradientRule';
    setText(next, isRule ? fieldStrings.useOcclusion : error.nextAction);
  });
  show(root, false);
  return root;
}
