import { element, setName } from '../widgets/dom.ts';
import type { EmptyTexts } from './emptyView.ts';
import { folderMenu } from './folderMenu.ts';
import type { FolderPage } from './folderPage.ts';
import { scanLine } from './scanLine.ts';

/** The model, the folder with its scan, and saving, in one line. */
export function folderHeader(
  parts: FolderPage,
  texts: EmptyTexts,
  saveMenu: HTMLElement,
): HTMLElement {
  const model = element('span', { class: 'image-name', 'data-testid': 'model-name' });
  parts.store.listen(({ fileName, modelPath }) => {
    setName(model, fileName);
    model.title = modelPath;
  });
  return element(
    'header',
    { class: 'header' },
    model,
    folderMenu(parts, texts),
    scanLine(parts),
    element('span', { class: 'spacer' }),
    saveMenu,
  );
}
