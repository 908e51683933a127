import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Part } from '../state/viewState.ts';
import { PARTS } from '../state/viewState.ts';
import { CalibrationView } from './calibration.ts';
import { ClassTable } from './classTable.ts';
import { ConfusionMatrix, MOST_OF_A_MATRIX } from './confusionMatrix.ts';
import { ImageBar } from './imageBar.ts';
import { ImageList } from './imageList.ts';
import { PairList } from './pairList.ts';

/** From this width on there is room for the images and one of the other parts; `errors.css` has the same. */
const HAS_COLUMN = '(min-width: 900px)';

/** The worst images, and what is confused with what. */
export class ErrorsView {
  readonly element: HTMLElement;
  readonly #matrix: ConfusionMatrix;
  readonly #pairs: PairList;
  readonly #classes: ClassTable;
  readonly #calibration = new CalibrationView();
  readonly #images: HTMLElement;
  readonly #column: HTMLElement;

  constructor(parts: PageParts) {
    const { store } = parts;
    this.#matrix = new ConfusionMatrix(parts);
    this.#pairs = new PairList(parts);
    this.#classes = new ClassTable(parts);
    const bar = new ImageBar(parts);
    const list = new ImageList(parts, (total) => bar.setTotal(total));
    const tabs = segmented<Part>('part', strings.part, choices(PARTS, strings.parts), (part) =>
      store.updateView({ part }),
    );
    this.#images = element('section', { class: 'images', 'aria-label': strings.parts.images });
    this.#images.append(bar.element, list.element);
    this.#column = element(
      'div',
      { class: 'errors-column' },
      this.#matrix.element,
      this.#pairs.element,
      this.#classes.element,
      this.#calibration.element,
    );
    const column = element('div', { class: 'errors-side' }, tabs.element, this.#column);
    this.element = element(
      'div',
      { class: 'errors', 'data-testid': 'errors' },
      this.#images,
      column,
    );
    const hasColumn = window.matchMedia(HAS_COLUMN);
    hasColumn.addEventListener('change', () => store.update({ isWide: hasColumn.matches }));
    store.update({ isWide: hasColumn.matches });
    store.listen((state) => {
      this.#update(state);
      tabs.show('images', !state.isWide);
      tabs.setValue(partOf(state));
    });
  }

  #update(state: PageState): void {
    const report = state.overview?.classification;
    const isShown = state.view.tab === 'errors' && report !== undefined;
    show(this.element, isShown);
    if (!isShown) return;
    const part = partOf(state);
    const isMatrix = report.classes.length <= MOST_OF_A_MATRIX;
    show(this.#images, state.isWide || part === 'images');
    show(this.#column, part !== 'images');
    show(this.#matrix.element, part === 'confusions' && isMatrix);
    show(this.#pairs.element, part === 'confusions' && !isMatrix);
    show(this.#classes.element, part === 'classes');
    show(this.#calibration.element, part === 'calibration');
    if (part === 'confusions' && isMatrix) this.#matrix.update(report, state);
    if (part === 'confusions' && !isMatrix) this.#pairs.update(report.confusions);
    if (part === 'classes') this.#classes.update(report, state);
    if (part === 'calibration') this.#calibration.update(report);
  }
}

/** Where the images always are, another part stands beside them. */
function partOf({ view, isWide }: PageState): Part {
  return isWide && view.part === 'images' ? 'confusions' : view.part;
}
