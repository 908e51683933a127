import type {
  EvaluatedPicture,
  PicturesQuery,
} from '../../../src/cam/results/evaluation/overview.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { PagedRows } from '../../shared/grid/pagedRows.ts';
import { TileGrid } from '../../shared/grid/tileGrid.ts';
import { NO_ANSWER } from '../../shared/page/asking.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { toggleSelected } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { absolutePath, hasErrors } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { ErrorTile } from './errorTile.ts';

const TILE_PX = 200;
const CAPTION_PX = 42;

/** The images that the filters select, the worst first. */
export class ImageList {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #rows: PagedRows<EvaluatedPicture>;
  readonly #grid: TileGrid;
  readonly #none = element(
    'p',
    { class: 'empty-note', 'data-testid': 'no-images' },
    strings.noImages,
  );
  readonly #gone = element(
    'p',
    { class: 'empty-note', 'data-testid': 'needs-new-scan' },
    strings.needsNewScan,
  );
  readonly #waiting: RequestState;
  readonly #onTotal: (total: number | undefined) => void;
  #query = '';
  #version: string | undefined;

  /** @param onTotal gets the number of images that are selected by the filters */
  constructor(parts: PageParts, onTotal: (total: number | undefined) => void) {
    this.#parts = parts;
    this.#onTotal = onTotal;
    this.#rows = new PagedRows(() => this.#fill());
    this.#grid = new TileGrid({
      label: strings.imageList,
      testId: 'images',
      tilePx: TILE_PX,
      captionPx: CAPTION_PX,
      makeTile: () => new ErrorTile(parts, (index) => this.#rows.row(index)),
      onOpen: (index) => this.#open(index),
      onToggle: (index) => {
        const picture = this.#rows.row(index);
        if (picture) toggleSelected(parts, picture.path);
      },
    });
    this.#waiting = new RequestState({
      kind: 'pictures',
      text: strings.readingImages,
      onRetry: () => this.#ask(parts.store.state),
    });
    this.element = element(
      'div',
      { class: 'image-list' },
      this.#waiting.element,
      this.#none,
      this.#gone,
      this.#grid.element,
    );
    parts.store.listen((state, previous) => this.#update(state, previous));
  }

  #update(state: PageState, previous: PageState): void {
    if (!state.overview?.classification) {
      this.#forget();
      return;
    }
    const query = JSON.stringify(queryOf(state));
    const isOther = query !== this.#query;
    const isFailed = this.#rows.error !== undefined && previous.isModelChanged;
    const isAsked = isOther || isFailed || state.overview.version !== this.#version;
    // The results of the earlier model can no longer be read.
    if (isAsked && !state.isModelChanged) {
      if (isOther) this.#grid.toTop();
      this.#query = query;
      this.#version = state.overview.version;
      this.#ask(state);
    }
    const isScanOver = previous.progress !== undefined && state.progress === undefined;
    const isRedrawn =
      isScanOver ||
      state.selected !== previous.selected ||
      state.view !== previous.view ||
      state.model !== previous.model ||
      state.isModelChanged !== previous.isModelChanged;
    if (isRedrawn) this.#fill();
  }

  #forget(): void {
    this.#rows.clear();
    this.#query = '';
    this.#version = undefined;
  }

  #ask(state: PageState): void {
    const query = queryOf(state);
    const { requests } = this.#parts;
    this.#rows.ask(
      (first, count, signal) => requests.send('pictures', { ...query, first, count }, { signal }),
      this.#grid.firstInView,
    );
    this.#fill();
  }

  #fill(): void {
    const { total, isOld, answer } = this.#rows;
    const { state } = this.#parts.store;
    const isOther = JSON.stringify(queryOf(state)) !== this.#query;
    const isGone = state.isModelChanged && (isOther || answer.error !== undefined);
    this.#waiting.update(isGone ? NO_ANSWER : answer, false);
    this.#grid.element.setAttribute('aria-busy', String(isOld));
    show(this.#gone, isGone);
    show(this.#grid.element, total !== undefined && total > 0 && !isGone);
    show(this.#none, total === 0 && answer.error === undefined && !isGone);
    this.#grid.update(total ?? 0);
    this.#onTotal(isGone ? undefined : total);
  }

  #open(index: number): void {
    const picture = this.#rows.row(index);
    if (!picture) return;
    const { store, host } = this.#parts;
    const { truth, predicted } = picture;
    host.post({
      type: 'showCam',
      path: absolutePath(store.state, picture.path),
      classIndex: predicted,
      contrastClass: truth === predicted ? undefined : truth,
    });
  }
}

function queryOf(state: PageState): Omit<PicturesQuery, 'first' | 'count'> {
  const { order, truth, predicted, isWrong } = state.view;
  const some = hasErrors(state);
  const shown = order === 'confidence' && !some ? 'loss' : order;
  return { order: shown, truth, predicted, isWrong: isWrong && some };
}
