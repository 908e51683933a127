import { element, setName, setText, show } from '../widgets/dom.ts';
import { icon } from '../widgets/icons.ts';
import { popover } from '../widgets/popover.ts';
import { button } from '../widgets/toolkit.ts';
import type { EmptyTexts } from './emptyView.ts';
import type { FolderPage } from './folderPage.ts';
import { isScanned } from './folderPage.ts';
import { strings } from './strings.ts';
import { unreadableList } from './unreadableList.ts';

/** The folder's name; it opens the way to another folder, a new scan, and the images that could not be read. */
export function folderMenu(
  parts: FolderPage,
  { again: label, againHint }: Pick<EmptyTexts, 'again' | 'againHint'>,
): HTMLElement {
  const { store, host } = parts;
  const name = element('span', { class: 'folder-name', 'data-testid': 'folder-name' });
  const unreadable = element('span', { class: 'warning-text', 'data-testid': 'unreadable-count' });
  const path = element('p', { class: 'note folder-path' });
  const masks = element('p', { class: 'note', 'data-testid': 'folder-masks' });
  const change = button({
    label: strings.changeFolder,
    testId: 'change-folder',
    onClick: () => host.post({ type: 'chooseFolder' }),
  });
  const again = button({
    label: label ?? strings.scanAgain,
    title: againHint ?? strings.scanHint,
    testId: 'scan-again',
    onClick: () => host.post({ type: 'scan' }),
  });
  const actions = element('div', { class: 'banner-actions' }, change, again);
  const menu = popover(strings.folder, 'folder', path, masks, actions, unreadableList(parts));
  menu.button.replaceChildren(name, unreadable, icon('unfold'));
  actions.addEventListener('click', () => menu.panel.hidePopover());
  const root = element('div', { class: 'menu folder-menu' }, menu.button, menu.panel);
  store.listen((state) => {
    const { folder, isTrusted, index, progress, isModelChanged } = state;
    show(root, folder !== undefined && isTrusted);
    setName(name, folder?.name ?? '');
    setText(path, folder?.path ?? '');
    menu.button.title = folder?.path ?? '';
    const left = index?.unreadable.length ?? 0;
    setText(unreadable, left === 0 ? '' : strings.unreadableShort(left));
    const notRun = index?.masks ?? 0;
    show(masks, notRun > 0);
    setText(masks, notRun > 0 ? strings.masks(notRun) : '');
    const isIdle = progress === undefined && !isModelChanged;
    show(again, isIdle && isScanned(state) && index?.complete === true);
  });
  return root;
}
