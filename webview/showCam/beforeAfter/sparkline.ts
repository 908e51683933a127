import { element, setAttributes } from '../../shared/widgets/dom.ts';

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [64, 18];
/** Room for the dot at the ends. */
const MARGIN = 3;

/** A small line of values from 0 to 1 over time, with a dot at one of them. */
export class Sparkline {
  readonly element = element('span', {
    class: 'sparkline',
    role: 'img',
    'data-testid': 'sparkline',
  });
  readonly #line = document.createElementNS(SVG, 'path');
  readonly #dot = document.createElementNS(SVG, 'circle');

  constructor() {
    const svg = document.createElementNS(SVG, 'svg');
    setAttributes(svg, { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT });
    setAttributes(this.#dot, { r: 2.5 });
    svg.append(this.#line, this.#dot);
    this.element.append(svg);
  }

  /**
   * @param values from the left to the right; undefined where there is none
   * @param marked index of the value with the dot
   */
  draw(values: readonly (number | undefined)[], marked: number, title: string): void {
    const x = (i: number) => MARGIN + (i / (values.length - 1)) * (WIDTH - 2 * MARGIN);
    const y = (value: number) => MARGIN + (1 - value) * (HEIGHT - 2 * MARGIN);
    const points = values.flatMap((value, i) =>
      value === undefined ? [] : [`${x(i).toFixed(1)},${y(value).toFixed(1)}`],
    );
    setAttributes(this.#line, { d: `M${points.join('L')}` });
    const value = values[marked];
    this.#dot.toggleAttribute('hidden', value === undefined);
    if (value !== undefined) setAttributes(this.#dot, { cx: x(marked), cy: y(value) });
    setAttributes(this.element, { 'aria-label': title, title });
  }
}
