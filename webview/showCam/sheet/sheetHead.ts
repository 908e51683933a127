import type { SheetOrder } from '../../../src/protocol/showCam.ts';
import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { hasExpected, sheetCounts } from '../state/sheet.ts';
import type { PageState, Store } from '../state/store.ts';
import { isSheetShown } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { sheetMethod } from './sheetMethod.ts';

/** The places of buttons that the sheet shares with the picture. */
export interface SheetButtons {
  /** Opens the settings of the view. */
  settings: HTMLElement;
  /** Opens the methods. */
  picker: HTMLElement;
}

/** Over the tiles: how many images are right, their order, how their maps are made, and the progress. */
export function sheetHead(store: Store, { settings, picker }: SheetButtons): HTMLElement[] {
  const answer = element('h1', { class: 'sheet-answer number', 'data-testid': 'sheet-answer' });
  const spoken = element('span', { class: 'visually-hidden', role: 'status' });
  const order = segmented<SheetOrder>(
    'sheet-order',
    strings.sheet.order,
    choices(['given', 'confidence', 'mistakes'], strings.sheet.orders, strings.sheet.orderHints),
    (value) => store.updateView({ sheetOrder: value }),
  );
  const stop = button({
    label: strings.sheet.stop,
    testId: 'sheet-stop',
    onClick: () => {
      const { isStopped, failure } = store.state.sheet;
      store.updateSheet({ isStopped: !isStopped && !failure, failure: undefined });
    },
  });
  stop.classList.add('sheet-stop');
  const progress = element('progress', {
    class: 'sheet-progress',
    'aria-label': strings.sheet.progress,
  });
  const failure = element('p', {
    class: 'sheet-failure',
    role: 'alert',
    'data-testid': 'sheet-failure',
  });
  store.listen((state) => {
    if (!isSheetShown(state)) return;
    const { sheet, images, view } = state;
    const all = images.names.length;
    const { done } = sheetCounts(sheet.entries);
    const isDone = done === all;
    const isHalted = sheet.isStopped || sheet.failure !== undefined;
    const text = answerOf(state);
    setText(answer, text);
    // Spoken at the end, not with every image.
    setText(spoken, isDone || isHalted ? text : '');
    order.show('mistakes', hasExpected(sheet.entries));
    const isKnown = view.sheetOrder !== 'mistakes' || hasExpected(sheet.entries);
    order.setValue(isKnown ? view.sheetOrder : 'given');
    stop.style.visibility = isDone ? 'hidden' : '';
    setText(stop, isHalted ? strings.sheet.goOn : strings.sheet.stop);
    stop.title = isHalted ? strings.sheet.goOn : strings.sheet.stop;
    progress.style.visibility = isDone || isHalted ? 'hidden' : '';
    progress.max = all;
    progress.value = done + sheet.part;
    // What concerns the model alone is said by the panel.
    const isSaid = state.failure !== undefined && !state.failure.isOfImage;
    show(failure, sheet.failure !== undefined && !isSaid);
    if (sheet.failure) setText(failure, `${sheet.failure.message} ${sheet.failure.nextAction}`);
  });
  const line = element('div', { class: 'sheet-line' }, order.element, stop, settings);
  const method = sheetMethod(store, picker);
  return [
    element('header', { class: 'sheet-head' }, answer, spoken, line, method),
    progress,
    failure,
  ];
}

/** `38 images · 35 of 38 right`. */
function answerOf({ images, sheet }: PageState): string {
  const all = images.names.length;
  const { done, failed, judged, right } = sheetCounts(sheet.entries);
  const pieces = [
    done < all ? strings.sheet.running(done, all) : strings.sheet.count(all),
    judged > 0 ? strings.sheet.right(right, judged) : '',
    failed > 0 ? strings.sheet.failed(failed) : '',
  ];
  return pieces.filter((piece) => piece !== '').join(' · ');
}
