import type { SavedForm } from '../../src/protocol/classUnits.ts';
import { element, setText, show } from '../dom.ts';
import type { IconName } from '../icons.ts';
import { icon } from '../icons.ts';
import { button, setDisabled } from '../toolkit.ts';
import type { PageParts } from './page.ts';
import { scanLine } from './scanBar.ts';
import { isScanned } from './store.ts';
import { strings } from './strings.ts';

const FORMS: { form: SavedForm; label: string; icon: IconName }[] = [
  { form: 'png', label: strings.savePng, icon: 'savePicture' },
  { form: 'html', label: strings.saveHtml, icon: 'savePage' },
  { form: 'json', label: strings.saveJson, icon: 'saveJson' },
];

/** Which model, which folder with what of it is scanned, and what leaves the page. */
export function header(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const model = element('span', { class: 'image-name', 'data-testid': 'model-name' });
  const folder = element('span', { class: 'secondary folder-name', 'data-testid': 'folder-name' });
  const change = button({
    label: strings.changeFolder,
    testId: 'change-folder',
    onClick: () => host.post({ type: 'chooseFolder' }),
  });
  const outputs = FORMS.map(({ form, label, icon: name }) =>
    button({
      label,
      icon: icon(name),
      testId: `save-${form}`,
      onClick: () => host.post({ type: 'save', form }),
    }),
  );
  store.listen((state) => {
    setText(model, state.fileName);
    model.title = state.modelPath;
    setText(folder, state.folder?.name ?? '');
    folder.title = state.folder?.path ?? '';
    show(folder, state.folder !== undefined);
    show(change, state.folder !== undefined && state.isTrusted);
    for (const output of outputs) setDisabled(output, !isScanned(state));
  });
  return element(
    'header',
    { class: 'header' },
    model,
    folder,
    change,
    scanLine(parts),
    element('span', { class: 'spacer' }),
    ...outputs,
  );
}
