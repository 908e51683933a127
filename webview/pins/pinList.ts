import type { PinRow } from '../../src/protocol/pins.ts';
import { element, setText, show } from '../shared/widgets/dom.ts';
import type { PageParts } from './page.ts';
import { PinRowView } from './pinRow.ts';
import { groupOf } from './rowTexts.ts';
import type { PageState } from './store.ts';
import { rowsOf } from './store.ts';
import type { PinGroup } from './strings.ts';
import { strings } from './strings.ts';

/** How far beyond the view images are drawn, so that they are ready when the user scrolls. */
const AHEAD = '300px 0px';

const GROUPS: PinGroup[] = ['flipped', 'moved', 'weaker', 'waiting', 'new', 'steady', 'failed'];

/** The part of the list with one kind of change. */
interface Section {
  element: HTMLElement;
  heading: HTMLElement;
  list: HTMLElement;
}

/** The pinned images in groups, the worst first. */
export class PinList {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #sections: ReadonlyMap<PinGroup, Section>;
  readonly #rows = new Map<string, PinRowView>();
  readonly #byElement = new WeakMap<Element, PinRowView>();
  readonly #observer: IntersectionObserver;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#sections = new Map(GROUPS.map((group) => [group, sectionOf(group)]));
    this.element = element(
      'main',
      { class: 'pins', 'aria-label': strings.listName, 'data-testid': 'pins' },
      ...[...this.#sections.values()].map((section) => section.element),
    );
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          this.#byElement.get(target)?.see(isIntersecting);
        }
      },
      { rootMargin: AHEAD, scrollMargin: AHEAD },
    );
    this.element.addEventListener('keydown', (event) => this.#step(event));
    parts.store.listen((state, previous) => {
      if (rowsOf(state) !== rowsOf(previous)) this.#update(state);
    });
  }

  #update(state: PageState): void {
    const rows = rowsOf(state);
    show(this.element, rows.length > 0);
    const focused = document.activeElement;
    const places = this.#views();
    const focusedAt = places.findIndex((view) => view.element.contains(focused));
    this.#forgetOthers(new Set(rows.map(({ path }) => path)));
    const names = new Set<string>();
    const twice = new Set<string>();
    for (const { fileName } of rows) (names.has(fileName) ? twice : names).add(fileName);
    const views = rows.map((row) => {
      const view = this.#viewOf(row);
      view.update(row, !twice.has(row.fileName));
      return view;
    });
    for (const [group, section] of this.#sections) {
      const own = views.filter((_, i) => groupOf(rows[i] as PinRow) === group);
      place(
        section.list,
        own.map((view) => view.element),
      );
      show(section.element, own.length > 0);
      setText(section.heading, `${strings.groups[group]} (${own.length})`);
    }
    // Without a comparison, a single heading over all images is useless.
    const isCompared = rows.some((row) => !['new', 'waiting'].includes(groupOf(row)));
    this.element.classList.toggle('compared', isCompared);
    if (focusedAt < 0 || document.activeElement === focused) return;
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    else this.#views()[Math.min(focusedAt, rows.length - 1)]?.focus();
  }

  #viewOf(row: PinRow): PinRowView {
    const known = this.#rows.get(row.path);
    if (known) return known;
    const view = new PinRowView(this.#parts);
    this.#rows.set(row.path, view);
    this.#byElement.set(view.element, view);
    this.#observer.observe(view.element);
    return view;
  }

  #forgetOthers(paths: ReadonlySet<string>): void {
    for (const [path, view] of this.#rows) {
      if (paths.has(path)) continue;
      this.#observer.unobserve(view.element);
      view.see(false);
      view.element.remove();
      this.#rows.delete(path);
    }
    this.#parts.drawings.keep(paths);
  }

  /** In display order. */
  #views(): PinRowView[] {
    return Array.from(this.element.querySelectorAll('.pin')).flatMap(
      (shown) => this.#byElement.get(shown) ?? [],
    );
  }

  /** Up and down go from image to image. */
  #step(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const views = this.#views();
    const at = views.findIndex((view) => view.element.contains(document.activeElement));
    const next = views[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

function sectionOf(group: PinGroup): Section {
  const heading = element('h2', { 'data-testid': `heading-${group}` });
  const list = element('ul', { class: 'pin-list' });
  const section = element('section', { 'data-testid': `group-${group}` }, heading, list);
  section.hidden = true;
  return { element: section, heading, list };
}

/** Puts elements in order; elements already in place are not touched, so that the focus stays. */
function place(list: HTMLElement, elements: readonly HTMLElement[]): void {
  elements.forEach((wanted, i) => {
    if (list.children[i] !== wanted) list.insertBefore(wanted, list.children[i] ?? null);
  });
}
