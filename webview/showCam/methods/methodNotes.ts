import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { hasCam } from '../state/methods.ts';
import type { Store } from '../state/store.ts';
import { isComparing, isFailed } from '../state/store.ts';

/** One quiet line beside the picture that says why the model has no CAM. */
export function noCamLine(store: Store): HTMLElement {
  const text = element('span', { class: 'no-cam-text' });
  const line = element(
    'p',
    { class: 'no-cam', 'data-testid': 'no-cam' },
    icon('info', 'notice-icon'),
    text,
  );
  store.listen((state) => {
    const model = state.loaded?.model;
    const isShown =
      model !== undefined &&
      !hasCam(model.model) &&
      !isFailed(state, 'main') &&
      !isComparing(state);
    show(line, isShown);
    if (!isShown) return;
    const { path, summary } = model.model;
    const said = methodStrings.noCam(summary.replaceAll(path, model.fileName));
    setText(text, said);
    line.title = said;
  });
  line.hidden = true;
  return line;
}

/** What is not shown beside a map by another method. */
export function onlyCamNote(store: Store): HTMLElement {
  const note = element('p', { class: 'note', 'data-testid': 'only-cam' }, methodStrings.onlyCam);
  store.listen(({ loaded, other }) => show(note, loaded?.by !== undefined && !other));
  note.hidden = true;
  return note;
}
