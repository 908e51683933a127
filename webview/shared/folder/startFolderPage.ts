import { element, show } from '../widgets/dom.ts';
import { failureBanner, modelChangedBanner, trustBanner } from './banners.ts';
import type { EmptyTexts } from './emptyView.ts';
import { emptyView } from './emptyView.ts';
import { folderHeader } from './folderHeader.ts';
import type { FolderPage } from './folderPage.ts';
import { isScanned } from './folderPage.ts';

interface FolderPageContent<Message> {
  /** Of the results: the class of their element, and the page's state while they are shown. */
  name: string;
  results: HTMLElement[];
  saveMenu: HTMLElement;
  texts: EmptyTexts;
  /** Handles a message of the editor. */
  receive(message: Message): void;
}

/** Puts a page together: head line, what hinders, what is missing, and the results once there are any. Then it begins. */
export function startFolderPage<Message>(
  root: HTMLElement,
  parts: FolderPage,
  { name, results, saveMenu, texts, receive }: FolderPageContent<Message>,
): void {
  const main = element('main', { class: name }, ...results);
  root.append(
    folderHeader(parts, texts, saveMenu),
    trustBanner(parts),
    failureBanner(parts),
    modelChangedBanner(parts),
    emptyView(parts, texts),
    main,
  );
  parts.store.listen((state) => {
    const isShown = state.isTrusted && state.model !== undefined && isScanned(state);
    show(main, isShown);
    root.dataset.state = isShown ? name : 'empty';
  });
  show(main, false);
  window.addEventListener('message', (event: MessageEvent<Message>) => receive(event.data));
  parts.host.post({ type: 'ready' });
}
