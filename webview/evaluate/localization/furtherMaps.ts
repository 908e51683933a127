import { fileNameOf } from '../../shared/format/fileName.ts';
import { element } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button, checkbox } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import type { PageState } from '../state/store.ts';

/** Further rows of the table: ten crops, other methods, folders of maps. */
export function furtherMaps(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const list = element('div', { class: 'further-maps' });
  const add = button({
    label: strings.addFolder,
    testId: 'add-maps',
    onClick: () => host.post({ type: 'chooseMaps' }),
  });
  const note = element('p', { class: 'note' }, strings.furtherMapsNote);
  const menu = popover(strings.furtherMaps, 'further-maps', note, list, add);
  store.listen((state, previous) => {
    const { model, view } = state;
    if (model !== previous.model || view.mapFolders !== previous.view.mapFolders) {
      list.replaceChildren(...choicesOf(parts, state));
    }
  });
  return element('div', { class: 'menu' }, menu.button, menu.panel);
}

function choicesOf({ store }: PageParts, { model, view }: PageState): HTMLElement[] {
  const tenCrops = choice(strings.tenCrops, 'ten-crops', view.hasTenCrops, (hasTenCrops) =>
    store.updateView({ hasTenCrops }),
  );
  const methods = (model?.methods ?? []).map(({ method, name }) =>
    choice(name, `method-${method}`, view.methods.includes(method), (isChosen) => {
      const others = store.state.view.methods.filter((other) => other !== method);
      store.updateView({ methods: isChosen ? [...others, method] : others });
    }),
  );
  const folders = view.mapFolders.map((folder) =>
    choice(strings.folderOfMaps(fileNameOf(folder)), 'map-folder', true, () => {
      const { mapFolders } = store.state.view;
      store.updateView({ mapFolders: mapFolders.filter((other) => other !== folder) });
    }),
  );
  return [tenCrops, ...methods, ...folders];
}

function choice(
  label: string,
  testId: string,
  isChosen: boolean,
  onChange: (isChosen: boolean) => void,
): HTMLElement {
  const control = checkbox(label, testId, onChange);
  control.setChecked(isChosen);
  return control.element;
}
