import { element } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import { strings } from '../state/strings.ts';

/** A button and the small dialog that it opens. */
export function help(): { button: HTMLElement; dialog: HTMLElement } {
  const rows = strings.helpRows.map(([keys, text]) =>
    element('tr', {}, element('th', { scope: 'row' }, keys), element('td', {}, text)),
  );
  const dialog = element(
    'dialog',
    { class: 'help', 'aria-label': strings.help },
    element('h2', {}, strings.help),
    element('table', { id: 'help-text' }, element('tbody', {}, ...rows)),
  );
  dialog.append(button({ label: strings.close, onClick: () => dialog.close() }));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return {
    button: button({
      label: strings.help,
      icon: icon('help'),
      testId: 'help',
      onClick: () => dialog.showModal(),
    }),
    dialog,
  };
}
