import { CamError } from '../../../src/cam/base/errors.ts';
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

/** Saves the evaluation as a file. */
export function saveMenu({ store, requests }: PageParts): HTMLElement {
  const status = saveStatus();
  const save = async (form: EvaluationForm) => {
    const abort = new AbortController();
    const onWorking = (done: number, all: number) =>
      status.work(strings.saving(done / all), () => abort.abort());
    onWorking(0, 1);
    try {
      const path = await requests.send('save', { form }, { signal: abort.signal, onWorking });
      status.say(path === undefined ? '' : folderStrings.savedAs(path));
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      status.say(`${message} ${nextAction}`);
    }
  };
  const outputs = FORMS.map((form) =>
    button({
      label: strings.saveForms[form],
      testId: `save-${form}`,
      onClick: () => void save(form),
    }),
  );
  const menu = popover(strings.save, 'save', ...outputs);
  for (const output of outputs) {
    output.addEventListener('click', () => menu.panel.hidePopover());
  }
  const root = element('div', { class: 'menu' }, menu.button, menu.panel, status.element);
  store.listen((state) =>
    show(root, isScanned(state) && state.isTrusted && state.progress === undefined),
  );
  return root;
}
