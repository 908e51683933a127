import {
  formatNumber,
  formatOverlap,
  formatProbability,
  formatSigned,
  formatSignedPoints,
  withoutUnit,
} from '../../shared/format/numbers.ts';
import { element, setAttributes, setName, setText, show } from '../../shared/widgets/dom.ts';
import { comparedClasses } from '../compared/comparedClasses.ts';
import type { ClassValues, ComparedRow } from '../compared/comparedRows.ts';
import { comparedRows } from '../compared/comparedRows.ts';
import { bothUsable } from '../compared/usable.ts';
import { chooseRow, moveBetweenRows } from '../comparison/compareTable.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { isBeforeAfter } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { MovedFact } from './movedFacts.ts';
import { movedFacts } from './movedFacts.ts';
import { MOVED } from './movedTexts.ts';

/** What an export changed: the prediction, logits and probabilities of the largest classes, boxes, fidelity. */
export function movedTable(store: Store): HTMLElement {
  const facts = element('dl', { class: 'moved-facts' });
  const body = element('tbody');
  const rows: MovedRow[] = [];
  const section = element(
    'section',
    { class: 'moved', 'aria-label': MOVED.title, 'data-testid': 'moved' },
    element('h2', {}, MOVED.title),
    facts,
    element('table', { class: 'compare-table moved-table' }, tableHead(), body),
  );
  let drawn: Partial<PageState> = {};
  store.listen((state) => {
    show(section, isBeforeAfter(state));
    const both = bothUsable(state);
    if (!isBeforeAfter(state) || !both) return;
    const { loaded, other, view } = state;
    if (drawn.loaded === loaded && drawn.other === other && drawn.view === view) return;
    drawn = state;
    const moved = movedFacts(both.other, both.main, view.showBox ? boxOf(state) : undefined);
    facts.replaceChildren(...moved.flatMap(factNodes));
    const contents = comparedRows(state);
    while (rows.length < contents.length) rows.push(new MovedRow(store));
    contents.forEach((content, i) => {
      rows[i]?.update(content);
    });
    const wanted = rows.slice(0, contents.length).map((row) => row.element);
    if (body.rows.length !== wanted.length) body.replaceChildren(...wanted);
  });
  body.addEventListener('keydown', (event) => moveBetweenRows(body, event));
  section.hidden = true;
  return section;
}

/** The box of the class on show, in photo pixels. */
function boxOf(state: PageState): (loaded: Loaded) => string {
  const classes = comparedClasses(state);
  return (loaded) => {
    const side = loaded === state.loaded ? 'main' : 'other';
    const map = loaded.maps.classMap(classes[side] ?? loaded.maps.topClass);
    const box = loaded.maps.box(map, state.view.boxThreshold);
    if (!box) return strings.boxNone;
    const { x, y, width, height } = box;
    return strings.boxReadout(Math.round(x), Math.round(y), Math.round(width), Math.round(height));
  };
}

function factNodes({ id, name, before, after, isChanged, isNotable }: MovedFact): HTMLElement[] {
  const value = element('dd', {
    class: isNotable ? 'number notable' : 'number',
    'data-testid': `moved-${id}`,
  });
  if (isChanged) value.append(...fromTo(before, after));
  else value.append(MOVED.stays(after));
  return [element('dt', {}, name), value];
}

/** `a → b`, and in words for screen readers. */
function fromTo(before: string, after: string): HTMLElement[] {
  return [
    element('span', { class: 'visually-hidden' }, MOVED.from),
    element('span', {}, before),
    element('span', { class: 'moved-arrow', 'aria-hidden': 'true' }, ' → '),
    element('span', { class: 'visually-hidden' }, MOVED.to),
    element('span', {}, after),
  ];
}

function tableHead(): HTMLElement {
  const column = (text: string, title?: string): HTMLElement =>
    element('th', { scope: 'col', class: 'number', title }, text);
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'col' }, strings.comparedClass),
      column(MOVED.logit, MOVED.logitHint),
      column(MOVED.probability, MOVED.probabilityHint),
      column(strings.boxOverlap, MOVED.boxHint),
    ),
  );
}

class MovedRow {
  readonly element = element('tr', { class: 'compare-row', 'data-testid': 'moved-row' });
  readonly #choose = element('button', { type: 'button', class: 'compare-choose' });
  readonly #logit = new MovedCell('logit', formatNumber, formatSigned);
  readonly #probability = new MovedCell('probability', formatProbability, formatSignedPoints);
  readonly #overlap = element('td', { class: 'number' });
  #content: ComparedRow | undefined;

  constructor(store: Store) {
    this.element.append(
      element('th', { scope: 'row' }, this.#choose),
      this.#logit.element,
      this.#probability.element,
      this.#overlap,
    );
    this.element.addEventListener('click', () => {
      if (this.#content) chooseRow(store, this.#content);
    });
  }

  update(content: ComparedRow): void {
    this.#content = content;
    const { label, chosen, boxOverlap, other: before, main: after } = content;
    setName(this.#choose, label);
    setAttributes(this.#choose, {
      'aria-pressed': String(chosen),
      title: MOVED.showClass(label),
    });
    this.element.classList.toggle('chosen', chosen);
    this.element.dataset.label = label;
    this.#logit.update(before, after);
    this.#probability.update(before, after);
    setText(this.#overlap, boxOverlap === undefined ? strings.absent : formatOverlap(boxOverlap));
    setAttributes(this.#overlap, { 'data-value': boxOverlap });
  }
}

/** A value before and after, and the difference. */
class MovedCell {
  readonly element = element('td', { class: 'number moved-cell' });
  readonly #of: 'logit' | 'probability';
  readonly #format: (value: number) => string;
  readonly #change = element('b', { class: 'moved-change' });
  readonly #values = element('span', { class: 'moved-values' });
  readonly #formatChange: (change: number) => string;

  constructor(
    of: 'logit' | 'probability',
    format: (value: number) => string,
    formatChange: (change: number) => string,
  ) {
    this.#of = of;
    this.#format = format;
    this.#formatChange = formatChange;
    this.element.append(this.#change, this.#values);
  }

  update(before: ClassValues | undefined, after: ClassValues | undefined): void {
    const [was, is] = [before?.[this.#of], after?.[this.#of]];
    const change = was === undefined || is === undefined ? undefined : is - was;
    const say = (value: number | undefined): string =>
      value === undefined ? strings.absent : this.#format(value);
    setText(this.#change, change === undefined ? '' : this.#formatChange(change));
    this.#values.replaceChildren(...fromTo(withoutUnit(say(was), say(is)), say(is)));
    const alone = was === undefined ? MOVED.onlyAfter : MOVED.onlyBefore;
    setAttributes(this.element, {
      'data-before': was,
      'data-after': is,
      title: change === undefined ? alone : undefined,
    });
  }
}
