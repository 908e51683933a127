import type { SavedForm } from '../../../src/protocol/classUnits.ts';
import { isScanned } from '../../shared/folder/folderPage.ts';
import { saveStatus } from '../../shared/folder/saveStatus.ts';
import { strings as folderStrings } from '../../shared/folder/strings.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button, setDisabled } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { classQuery, shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/unitTitle.ts';

/** Patches of a row in the files of one class. */
const SAVED_PATCHES = 8;

/** Rows for and against each class, and patches of a row, in the file of all classes. */
const OF_ALL_CLASSES = { count: 5, patches: 5 };

/** Of a patch of a photo in that file, measured with photos of ImageNet. */
const BYTES_OF_A_PATCH = 10_000;

const FORMS: { form: SavedForm; label: string }[] = [
  { form: 'png', label: strings.savePng },
  { form: 'html', label: strings.saveHtml },
  { form: 'json', label: strings.saveJson },
];

/** Saves the class that is shown, or all classes of the folder. */
export function saveMenu({ store, requests }: PageParts): HTMLElement {
  const status = saveStatus();
  const drawing = () => {
    const { mask, threshold } = store.state.view;
    return { mask, threshold };
  };
  const saveClass = (form: SavedForm) => {
    const query = { ...classQuery(store.state), patches: SAVED_PATCHES };
    const saved = requests.send('save', { form, query, drawing: drawing() });
    void status.tell(saved.then(folderStrings.savedAs));
  };
  const saveAll = () => {
    const { ranking } = store.state.view;
    const query = { ...OF_ALL_CLASSES, ranking, drawing: drawing() };
    void status.follow(strings.savingAll, (told) =>
      requests.send('saveAll', query, told).then(folderStrings.savedAs),
    );
  };
  const thisClass = element('h2', {});
  const outputs = FORMS.map(({ form, label }) =>
    button({ label, testId: `save-${form}`, onClick: () => saveClass(form) }),
  );
  const all = button({ label: strings.saveHtml, testId: 'save-all', onClick: saveAll });
  const note = element('p', { class: 'note', 'data-testid': 'save-all-note' });
  const menu = popover(
    strings.save,
    'save',
    thisClass,
    element('div', { class: 'banner-actions' }, ...outputs),
    element('h2', {}, strings.allClasses),
    all,
    note,
  );
  for (const output of [...outputs, all]) {
    output.addEventListener('click', () => menu.panel.hidePopover());
  }
  const root = element('div', { class: 'menu' }, menu.button, menu.panel, status.element);
  store.listen((state) => {
    show(root, isScanned(state) && state.isTrusted && state.model !== undefined);
    setText(thisClass, strings.thisClass(labelOf(state, shownClass(state))));
    const isScanning = state.progress !== undefined;
    setDisabled(all, isScanning);
    setText(note, isScanning ? strings.notWhileScanning : sizeNote(state));
  });
  return root;
}

/** The number of classes, and how large their file may become: each patch is in it once. */
function sizeNote({ index, model }: PageState): string {
  const classes = index?.classes.classes.length ?? 0;
  const units = Math.min(
    (model?.channels ?? 0) * (model?.poolings.length ?? 1),
    classes * 2 * OF_ALL_CLASSES.count,
  );
  const bytes = units * OF_ALL_CLASSES.patches * BYTES_OF_A_PATCH;
  return strings.allClassesNote(classes, Math.max(1, Math.round(bytes / 1e6)));
}
