import { TileGrid } from '../../shared/grid/tileGrid.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { toggleSelected } from '../state/page.ts';
import { absolutePath } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { MistakeTile } from './mistakeTile.ts';

const TILE_PX = 200;
const CAPTION_PX = 42;

/** The images that were not recognised when they had not been learned from; a click shows the new model's map. */
export function mistakeList(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const count = element('span', { class: 'number', 'data-testid': 'mistake-count' });
  const note = element('span', { class: 'note' }, strings.mistakesNote);
  const head = element('div', { class: 'section-head' }, count, note);
  const none = element('p', { class: 'empty-note' }, strings.noMistakes);
  const grid = new TileGrid({
    label: strings.mistakeList,
    testId: 'mistakes',
    tilePx: TILE_PX,
    captionPx: CAPTION_PX,
    makeTile: () => new MistakeTile(parts),
    onToggle: (index) => {
      const mistake = store.state.report?.wrong[index];
      if (mistake) toggleSelected(parts, mistake.path);
    },
    onOpen: (index) => {
      const mistake = store.state.report?.wrong[index];
      if (!mistake) return;
      host.post({
        type: 'showCam',
        path: absolutePath(store.state, mistake.path),
        classIndex: mistake.predicted,
        contrastClass: mistake.truth,
      });
    },
  });
  const root = element('div', { class: 'mistake-list' }, head, none, grid.element);
  store.listen(({ report, view }, previous) => {
    if (!report || view.tab !== 'mistakes') return;
    const { wrong, accuracy } = report;
    const all = accuracy.of - Math.round(accuracy.value * accuracy.of);
    setText(
      count,
      all > wrong.length ? strings.someMistakes(wrong.length, all) : strings.mistakes(all),
    );
    show(head, all > 0);
    show(none, all === 0);
    show(grid.element, all > 0);
    if (report !== previous.report) grid.toTop();
    grid.update(wrong.length);
  });
  return root;
}
