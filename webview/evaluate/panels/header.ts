import { folderMenu } from '../../shared/folder/folderMenu.ts';
import { scanLine } from '../../shared/folder/scanLine.ts';
import { element, setName } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { saveMenu } from './saveMenu.ts';

/** The model, the folder with its scan, and saving, in one line. */
export function header(parts: PageParts): HTMLElement {
  const model = element('span', { class: 'image-name', 'data-testid': 'model-name' });
  parts.store.listen(({ fileName, modelPath }) => {
    setName(model, fileName);
    model.title = modelPath;
  });
  return element(
    'header',
    { class: 'header' },
    model,
    folderMenu(parts),
    scanLine(parts),
    element('span', { class: 'spacer' }),
    saveMenu(parts),
  );
}
