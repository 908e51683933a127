import { CamError } from '../../../src/cam/base/errors.ts';
import type { SavedForm } from '../../../src/protocol/classUnits.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import type { IconName } from '../../shared/widgets/icons.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, setDisabled } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { classQuery, isScanned } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { scanLine } from './scanBar.ts';

/** Patches of a row in saved files. */
const SAVED_PATCHES = 8;

const STATUS_MS = 6000;

const FORMS: { form: SavedForm; label: string; icon: IconName }[] = [
  { form: 'png', label: strings.savePng, icon: 'savePicture' },
  { form: 'html', label: strings.saveHtml, icon: 'savePage' },
  { form: 'json', label: strings.saveJson, icon: 'saveJson' },
];

/** The model, the folder with its scan, and export. */
export function header(parts: PageParts): HTMLElement {
  const { store, host, requests } = parts;
  const model = element('span', { class: 'image-name', 'data-testid': 'model-name' });
  const folder = element('span', { class: 'secondary folder-name', 'data-testid': 'folder-name' });
  const change = button({
    label: strings.changeFolder,
    testId: 'change-folder',
    onClick: () => host.post({ type: 'chooseFolder' }),
  });
  const status = element('span', { class: 'note', role: 'status', 'data-testid': 'output-status' });
  const outputs = FORMS.map(({ form, label, icon: name }) =>
    button({
      label,
      icon: icon(name),
      testId: `save-${form}`,
      onClick: () => {
        const { mask, threshold } = store.state.view;
        const query = { ...classQuery(store.state), patches: SAVED_PATCHES };
        requests.send('save', { form, query, drawing: { mask, threshold } }).then(
          (savedAs) => say(savedAs === undefined ? '' : strings.savedAs(savedAs)),
          (error) => {
            const { message, nextAction } = CamError.toData(error);
            say(`${message} ${nextAction}`);
          },
        );
      },
    }),
  );
  let timer = 0;
  const say = (text: string) => {
    setText(status, text);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => setText(status, ''), STATUS_MS);
  };
  store.listen((state) => {
    setName(model, state.fileName);
    model.title = state.modelPath;
    setName(folder, state.folder?.name ?? '');
    folder.title = state.folder?.path ?? '';
    show(folder, state.folder !== undefined);
    show(change, state.folder !== undefined && state.isTrusted);
    const isSaved = isScanned(state) && state.view.subject === 'class';
    for (const output of outputs) setDisabled(output, !isSaved);
  });
  return element(
    'header',
    { class: 'header' },
    model,
    folder,
    change,
    scanLine(parts),
    element('span', { class: 'spacer' }),
    status,
    ...outputs,
  );
}
