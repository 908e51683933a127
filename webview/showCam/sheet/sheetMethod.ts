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
    const reason = reasonOf(state);
    setText(text, reason === undefined ? said : `${said} · ${methodStrings.hasNoCam}`);
    text.title = [said, reason].filter((part) => part !== undefined).join('\n');
  });
  const line = element('div', { class: 'sheet-method' }, picker, text);
  store.listen((state) => show(picker, state.loaded !== undefined));
  return line;
}

/** `their mean is in logit units`. The name of the method is on the button, unless it is another one. */
function textOf(state: PageState): string {
  const { loaded, sheet } = state;
  const drawn = drawnBy(sheet.entries);
  const way = drawn?.way ?? wayOf(state);
  const name = drawn?.name ?? wayName(way, state);
  const isNamed = loaded !== undefined && way === wayOf(state);
  const kind = valueKind(way);
  const units = kind === 'cam' ? strings.units.mean : methodStrings.units[kind];
  return isNamed ? units : `${methodStrings.madeBy(name)} · ${units}`;
}

/** Why the model has no CAM; undefined if it has one, or is not known yet. */
function reasonOf({ model }: PageState): string | undefined {
  if (!model || hasCam(model.model)) return undefined;
  const { summary, path } = model.model;
  return methodStrings.noCam(summary.replaceAll(path, model.fileName));
}
