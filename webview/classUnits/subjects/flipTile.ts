import type { Flip } from '../../../src/cam/results/units.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { context2d, element, setName } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/unitTitle.ts';

/** Side of the image in CSS pixels; `ablation.css` has the same. */
const SIDE_PX = 104;

/** An image whose prediction changes; a click shows its map. */
export class FlipTile {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #button: HTMLButtonElement;
  readonly #canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly #before = element('span', { class: 'flip-before' });
  readonly #after = element('span', { class: 'flip-after' });
  readonly #redraw = () => this.#draw();
  #flip: Flip | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#button = element(
      'button',
      { type: 'button', class: 'patch flip', 'data-testid': 'flip' },
      this.#canvas,
      this.#before,
      this.#after,
    );
    this.#button.addEventListener('click', () => {
      if (!this.#flip) return;
      const { path, before } = this.#flip;
      parts.host.post({ type: 'showCam', path, classIndex: before, pooledChannel: undefined });
    });
    this.element = element('div', {}, this.#button);
  }

  update(flip: Flip, state: PageState): void {
    if (this.#flip?.path !== flip.path) this.forget();
    this.#flip = flip;
    const [before, after] = [labelOf(state, flip.before), labelOf(state, flip.after)];
    setName(this.#before, before);
    setName(this.#after, `${strings.becomes} ${after}`);
    // Right before and wrong after, or the other way round, if the label is known.
    const { label } = flip;
    this.#before.classList.toggle('right', label === flip.before);
    this.#after.classList.toggle('right', label === flip.after);
    const text = strings.flip(fileNameOf(flip.path), before, after);
    this.#button.title =
      label === undefined ? text : `${text}\n${strings.labelled(labelOf(state, label))}`;
    this.#button.setAttribute('aria-label', text);
    this.#draw();
  }

  forget(): void {
    if (this.#flip) this.#parts.thumbnails.forget(this.#flip.path, this.#redraw);
    this.#flip = undefined;
  }

  #draw(): void {
    if (!this.#flip) return;
    const { path } = this.#flip;
    const picture = this.#parts.thumbnails.get(path);
    this.#button.classList.toggle('waiting', picture === undefined);
    this.#button.classList.toggle('gone', picture === 'failed');
    if (picture === undefined) this.#parts.thumbnails.want(path, this.#redraw);
    if (picture === undefined || picture === 'failed') return;
    const side = Math.round(SIDE_PX * Math.min(2, window.devicePixelRatio || 1));
    this.#canvas.width = side;
    this.#canvas.height = side;
    const scale = side / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    const context = context2d(this.#canvas);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
  }
}
