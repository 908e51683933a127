import type { Side } from '../../../src/protocol/showCam.ts';
import { formatNumber, formatOverlap, formatProbability } from '../../shared/format/numbers.ts';
import { element, setAttributes, setName, setText, show } from '../../shared/widgets/dom.ts';
import type { ClassValues, ComparedRow } from '../compared/comparedRows.ts';
import { comparedRows } from '../compared/comparedRows.ts';
import { bothUsable } from '../compared/usable.ts';
import type { PageState, Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';

const SIDES: readonly Side[] = ['main', 'other'];

/** The classes of both models: probabilities, logits, and how far their boxes overlap. */
export function compareTable(store: Store): HTMLElement {
  const body = element('tbody');
  const rows: CompareRow[] = [];
  const table = element('table', { class: 'compare-table' }, tableHead(), body);
  const section = element(
    'section',
    { class: 'compared-classes', 'aria-label': strings.comparedClasses },
    element('h2', {}, strings.classes),
    table,
  );
  let drawn: Partial<PageState> = {};
  store.listen((state) => {
    const { loaded, other, view } = state;
    show(section, isComparing(state));
    if (!isComparing(state)) return;
    const isSame =
      drawn.loaded === loaded &&
      drawn.failure === state.failure &&
      drawn.other === other &&
      drawn.view === view;
    if (isSame) return;
    drawn = state;
    const contents = comparedRows(state);
    const isComplete = bothUsable(state) !== undefined;
    // Rows are reused, so that the focus stays.
    while (rows.length < contents.length) rows.push(new CompareRow(store));
    contents.forEach((content, i) => {
      rows[i]?.update(content, isComplete);
    });
    const wanted = rows.slice(0, contents.length).map((row) => row.element);
    if (body.rows.length !== wanted.length) body.replaceChildren(...wanted);
  });
  body.addEventListener('keydown', (event) => moveBetweenRows(body, event));
  return section;
}

function tableHead(): HTMLElement {
  const group = (text: string): HTMLElement =>
    element('th', { scope: 'colgroup', colspan: 2, class: 'number' }, text);
  const sides = (): HTMLElement[] =>
    SIDES.map((side) =>
      element('th', { scope: 'col', class: 'number' }, badge(strings.sideNames.models[side])),
    );
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'col', rowspan: 2 }, strings.comparedClass),
      group(strings.probability),
      group(strings.logit),
      element(
        'th',
        { scope: 'col', rowspan: 2, class: 'number', title: strings.boxOverlapHint },
        strings.boxOverlap,
      ),
    ),
    element('tr', {}, ...sides(), ...sides()),
  );
}

/** The letter of a model. */
export function badge(text: string): HTMLElement {
  return element('span', { class: 'side-badge' }, text);
}

class CompareRow {
  readonly element = element('tr', { class: 'compare-row', 'data-testid': 'compare-row' });
  readonly #choose = element('button', { type: 'button', class: 'compare-choose' });
  readonly #probabilities = {
    main: new ProbabilityCell('main'),
    other: new ProbabilityCell('other'),
  };
  readonly #logits = { main: new NumberCell('main'), other: new NumberCell('other') };
  readonly #overlap = new NumberCell(undefined);
  #content: ComparedRow | undefined;

  constructor(store: Store) {
    this.element.append(
      element('th', { scope: 'row' }, this.#choose),
      ...SIDES.map((side) => this.#probabilities[side].element),
      ...SIDES.map((side) => this.#logits[side].element),
      this.#overlap.element,
    );
    this.element.addEventListener('click', () => {
      if (this.#content) chooseRow(store, this.#content);
    });
  }

  /** @param isComplete whether both models have answered; then a missing value is missing in the model */
  update(content: ComparedRow, isComplete: boolean): void {
    this.#content = content;
    const { label, chosen, boxOverlap } = content;
    setName(this.#choose, label);
    setAttributes(this.#choose, {
      'aria-pressed': String(chosen),
      title: strings.showInBoth(label),
    });
    this.element.classList.toggle('chosen', chosen);
    this.element.dataset.label = label;
    for (const side of SIDES) {
      const values = content[side];
      this.#probabilities[side].update(values, isComplete);
      this.#logits[side].set(values && formatNumber(values.logit), values?.logit, isComplete);
    }
    this.#overlap.set(
      boxOverlap === undefined ? undefined : formatOverlap(boxOverlap),
      boxOverlap,
      isComplete,
    );
  }
}

class NumberCell {
  readonly #absent: string | undefined;
  readonly #text = element('span');
  readonly element = element('td', { class: 'number' }, this.#text);

  /** @param side the model whose value it is; undefined for a value of both */
  constructor(side: Side | undefined) {
    this.#absent = side && strings.absentClass(strings.sideNames.models[side]);
  }

  /** @param text undefined if there is no value */
  set(text: string | undefined, value: number | undefined, isComplete: boolean): void {
    setText(this.#text, text ?? strings.absent);
    const title = text === undefined && isComplete ? this.#absent : undefined;
    setAttributes(this.element, { 'data-value': value, title });
  }
}

class ProbabilityCell extends NumberCell {
  readonly #bar = element('span', { class: 'class-bar' });
  readonly #track = element('span', { class: 'class-track', 'aria-hidden': 'true' }, this.#bar);

  constructor(side: Side) {
    super(side);
    this.element.append(this.#track);
  }

  update(values: ClassValues | undefined, isComplete: boolean): void {
    this.set(values && formatProbability(values.probability), values?.probability, isComplete);
    show(this.#track, values !== undefined);
    this.#bar.style.width = `${(values?.probability ?? 0) * 100}%`;
  }
}

/** Shows the class of a row in both maps. */
export function chooseRow(store: Store, { main, other }: ComparedRow): void {
  store.updateView({
    selectedClass: main ? main.classIndex : store.state.view.selectedClass,
    otherClass: main ? undefined : other?.classIndex,
  });
}

/** Up and down go from class to class. */
export function moveBetweenRows(body: HTMLTableSectionElement, event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLButtonElement)) return;
  const buttons = Array.from(body.querySelectorAll('button'));
  const next = buttons[buttons.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
