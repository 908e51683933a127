import { element, setText, show } from '../widgets/dom.ts';
import type { FolderPage } from './folderPage.ts';
import { strings } from './strings.ts';

/** More than these are counted, not listed. */
const LISTED = 200;

/** Images that were left out of the index, and why. */
export function unreadableList({ store }: FolderPage): HTMLElement {
  const heading = element('h2', {});
  const list = element('ul', { class: 'unreadable-list note' });
  const section = element('section', { 'data-testid': 'unreadable' }, heading, list);
  section.hidden = true;
  store.listen(({ index }, previous) => {
    if (index?.unreadable === previous.index?.unreadable) return;
    const unreadable = index?.unreadable ?? [];
    show(section, unreadable.length > 0);
    setText(heading, strings.unreadable(unreadable.length));
    const more = unreadable.length - LISTED;
    list.replaceChildren(
      ...unreadable
        .slice(0, LISTED)
        .map(({ path, reason }) =>
          element('li', {}, element('b', {}, path), element('span', {}, reason)),
        ),
      ...(more > 0 ? [element('li', {}, strings.moreUnreadable(more))] : []),
    );
  });
  return section;
}
