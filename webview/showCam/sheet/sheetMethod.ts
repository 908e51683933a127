import { element, setText, show } from '../../shared/widgets/dom.ts';
import { valueKind } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { hasCam, wayName, wayOf } from '../state/methods.ts';
import { drawnBy } from '../state/sheet.ts';
import type { PageState, Store } from '../state/store.ts';
import { isSheetShown } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** One quiet line: how the maps of the sheet are made. @param picker the place of the button that opens the methods */
export function sheetMethod(store: Store, picker: HTMLElement): HTMLElement {
  const text = element('span', { class: 'sheet-method-text', 'data-testid': 'sheet-method' });
  store.listen((state) => {
    if (!isSheetShown(state)) return;
    const said = textOf(state);
    setText(text, said);
    text.title = said;
  });
  const line = element('div', { class: 'sheet-method' }, picker, text);
  store.listen((state) => show(picker, state.loaded !== undefined));
  return line;
}

/** `their mean is in logit units · No CAM: …`. The name of the method is on the button, unless it is another one. */
function textOf(state: PageState): string {
  const { loaded, model, methods, sheet } = state;
  const drawn = drawnBy(sheet.entries);
  const way = drawn?.way ?? wayOf(state);
  const name = drawn?.name ?? wayName(way, methods);
  const isNamed = loaded !== undefined && way === wayOf(state);
  const kind = valueKind(way);
  const units = kind === 'cam' ? strings.units.mean : methodStrings.units[kind];
  const reason =
    model && !hasCam(model.model)
      ? methodStrings.noCam(model.model.summary.replaceAll(model.model.path, model.fileName))
      : '';
  return [isNamed ? '' : methodStrings.madeBy(name), units, reason]
    .filter((part) => part !== '')
    .join(' · ');
}
