import type { Patch } from '../../../src/cam/results/units.ts';
import { element } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import type { PatchOptions } from './patchView.ts';
import { PatchView } from './patchView.ts';

/** Patches side by side. One of them is in the tab order; the arrow keys go from one to the next. */
export class PatchStrip {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #options: PatchOptions;
  readonly #views: PatchView[] = [];

  constructor(parts: PageParts, label: string, options: PatchOptions) {
    this.#parts = parts;
    this.#options = options;
    this.element = element('div', { class: 'patches', role: 'group', 'aria-label': label });
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  update(patches: readonly Patch[], state: PageState): void {
    while (this.#views.length > patches.length) {
      const view = this.#views.pop();
      view?.forget();
      view?.element.remove();
    }
    while (this.#views.length < patches.length) {
      const view = new PatchView(this.#parts, this.#options);
      view.element.tabIndex = this.#views.length === 0 ? 0 : -1;
      this.#views.push(view);
      this.element.append(view.element);
    }
    patches.forEach((patch, i) => {
      this.#views[i]?.update(patch, state);
    });
  }

  forget(): void {
    for (const view of this.#views) view.forget();
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = this.#views.findIndex((view) => view.element === event.target);
    const next = this.#views[at + step];
    if (step === 0 || at < 0 || !next) return;
    event.preventDefault();
    for (const view of this.#views) view.element.tabIndex = view === next ? 0 : -1;
    next.element.focus();
  }
}
