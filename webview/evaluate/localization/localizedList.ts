import type { LocalizedPicture } from '../../../src/cam/results/evaluation/localization.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { PagedRows } from '../../shared/grid/pagedRows.ts';
import { TileGrid } from '../../shared/grid/tileGrid.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { localizationQuery } from '../state/reportQueries.ts';
import { reportStrings } from '../state/reportStrings.ts';
import type { PageState } from '../state/store.ts';
import { absolutePath } from '../state/store.ts';
import { LocalizedTile } from './localizedTile.ts';

const TILE_PX = 190;
const CAPTION_PX = 22;

/** The annotated images by the IoU of their boxes, the worst first. */
export class LocalizedList {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #rows: PagedRows<LocalizedPicture>;
  readonly #grid: TileGrid;
  readonly #waiting: RequestState;
  #report: unknown;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#rows = new PagedRows(() => this.#fill());
    this.#grid = new TileGrid({
      label: reportStrings.byIou,
      testId: 'localized',
      tilePx: TILE_PX,
      captionPx: CAPTION_PX,
      makeTile: () => new LocalizedTile(parts, (index) => this.#rows.row(index)),
      onOpen: (index) => this.#open(index),
    });
    this.#waiting = new RequestState({
      kind: 'localizedPictures',
      text: reportStrings.readingBoxes,
      onRetry: () => this.#ask(),
    });
    this.element = element(
      'section',
      { class: 'localized' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, reportStrings.byIou),
        element('span', { class: 'note' }, reportStrings.boxLegend),
      ),
      this.#waiting.element,
      this.#grid.element,
    );
    parts.store.listen((state, previous) => this.#update(state, previous));
  }

  #update(state: PageState, previous: PageState): void {
    if (state.view.tab !== 'localization') return;
    const { result } = state.reports.localization;
    if (result && result !== this.#report) {
      this.#report = result;
      this.#grid.toTop();
      this.#ask();
    } else if (state.model !== previous.model) this.#fill();
  }

  #ask(): void {
    const { requests, store } = this.#parts;
    const query = localizationQuery(store.state);
    this.#rows.ask((first, count, signal) =>
      requests.send('localizedPictures', { ...query, first, count }, { signal }),
    );
    this.#fill();
  }

  #fill(): void {
    const { total, answer } = this.#rows;
    this.#waiting.update(answer, false);
    show(this.#grid.element, total !== undefined);
    this.#grid.update(total ?? 0);
  }

  #open(index: number): void {
    const picture = this.#rows.row(index);
    if (!picture) return;
    const { store, host } = this.#parts;
    const path = absolutePath(store.state, picture.path);
    host.post({ type: 'showCam', path, classIndex: picture.truth, contrastClass: undefined });
  }
}
