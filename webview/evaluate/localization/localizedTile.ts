import type { LocalizedPicture } from '../../../src/cam/results/evaluation/localization.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatOverlap } from '../../shared/format/numbers.ts';
import { PhotoCanvas } from '../../shared/grid/photoCanvas.ts';
import type { GridTile } from '../../shared/grid/tileGrid.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { reportStrings } from '../state/reportStrings.ts';
import { absolutePath, labelOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** One annotated image with its boxes and the one of the map. */
export class LocalizedTile implements GridTile {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #pictureAt: (index: number) => LocalizedPicture | undefined;
  readonly #canvas: PhotoCanvas;
  readonly #label = element('span', { class: 'tile-label' });
  readonly #iou = element('span', { class: 'number' });
  readonly #note = element('span', { class: 'tile-note' });

  constructor(parts: PageParts, pictureAt: (index: number) => LocalizedPicture | undefined) {
    this.#parts = parts;
    this.#pictureAt = pictureAt;
    this.#canvas = new PhotoCanvas(parts.thumbnails, () => setText(this.#note, strings.imageGone));
    this.element = element(
      'div',
      {
        class: 'grid-tile',
        role: 'option',
        'aria-selected': 'false',
        'data-testid': 'localized-tile',
      },
      element('span', { class: 'tile-frame' }, this.#canvas.element, this.#note),
      element('span', { class: 'tile-line' }, this.#label, ' ', this.#iou),
    );
  }

  update(index: number, sidePx: number): void {
    const picture = this.#pictureAt(index);
    const { state } = this.#parts.store;
    this.element.classList.toggle('waiting', picture === undefined);
    const label = picture ? labelOf(state, picture.truth) : '';
    setName(this.#label, label);
    setText(this.#iou, picture ? reportStrings.iou(formatOverlap(picture.iou)) : '');
    setText(this.#note, picture && !picture.box ? reportStrings.noBox : '');
    const text = picture
      ? reportStrings.localizedTile(fileNameOf(picture.path), label, formatOverlap(picture.iou))
      : undefined;
    setAttributes(this.element, { title: text, 'data-path': picture?.path });
    if (picture) {
      const { photo, boxes, box } = picture;
      const drawn = { photo, annotated: boxes, found: box };
      this.#canvas.show(absolutePath(state, picture.path), sidePx, drawn);
    } else this.#canvas.forget();
  }

  forget(): void {
    this.#canvas.forget();
  }
}
