import { listenToWheelZoom } from '../../shared/widgets/wheelZoom.ts';

const MIN_ZOOM = 0.2;
const MAX_ZOOM = 2;
const STEP = 1.25;
/** Above and below the drawing. */
const MARGIN_PX = 10;

/** The size of a drawing on the screen, in a part of the page that scrolls. */
export class Zoom {
  readonly #scroller: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #onZoom: (zoom: number) => void;
  #zoom: number;
  #size = { width: 0, height: 0 };

  constructor(
    scroller: HTMLElement,
    svg: SVGSVGElement,
    zoom: number,
    onZoom: (zoom: number) => void,
  ) {
    this.#scroller = scroller;
    this.#svg = svg;
    this.#zoom = zoom;
    this.#onZoom = onZoom;
    listenToWheelZoom(scroller, (factor, { clientX, clientY }) => {
      const { left, top } = scroller.getBoundingClientRect();
      this.#zoomTo(this.#zoom * factor, { x: clientX - left, y: clientY - top });
    });
  }

  /** Screen pixels for one of the drawing. */
  get value(): number {
    return this.#zoom;
  }

  /** Takes a drawing of another size. */
  resize(size: { width: number; height: number }): void {
    this.#size = size;
    const { width, height } = size;
    this.#svg.setAttribute('viewBox', `0 ${-MARGIN_PX} ${width} ${height + 2 * MARGIN_PX}`);
    this.#apply();
  }

  step(direction: 1 | -1): void {
    const { clientWidth, clientHeight } = this.#scroller;
    const middle = { x: clientWidth / 2, y: clientHeight / 2 };
    this.#zoomTo(this.#zoom * STEP ** direction, middle);
  }

  /** Shows the whole width, never larger than the drawing is. */
  fit(): void {
    const { width } = this.#size;
    if (width > 0) this.#zoomTo(Math.min(1, this.#scroller.clientWidth / width), { x: 0, y: 0 });
  }

  /** The point of the drawing below a point of the part of the page stays there. */
  #zoomTo(wanted: number, at: { x: number; y: number }): void {
    const zoom = Math.min(Math.max(wanted, MIN_ZOOM), MAX_ZOOM);
    const factor = zoom / this.#zoom;
    const { scrollLeft, scrollTop } = this.#scroller;
    this.#zoom = zoom;
    this.#apply();
    this.#scroller.scrollTo(
      (scrollLeft + at.x) * factor - at.x,
      (scrollTop + at.y) * factor - at.y,
    );
    this.#onZoom(zoom);
  }

  #apply(): void {
    this.#svg.setAttribute('width', String(Math.ceil(this.#size.width * this.#zoom)));
    const height = this.#size.height + 2 * MARGIN_PX;
    this.#svg.setAttribute('height', String(Math.ceil(height * this.#zoom)));
  }
}
