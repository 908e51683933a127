import type { Side } from '../../../src/protocol/showCam.ts';
import { formatNumber, formatProbability, formatTime } from '../../shared/format/numbers.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { areNumbered, comparedClasses } from '../compared/comparedClasses.ts';
import { comparisonMode } from '../compared/mode.ts';
import { sideName } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import type { Host } from '../state/host.ts';
import type { Change, Loaded, PageState, Store } from '../state/store.ts';
import { isBeforeAfter, isComparing, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { badge } from './compareTable.ts';

/** The model (or its state) of a pane, and its values for the class; only with two panes. */
export function paneHead(store: Store, side: Side, host: Host): HTMLElement {
  const letter = badge('');
  const name = element('span', { class: 'pane-name', 'data-testid': `pane-name-${side}` });
  const change = button({
    label: strings.changeOther,
    testId: `change-${side}`,
    onClick: () => host.act(side, 'chooseModel'),
  });
  const values = element('p', { class: 'pane-class number', 'data-testid': `pane-class-${side}` });
  const box = element('p', { class: 'secondary number', 'data-testid': `pane-box-${side}` });
  const note = element('p', { class: 'note pane-note', 'data-testid': `pane-note-${side}` });
  const head = element(
    'div',
    { class: 'pane-head' },
    element('div', { class: 'pane-title' }, letter, name, change),
    values,
    box,
    note,
  );
  store.listen((state) => {
    // The sentence over a picture before and after says the rest.
    const isModel = isComparing(state);
    show(head, isModel || comparisonMode(state) === 'sideBySide');
    if (!state.other) return;
    const pane = paneOf(state, side);
    const fileName = side === 'main' ? (state.model?.fileName ?? '') : state.other.fileName;
    setText(letter, sideName(state, side));
    setName(name, isBeforeAfter(state) ? periodOf(state.change, side) : fileName);
    name.title = pane?.model?.model.path ?? fileName;
    show(change, isModel);
    change.title = strings.changeOtherHint(fileName);
    const text = isModel ? valuesOf(state, side) : undefined;
    show(values, text !== undefined);
    setText(values, text ?? '');
    const boxText = isModel ? boxOf(state, side) : undefined;
    show(box, boxText !== undefined);
    setText(box, boxText ?? '');
    const said = isModel ? noteOf(state, side) : undefined;
    show(note, said !== undefined);
    setText(note, said ?? '');
  });
  return head;
}

function valuesOf(state: PageState, side: Side): string | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return undefined;
  const { probabilities, logits } = loaded.explanation;
  return strings.classOfPane(
    nameOf(loaded, shown.classIndex),
    formatProbability(probabilities[shown.classIndex] ?? 0),
    formatNumber(logits[shown.classIndex] ?? 0),
  );
}

function boxOf(state: PageState, side: Side): string | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown || !state.view.showBox) return undefined;
  const box = loaded.maps.box(shown.map, state.view.boxThreshold);
  if (!box) return strings.boxNone;
  const [x, y] = [Math.round(box.x), Math.round(box.y)];
  return strings.boxOfPane(strings.boxReadout(x, y, Math.round(box.width), Math.round(box.height)));
}

/** Whether this model does not have the chosen class; a match by number is mentioned once. */
function noteOf(state: PageState, side: Side): string | undefined {
  const classes = comparedClasses(state);
  const loaded = paneOf(state, side)?.loaded;
  const chosenBy = side === 'main' ? state.other?.loaded : state.loaded;
  const chosen = side === 'main' ? classes.other : classes.main;
  const own = classes[side];
  if (classes.without === side && loaded && chosenBy) {
    if (chosen === undefined || own === undefined) return undefined;
    const { fileName } = loaded.model;
    return strings.noSuchClass(fileName, nameOf(chosenBy, chosen), nameOf(loaded, own));
  }
  return side === 'main' && areNumbered(state) ? strings.numberedClasses : undefined;
}

/** Since when, or until when, the model was in this state. */
function periodOf(change: Change | undefined, side: Side): string {
  if (!change) return '';
  return side === 'main'
    ? strings.since(formatTime(change.changedAtMs))
    : strings.until(formatTime(change.before?.replacedAtMs ?? 0));
}

function nameOf({ model }: Loaded, classIndex: number): string {
  return labelOf(classIndex, model.model.labels.value);
}
