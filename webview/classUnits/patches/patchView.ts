import type { Patch } from '../../../src/cam/results/units.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/unitTitle.ts';
import { isMeasuredCrop } from '../state/viewState.ts';
import { fieldText, measuredField } from './measuredField.ts';
import { patchCrop } from './patchCrop.ts';
import { paintPatch } from './patchPainter.ts';
import { rowLayout } from './rowLayout.ts';

/** Which part of its images a strip of patches shows. */
export interface PatchOptions {
  /** The whole image without a mask: if nothing excites the unit, there is no place to show. */
  isWhole?: boolean;
  onOpen: (patch: Patch) => void;
}

/** One image at the place that excites a unit most; a click shows its map. */
export class PatchView {
  readonly element: HTMLButtonElement;
  readonly #parts: PageParts;
  readonly #isWhole: boolean;
  readonly #canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly #label = element('span', { class: 'patch-label' });
  readonly #value = element('span', { class: 'number' });
  readonly #redraw = () => this.#draw();
  #patch: Patch | undefined;
  #drawn = '';

  constructor(parts: PageParts, { onOpen, isWhole = false }: PatchOptions) {
    this.#parts = parts;
    this.#isWhole = isWhole;
    this.element = element(
      'button',
      { type: 'button', class: 'patch', 'data-testid': 'patch' },
      this.#canvas,
      element('span', { class: 'patch-caption' }, this.#label, ' ', this.#value),
    );
    this.element.addEventListener('click', () => {
      if (this.#patch) onOpen(this.#patch);
    });
  }

  update(patch: Patch, state: PageState): void {
    if (this.#patch && this.#patch.path !== patch.path) this.#forgetPicture(this.#patch);
    if (this.#patch !== patch) this.#drawn = '';
    this.#patch = patch;
    const { label, predicted, path } = patch;
    const isWrong = label !== undefined && label !== predicted;
    const what = isWrong
      ? strings.predictedWrongly(labelOf(state, predicted), labelOf(state, label))
      : label === undefined
        ? strings.predicted(labelOf(state, predicted))
        : strings.labelled(labelOf(state, label));
    const activation = formatNumber(patch.maximum);
    setName(this.#label, labelOf(state, label ?? predicted));
    setText(this.#value, shortNumber(patch.maximum));
    this.element.classList.toggle('of-class', (label ?? predicted) === shownClass(state));
    this.element.dataset.path = path;
    const field = this.#isWhole ? '' : fieldText(patch, state);
    setAttributes(this.element, {
      'aria-description': joined(' ', strings.patch(fileNameOf(path), activation, what), field),
      title: joined('\n', strings.patchTitle(fileNameOf(path), activation, what), field),
    });
    this.#draw();
  }

  /** It is no longer in view. */
  forget(): void {
    if (this.#patch) this.#forgetPicture(this.#patch);
    this.#patch = undefined;
  }

  #forgetPicture(patch: Patch): void {
    const { thumbnails, fields } = this.#parts;
    thumbnails.forget(patch.path, this.#redraw);
    if (!this.#isWhole) fields.forget(patch);
  }

  #draw(): void {
    const patch = this.#patch;
    if (!patch) return;
    const { store, thumbnails, fields } = this.#parts;
    const picture = thumbnails.get(patch.path);
    const isOld = thumbnails.isOld(patch.path);
    if (isOld) thumbnails.want(patch.path, this.#redraw);
    this.element.classList.toggle('waiting', picture === undefined);
    this.element.classList.toggle('gone', picture === 'failed');
    if (picture === 'failed') {
      this.element.title = `${fileNameOf(patch.path)}\n${strings.pictureGone}`;
      return;
    }
    const { view, model } = store.state;
    const { sidePx } = rowLayout(store.state.widthPx, view.patchSize);
    const side = Math.round(sidePx * Math.min(2, window.devicePixelRatio || 1));
    const needsField = isMeasuredCrop(view.crop) && !this.#isWhole;
    const measured = needsField ? measuredField(patch, store.state) : undefined;
    const isMeasured = measured !== undefined;
    this.element.classList.toggle('unmeasured', needsField && !isMeasured);
    if (needsField && view.crop === 'gradient') fields.want(patch);
    const key = [view.crop, view.mask, view.threshold, side, isMeasured, isOld].join(' ');
    if (this.#drawn === key) return;
    if (picture === undefined) {
      thumbnails.want(patch.path, this.#redraw);
      return;
    }
    this.#drawn = key;
    if (this.#canvas.width !== side) {
      this.#canvas.width = side;
      this.#canvas.height = side;
    }
    const { crop, mask, threshold } = view;
    const receptiveField = model?.receptiveField;
    const shown = this.#isWhole
      ? { x: 0, y: 0, ...patch.geometry.photo }
      : patchCrop(patch, { crop, threshold, receptiveField, measured });
    const drawn = this.#isWhole ? 'none' : mask;
    paintPatch(this.#canvas, { picture, patch, shown, mask: drawn, threshold });
  }
}

function joined(separator: string, ...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

/** Three digits: there is no room for more under a patch. */
function shortNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return formatNumber(Number(value.toFixed(digits)))
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
