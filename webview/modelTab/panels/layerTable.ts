import type { Layer } from '../../../src/cam/results/inspection.ts';
import type { CodePart } from '../../../src/protocol/code.ts';
import { element, setAttributes, setName, setText, show } from '../../shared/widgets/dom.ts';
import { textField } from '../../shared/widgets/toolkit.ts';
import { VirtualRows } from '../../shared/widgets/virtualRows.ts';
import { layerName, receptiveFieldText, shapeText, strideText } from '../state/layerTexts.ts';
import type { PageState, Store } from '../state/store.ts';
import { factsOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

const ROW_HEIGHT_PX = 22;

const COLUMNS = [
  'mark',
  'layer',
  'operator',
  'shape',
  'parameters',
  'stride',
  'receptiveField',
] as const;

/** The spatial tensors from the input to the head; only visible rows exist. */
export class LayerTable {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #rows: VirtualRows;
  readonly #count = element('p', { class: 'note', role: 'status', 'data-testid': 'layer-count' });
  readonly #legend = element('p', { class: 'note legend-marks', 'aria-hidden': 'true' });
  readonly #none = element('p', { class: 'note', 'data-testid': 'no-layers' });
  readonly #openChannels: (tensor: string) => void;
  readonly #goToCode: (tensor: string, part: CodePart) => void;
  readonly #index = new FilterIndex();
  #shown: Layer[] = [];
  /** 0 for the row as a whole, else the number of a column from 1. */
  #activeColumn = 0;
  #isScrollRestored = false;
  /** The last choice of the editor that was scrolled into view. */
  #revealed: PageState['selected'];

  constructor(
    store: Store,
    openChannels: (tensor: string) => void,
    goToCode: (tensor: string, part: CodePart) => void,
  ) {
    this.#store = store;
    this.#openChannels = openChannels;
    this.#goToCode = goToCode;
    this.#rows = new VirtualRows({
      rowHeightPx: () => ROW_HEIGHT_PX,
      makeRow: () => this.#makeRow(),
      fillRow: (row, index) => this.#fillRow(row, index),
      bodyRole: 'rowgroup',
      header: headerRow(),
      onScroll: (layersTop) => store.updateView({ layersTop }),
    });
    const grid = this.#rows.element;
    setAttributes(grid, {
      role: 'grid',
      tabindex: 0,
      class: 'virtual layer-grid',
      'aria-label': strings.layers,
      'aria-colcount': COLUMNS.length,
      'data-testid': 'layers',
    });
    grid.addEventListener('keydown', (event) => this.#key(event));
    const filter = textField(
      strings.filterLayers,
      strings.filterPlaceholder,
      'layer-filter',
      (text) => store.updateView({ filter: text, layersTop: 0 }),
      store.state.view.filter,
    );
    setText(this.#legend, strings.layerLegend);
    this.element = element(
      'section',
      { class: 'layers', 'aria-label': strings.layers },
      element('div', { class: 'section-head' }, element('h2', {}, strings.layers), filter),
      element('div', { class: 'layer-notes' }, this.#count, this.#legend),
      this.#none,
      grid,
    );
    store.listen((state, previous) => {
      const isSmaller = state.view.channelsOf !== undefined && !previous.view.channelsOf;
      const wasRestored = this.#isScrollRestored;
      this.#update(state, previous);
      if (state.selected !== this.#revealed && this.#chosenIndex() >= 0) {
        this.#revealed = state.selected;
        this.#revealChosen();
      }
      // The channels need room, so the table is smaller from the next frame on.
      if (isSmaller && wasRestored) requestAnimationFrame(() => this.#revealChosen());
    });
  }

  #revealChosen(): void {
    const chosen = this.#chosenIndex();
    if (chosen >= 0) this.#rows.reveal(chosen);
  }

  #update(state: PageState, previous: PageState): void {
    const { view } = state;
    const layers = factsOf(state)?.layers;
    const isOther = layers !== factsOf(previous)?.layers || view.filter !== previous.view.filter;
    const own = state.inspection?.model?.featureTensor;
    const isMarkedAnew =
      own !== previous.inspection?.model?.featureTensor || view.tensor !== previous.view.tensor;
    if (!layers || !(isOther || isMarkedAnew)) return;
    if (isOther) {
      this.#shown = this.#index.find(layers, view.filter);
      setText(this.#count, strings.layerCount(this.#shown.length, layers.length));
      show(this.#none, this.#shown.length === 0);
      setText(this.#none, layers.length === 0 ? strings.noLayers : strings.noLayersFound);
      show(this.#rows.element, this.#shown.length > 0);
      setAttributes(this.#rows.element, { 'aria-rowcount': this.#shown.length + 1 });
      if (view.filter !== previous.view.filter && this.#isScrollRestored) {
        this.#rows.element.scrollTop = 0;
      }
    }
    this.#rows.update(this.#shown.length);
    if (!this.#isScrollRestored) {
      this.#isScrollRestored = true;
      this.#rows.scrollTo(view.layersTop);
    }
    this.#showActive();
  }

  #makeRow(): HTMLElement {
    const cells = COLUMNS.map((column, i) =>
      element('div', { class: `cell ${column}`, role: 'gridcell', 'aria-colindex': i + 1 }),
    );
    const row = element('div', { class: 'layer-row', role: 'row', 'data-testid': 'layer' });
    row.append(...cells);
    row.addEventListener('click', () => this.#choose(Number(row.dataset.index)));
    row.addEventListener('dblclick', () => this.#open());
    return row;
  }

  #fillRow(row: HTMLElement, index: number): void {
    const layer = this.#shown[index];
    if (!layer) return;
    const { view, inspection } = this.#store.state;
    const isChosen = layer.tensor === view.tensor;
    const isMap = layer.tensor === inspection?.model?.featureTensor;
    row.dataset.index = String(index);
    row.dataset.tensor = layer.tensor;
    row.id = `layer-${index}`;
    row.title = layer.tensor;
    row.classList.toggle('chosen', isChosen);
    setAttributes(row, { 'aria-rowindex': index + 2, 'aria-selected': String(isChosen) });
    const texts: Record<(typeof COLUMNS)[number], string> = {
      mark: isMap ? '●' : layer.isCutPoint ? '○' : '',
      layer: layerName(layer),
      operator: layer.operator,
      shape: shapeText(layer),
      parameters: layer.parameters === 0 ? '' : layer.parameters.toLocaleString('en'),
      stride: strideText(layer),
      receptiveField: receptiveFieldText(layer),
    };
    COLUMNS.forEach((column, i) => {
      const cell = row.children[i];
      if (!cell) return;
      const set = column === 'layer' || column === 'operator' ? setName : setText;
      set(cell, texts[column]);
      cell.id = `layer-${index}-${i + 1}`;
    });
    const mark = isMap ? strings.markMap : layer.isCutPoint ? strings.markCut : undefined;
    if (row.children[0]) setAttributes(row.children[0], { 'aria-label': mark, title: mark });
  }

  #chosenIndex(): number {
    const { tensor } = this.#store.state.view;
    return this.#shown.findIndex((layer) => layer.tensor === tensor);
  }

  #choose(index: number): void {
    const layer = this.#shown[Math.min(Math.max(index, 0), this.#shown.length - 1)];
    if (layer) this.#store.updateView({ tensor: layer.tensor });
  }

  #open(): void {
    const { tensor } = this.#store.state.view;
    if (tensor !== undefined && this.#chosenIndex() >= 0) this.#openChannels(tensor);
  }

  #key(event: KeyboardEvent): void {
    const chosen = this.#chosenIndex();
    const page = this.#rows.pageSize;
    const last = this.#shown.length - 1;
    const targets: Record<string, number> = {
      ArrowDown: chosen + 1,
      ArrowUp: Math.max(chosen, 1) - 1,
      PageDown: chosen + page,
      PageUp: chosen - page,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (target !== undefined) {
      const index = Math.min(Math.max(target, 0), last);
      this.#rows.reveal(index);
      this.#choose(index);
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const step = event.key === 'ArrowRight' ? 1 : -1;
      this.#activeColumn = Math.min(Math.max(this.#activeColumn + step, 0), COLUMNS.length);
      this.#showActive();
    } else if (event.key === 'Enter') {
      this.#open();
    } else if (event.key === 'F12') {
      const { tensor } = this.#store.state.view;
      if (tensor !== undefined) this.#goToCode(tensor, event.shiftKey ? 'call' : 'definition');
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Tells assistive technology which row, or which cell of it, is active. */
  #showActive(): void {
    const index = this.#chosenIndex();
    const isMade = this.#rows.row(index) !== undefined;
    const column = this.#activeColumn === 0 ? '' : `-${this.#activeColumn}`;
    setAttributes(this.#rows.element, {
      'aria-activedescendant': isMade ? `layer-${index}${column}` : undefined,
    });
    for (const cell of this.#rows.element.querySelectorAll('.cell.active')) {
      cell.classList.remove('active');
    }
    if (isMade && this.#activeColumn > 0) {
      this.#rows.row(index)?.children[this.#activeColumn - 1]?.classList.add('active');
    }
  }
}

function headerRow(): HTMLElement {
  const row = element('div', { class: 'layer-row', role: 'row', 'aria-rowindex': 1 });
  COLUMNS.forEach((column, i) => {
    const title = strings.columnHints[column];
    row.append(
      element(
        'div',
        { class: `cell ${column}`, role: 'columnheader', 'aria-colindex': i + 1, title },
        column === 'mark'
          ? element('span', { class: 'visually-hidden' }, strings.columns.mark)
          : strings.columns[column],
      ),
    );
  });
  return element('div', { class: 'layer-header', role: 'rowgroup' }, row);
}

/** Finds layers by a part of their tensor's, operator's, node's or module's name. */
class FilterIndex {
  #of: readonly Layer[] | undefined;
  #names: string[] = [];

  find(layers: Layer[], filter: string): Layer[] {
    const query = filter.trim().toLowerCase();
    if (query === '') return layers;
    if (this.#of !== layers) {
      this.#of = layers;
      this.#names = layers.map(({ tensor, operator, node, module }) =>
        [tensor, operator, node, module].join('\n').toLowerCase(),
      );
    }
    return layers.filter((_, i) => this.#names[i]?.includes(query));
  }
}
