import { context2d, element } from '../../shared/widgets/dom.ts';
import {
  BOX_PADDING_PX,
  LABEL_HEIGHT_PX,
  MARK_WIDTH_PX,
  MAX_BOX_WIDTH_PX,
  MIN_BOX_WIDTH_PX,
} from './sizes.ts';

/** Font sizes of `graph.css`, in pixels. */
const NAME = '600 12px';
const DETAIL = '11px';

/** Measures texts in the font of the page. */
export class TextMeasure {
  readonly #context = context2d(element('canvas'));
  readonly #family: string;

  constructor(root: HTMLElement) {
    this.#family = getComputedStyle(root).fontFamily;
  }

  /** Width of a box around its texts; shorter texts come back where they would be too wide. */
  box(
    name: string,
    detail: string,
    isGroup: boolean,
  ): { width: number; name: string; detail: string } {
    const around = 2 * BOX_PADDING_PX + (isGroup ? MARK_WIDTH_PX : 0);
    const room = MAX_BOX_WIDTH_PX - around;
    const [shortName, shortDetail] = [this.#fit(name, NAME, room), this.#fit(detail, DETAIL, room)];
    const text = Math.max(this.#width(shortName, NAME), this.#width(shortDetail, DETAIL));
    const width = Math.ceil(Math.max(MIN_BOX_WIDTH_PX, text + around));
    return { width, name: shortName, detail: shortDetail };
  }

  /** Width of a shape on a line; 0 for none. */
  shape(text: string): number {
    return text === '' ? 0 : Math.ceil(this.#width(text, DETAIL)) + LABEL_HEIGHT_PX / 2;
  }

  #width(text: string, font: string): number {
    this.#context.font = `${font} ${this.#family}`;
    return this.#context.measureText(text).width;
  }

  /** The end of a path says more than its beginning. */
  #fit(text: string, font: string, room: number): string {
    if (this.#width(text, font) <= room) return text;
    let kept = text;
    while (kept.length > 1 && this.#width(`…${kept}`, font) > room) kept = kept.slice(1);
    return `…${kept}`;
  }
}
