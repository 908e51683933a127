import type { EvaluationForm } from '../../../src/protocol/evaluate.ts';
import { isScanned } from '../../shared/folder/folderPage.ts';
import { saveStatus } from '../../shared/folder/saveStatus.ts';
import { strings as folderStrings } from '../../shared/folder/strings.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

const FORMS: readonly EvaluationForm[] = ['html', 'json', 'csv'];

/** Saves the evaluation as a file, or its maps. */
export function saveMenu({ store, requests }: PageParts): HTMLElement {
  const status = saveStatus();
  const save = (form: EvaluationForm) =>
    status.follow(strings.saving, (told) =>
      requests.send('save', { form }, told).then(folderStrings.savedAs),
    );
  const saveMaps = () =>
    status.follow(strings.saving, async (told) => {
      const saved = await requests.send('saveMaps', undefined, told);
      return saved ? strings.mapsSaved(saved) : '';
    });
  const outputs = [
    ...FORMS.map((form) =>
      button({
        label: strings.saveForms[form],
        testId: `save-${form}`,
        onClick: () => void save(form),
      }),
    ),
    button({ label: strings.saveMaps, testId: 'save-maps', onClick: () => void saveMaps() }),
  ];
  const menu = popover(strings.save, 'save', ...outputs);
  for (const output of outputs) {
    output.addEventListener('click', () => menu.panel.hidePopover());
  }
  const root = element('div', { class: 'menu' }, menu.button, menu.panel, status.element);
  store.listen((state) => {
    const isCurrent = state.progress === undefined && !state.isModelChanged;
    show(root, isScanned(state) && state.isTrusted && isCurrent);
  });
  return root;
}
