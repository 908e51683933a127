import type { ParityPicture } from '../../../src/cam/results/evaluation/parity.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatOverlap } from '../../shared/format/numbers.ts';
import { PhotoCanvas } from '../../shared/grid/photoCanvas.ts';
import type { GridTile } from '../../shared/grid/tileGrid.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings as strings } from '../state/reportStrings.ts';
import { absolutePath } from '../state/store.ts';
import { strings as pageStrings } from '../state/strings.ts';

/** One image under both models. */
export class ParityTile implements GridTile {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #pictureAt: (index: number) => ParityPicture | undefined;
  readonly #canvas: PhotoCanvas;
  readonly #prediction = element('span', { class: 'tile-label' });
  readonly #figures = element('span', { class: 'tile-label number note' });
  readonly #note = element('span', { class: 'tile-note' });

  constructor(parts: PageParts, pictureAt: (index: number) => ParityPicture | undefined) {
    this.#parts = parts;
    this.#pictureAt = pictureAt;
    this.#canvas = new PhotoCanvas(parts.thumbnails, () =>
      setText(this.#note, pageStrings.imageGone),
    );
    this.element = element(
      'div',
      {
        class: 'grid-tile',
        role: 'option',
        'aria-selected': 'false',
        'data-testid': 'differing-tile',
      },
      element('span', { class: 'tile-frame' }, this.#canvas.element, this.#note),
      element('span', { class: 'tile-line' }, this.#prediction),
      element('span', { class: 'tile-line' }, this.#figures),
    );
  }

  update(index: number, sidePx: number): void {
    const picture = this.#pictureAt(index);
    if (!picture) return;
    const { state } = this.#parts.store;
    const { before, after, names, path } = picture;
    const isSame = before === after;
    const text = isSame ? strings.same(names.after) : pageStrings.pair(names.before, names.after);
    setName(this.#prediction, text);
    setText(this.#figures, figuresOf(picture));
    setAttributes(this.element, { title: titleOf(picture), 'data-path': path });
    this.#canvas.show(absolutePath(state, path), sidePx);
  }

  forget(): void {
    this.#canvas.forget();
  }
}

/** Those that can be compared. */
function figuresOf({ boxIou, mapCorrelation }: ParityPicture): string {
  const iou = Number.isNaN(boxIou) ? '–' : formatOverlap(boxIou);
  const isKnown = !Number.isNaN(mapCorrelation);
  const correlation = isKnown ? mapCorrelation.toFixed(2).replace('-', '\u2212') : '–';
  return strings.pairFigures(iou, correlation);
}

function titleOf({ path, names }: ParityPicture): string {
  const text = strings.parityTile(fileNameOf(path), names.before, names.after);
  return names.truth === undefined ? text : `${text}\n${strings.labelled(names.truth)}`;
}
