import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setText, show } from '../../dom.ts';
import { strings } from '../../strings.ts';
import { button } from '../../toolkit.ts';
import { formatNumber, formatProbability } from '../format.ts';
import type { Host } from '../host.ts';
import { shownOn } from '../shown.ts';
import type { Loaded, PageState, Store } from '../store.ts';
import { halfOf } from '../store.ts';
import { labelOf } from '../titles.ts';
import { areNumbered, comparedClasses } from './comparedClasses.ts';
import { badge } from './compareTable.ts';

/** Which model a half is of, and what that says of the class; only while two models are compared. */
export function halfHead(store: Store, side: Side, host: Host): HTMLElement {
  const name = element('span', { class: 'half-name', 'data-testid': `half-name-${side}` });
  const change = button({
    label: strings.changeOther,
    testId: `change-${side}`,
    onClick: () => host.act(side, 'chooseModel'),
  });
  const values = element('p', { class: 'half-class number', 'data-testid': `half-class-${side}` });
  const box = element('p', { class: 'secondary number', 'data-testid': `half-box-${side}` });
  const note = element('p', { class: 'note half-note', 'data-testid': `half-note-${side}` });
  const head = element(
    'div',
    { class: 'half-head' },
    element('div', { class: 'half-title' }, badge(strings.sideNames[side]), name, change),
    values,
    box,
    note,
  );
  store.listen((state) => {
    show(head, state.other !== undefined);
    if (!state.other) return;
    const half = halfOf(state, side);
    const fileName = side === 'main' ? (state.model?.fileName ?? '') : state.other.fileName;
    setText(name, fileName);
    name.title = half?.model?.model.path ?? fileName;
    change.title = strings.changeOtherHint(fileName);
    const text = valuesOf(state, side);
    show(values, text !== undefined);
    setText(values, text ?? '');
    const boxText = boxOf(state, side);
    show(box, boxText !== undefined);
    setText(box, boxText ?? '');
    const said = noteOf(state, side);
    show(note, said !== undefined);
    setText(note, said ?? '');
  });
  return head;
}

function valuesOf(state: PageState, side: Side): string | undefined {
  const loaded = halfOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown) return undefined;
  const { probabilities, logits } = loaded.explanation;
  return strings.classOfHalf(
    nameOf(loaded, shown.classIndex),
    formatProbability(probabilities[shown.classIndex] ?? 0),
    formatNumber(logits[shown.classIndex] ?? 0),
  );
}

function boxOf(state: PageState, side: Side): string | undefined {
  const loaded = halfOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  if (!loaded || !shown || !state.view.showBox) return undefined;
  const box = loaded.maps.box(shown.map, state.view.boxThreshold);
  if (!box) return strings.boxNone;
  const [x, y] = [Math.round(box.x), Math.round(box.y)];
  return strings.boxOfHalf(strings.boxReadout(x, y, Math.round(box.width), Math.round(box.height)));
}

/** Whether this model does not have the chosen class; the match by number is said once. */
function noteOf(state: PageState, side: Side): string | undefined {
  const classes = comparedClasses(state);
  const loaded = halfOf(state, side)?.loaded;
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

function nameOf({ model }: Loaded, classIndex: number): string {
  return labelOf(classIndex, model.model.labels.value);
}
