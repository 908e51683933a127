import { element, show } from '../../shared/widgets/dom.ts';
import { LazyRows } from '../../shared/widgets/lazyRows.ts';
import type { ImageSteps } from '../state/imageSteps.ts';
import type { PageState, Store } from '../state/store.ts';
import { imageOrder, isSheetShown } from '../state/store.ts';
import { Photos } from './photos.ts';
import type { SheetButtons } from './sheetHead.ts';
import { sheetHead } from './sheetHead.ts';
import type { SheetLoader } from './sheetLoader.ts';
import { Tile } from './tile.ts';

/** Several images as small maps; a click opens one. */
export class SheetView {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #steps: ImageSteps;
  readonly #photos = new Photos();
  readonly #tiles: LazyRows<Tile>;
  readonly #scroller: HTMLElement;
  /** The images as they are shown, by index. */
  #order: readonly number[] = [];
  #scrollTop = 0;

  constructor(store: Store, steps: ImageSteps, loader: SheetLoader, buttons: SheetButtons) {
    this.#store = store;
    this.#steps = steps;
    this.#tiles = new LazyRows<Tile>({
      className: 'tiles',
      make: () => new Tile(this.#photos, (index) => steps.open(index)),
      fill: (tile, position) => this.#fill(tile, position),
      forget: () => undefined,
    });
    this.#scroller = element('div', { class: 'sheet-scroller' }, this.#tiles.element);
    this.element = element(
      'main',
      { class: 'sheet', 'data-testid': 'sheet' },
      ...sheetHead(store, buttons),
      this.#scroller,
    );
    this.element.hidden = true;
    loader.preferThose(() =>
      this.#tiles.filled.map((position) => this.#order[position]).filter((i) => i !== undefined),
    );
    store.listen((state, previous) => this.#update(state, previous));
  }

  /** A key that no control uses. Returns whether it means something here. */
  press(key: string): boolean {
    const columns = getComputedStyle(this.#tiles.element).gridTemplateColumns.split(' ').length;
    const last = this.#order.length - 1;
    const at = this.#order.indexOf(this.#store.state.sheet.chosen);
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: Math.min(columns, last - at),
      Home: -at,
      End: last - at,
    };
    const step = steps[key];
    if (step === undefined) return false;
    this.#steps.step(step);
    return true;
  }

  #update(state: PageState, previous: PageState): void {
    const isShown = isSheetShown(state);
    const wasShown = isSheetShown(previous);
    if (wasShown && !isShown) this.#scrollTop = this.#scroller.scrollTop;
    show(this.element, isShown);
    if (!isShown) return;
    const hadFocus = this.#tiles.element.contains(document.activeElement);
    const isNew = areOthers(state.images.names, previous.images.names);
    this.#order = imageOrder(state);
    this.#tiles.update(this.#order.length);
    if (isNew) {
      this.#choose({ isFocused: false });
    } else if (!wasShown) {
      this.#scroller.scrollTop = this.#scrollTop;
      this.#choose({ isFocused: true });
    } else if (state.view.sheetOrder !== previous.view.sheetOrder) {
      this.#scroller.scrollTop = 0;
    } else if (state.sheet.chosen !== previous.sheet.chosen) {
      this.#choose({ isFocused: true });
    } else if (hadFocus) {
      // The chosen image may be at another place now.
      this.#tile().focus({ preventScroll: true });
    }
  }

  #fill(tile: Tile, position: number): void {
    const { sheet, images, view } = this.#store.state;
    const index = this.#order[position] ?? 0;
    tile.update({
      index,
      name: images.names[index] ?? '',
      entry: sheet.entries.get(index),
      isChosen: index === sheet.chosen,
      view,
    });
  }

  #choose({ isFocused }: { isFocused: boolean }): void {
    const tile = this.#tile();
    tile.scrollIntoView({ block: 'nearest' });
    if (isFocused) tile.focus({ preventScroll: true });
  }

  /** The tile of the chosen image. */
  #tile(): HTMLElement {
    return this.#tiles.row(this.#order.indexOf(this.#store.state.sheet.chosen)).element;
  }
}

/** Each message about an image brings the list again. */
function areOthers(names: readonly string[], before: readonly string[]): boolean {
  return names !== before && names.join('/') !== before.join('/');
}
