import { ClassChooser } from '../../shared/widgets/classChooser.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popover } from '../../shared/widgets/popover.ts';
import type { PageParts } from '../state/page.ts';
import { shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** From this width on there is room for the list beside the units; `page.css` has the same. */
const HAS_COLUMN = '(min-width: 1100px)';

/** All classes, those of the folder first: in a column, or, if there is no room, in a popover of the title. */
export class ClassPicker {
  /** The name of the class; where there is no column, a button that opens the list. */
  readonly title = element('h1', { class: 'class-heading' });
  readonly column: HTMLElement;
  readonly #name = element('span', { class: 'subject-title', 'data-testid': 'class-title' });
  readonly #count = element('span', { class: 'class-count', 'data-testid': 'class-count' });
  readonly #menu = popover(strings.classes, 'classes');
  readonly #chooser: ClassChooser;

  constructor({ store }: PageParts) {
    this.#chooser = new ClassChooser((classIndex) => store.updateView({ classIndex }), {
      fills: true,
    });
    this.column = element(
      'nav',
      { class: 'class-column', 'aria-label': strings.classes },
      element('h2', {}, strings.classes),
    );
    const { button, panel } = this.#menu;
    button.replaceChildren(icon('unfold'));
    panel.addEventListener('toggle', () => this.#chooser.reveal());
    panel.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[role=option]')) panel.hidePopover();
    });
    panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') panel.hidePopover();
    });
    const hasColumn = window.matchMedia(HAS_COLUMN);
    hasColumn.addEventListener('change', () => this.#place(hasColumn.matches));
    this.#place(hasColumn.matches);
    store.listen((state) => {
      show(this.column, state.view.subject === 'class');
      if (state.model) {
        const counts = state.index?.classes.classes;
        this.#chooser.update(state.model.labels, shownClass(state), counts);
      }
    });
  }

  /** @param images of the class; undefined until they are counted */
  setTitle(label: string, images: number | undefined): void {
    setName(this.#name, label);
    this.#name.title = label;
    setText(this.#count, images === undefined ? '' : strings.classCount(images));
  }

  #place(hasColumn: boolean): void {
    const { button, panel } = this.#menu;
    if (hasColumn) {
      panel.hidePopover();
      this.title.replaceChildren(this.#name, this.#count);
      this.column.append(this.#chooser.element);
    } else {
      button.prepend(this.#name, this.#count);
      this.title.replaceChildren(button, panel);
      panel.append(this.#chooser.element);
    }
  }
}
