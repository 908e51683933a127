import { fileNameOf } from '../../shared/format/fileName.ts';
import { PhotoCanvas } from '../../shared/grid/photoCanvas.ts';
import type { GridTile } from '../../shared/grid/tileGrid.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import type { PageParts } from '../state/page.ts';
import { absolutePath } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** One image that was not recognised: its class, and what it was taken for. */
export class MistakeTile implements GridTile {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #canvas: PhotoCanvas;
  readonly #truth = element('span', { class: 'tile-label' });
  readonly #said = element('span', { class: 'tile-label' });
  readonly #note = element('span', { class: 'tile-note' });

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#canvas = new PhotoCanvas(parts.thumbnails, () => setText(this.#note, strings.imageGone));
    this.element = element(
      'div',
      {
        class: 'grid-tile',
        role: 'option',
        'data-testid': 'mistake-tile',
      },
      element(
        'span',
        { class: 'tile-frame' },
        this.#canvas.element,
        this.#note,
        element('span', { class: 'tile-check', 'aria-hidden': 'true' }, icon('exact')),
      ),
      element(
        'span',
        { class: 'tile-line' },
        icon('exact'),
        spoken(strings.spokenTruth),
        this.#truth,
      ),
      element(
        'span',
        { class: 'tile-line said' },
        icon('error'),
        spoken(strings.spokenPredicted),
        this.#said,
      ),
    );
  }

  update(index: number, sidePx: number): void {
    const { state } = this.#parts.store;
    const mistake = state.report?.wrong[index];
    if (!mistake) {
      this.forget();
      return;
    }
    const nameOf = (classIndex: number) => state.report?.classes[classIndex]?.name ?? '';
    const [truth, said] = [nameOf(mistake.truth), nameOf(mistake.predicted)];
    setName(this.#truth, truth);
    setName(this.#said, said);
    const now = state.changed[mistake.path];
    setText(this.#note, now === undefined ? '' : strings.now(now));
    const text = strings.tile(fileNameOf(mistake.path), truth, said);
    setAttributes(this.element, {
      'aria-selected': String(state.selected.has(mistake.path)),
      'aria-description': now === undefined ? text : `${text}, ${strings.now(now)}`,
      title: [text, mistake.path, strings.openTile].join('\n'),
      'data-path': mistake.path,
    });
    this.#canvas.show(absolutePath(state, mistake.path), sidePx);
  }

  forget(): void {
    this.#canvas.forget();
  }
}

/** What an icon says. */
function spoken(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, `${text} `);
}
