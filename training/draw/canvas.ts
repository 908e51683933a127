import { textStrokes } from './font.ts';

/** A color, or a gradient made by a canvas. */
export type Paint = string;

export interface Style {
  /** Corner radius of a rectangle. */
  radius?: number;
  stroke?: Paint;
  strokeWidth?: number;
  opacity?: number;
  /** Degrees, and the point to turn about. */
  rotation?: readonly [degrees: number, x: number, y: number];
  /** False for light, steam and print: drawn, but no part of the object's mask. */
  inMask?: boolean;
}

/** Gradients of a whole picture; objects share it, so that their ids do not clash. */
export class Definitions {
  private readonly entries: string[] = [];

  add(markup: (id: string) => string): Paint {
    const id = `paint${this.entries.length}`;
    this.entries.push(markup(id));
    return `url(#${id})`;
  }

  get markup(): string {
    return `<defs>${this.entries.join('')}</defs>`;
  }
}

/**
 * Builds the SVG of one object twice: in its colors, and as a flat mask in `maskColor`.
 * Without a mask color (backgrounds) the mask stays empty.
 */
export class Canvas {
  private readonly pictureParts: string[] = [];
  private readonly maskParts: string[] = [];

  constructor(
    private readonly definitions: Definitions,
    private readonly maskColor?: string,
  ) {}

  get picture(): string {
    return this.pictureParts.join('');
  }

  get mask(): string {
    return this.maskParts.join('');
  }

  rect(x: number, y: number, width: number, height: number, fill: Paint, style: Style = {}): void {
    const size = attributes({ x, y, width, height, rx: style.radius ?? 0 });
    this.add(`rect${size}`, fill, style);
  }

  circle(cx: number, cy: number, r: number, fill: Paint, style?: Style): void {
    this.add(`circle${attributes({ cx, cy, r })}`, fill, style);
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, fill: Paint, style?: Style): void {
    this.add(`ellipse${attributes({ cx, cy, rx, ry })}`, fill, style);
  }

  /** A ring without a filling. */
  ring(cx: number, cy: number, r: number, stroke: Paint, strokeWidth: number): void {
    this.add(`circle${attributes({ cx, cy, r })}`, 'none', { stroke, strokeWidth });
  }

  /** A filled path. */
  shape(d: string, fill: Paint, style?: Style): void {
    this.add(`path d="${d}"`, fill, style);
  }

  /** A stroked path. */
  stroke(d: string, stroke: Paint, strokeWidth: number, style?: Style): void {
    this.add(`path d="${d}"`, 'none', { ...style, stroke, strokeWidth });
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Paint, strokeWidth: number): void {
    this.stroke(path`M${x1} ${y1}L${x2} ${y2}`, stroke, strokeWidth);
  }

  /** Text in the stroke font, as large as fits into the box; print is no part of the mask. */
  text(
    text: string,
    left: number,
    top: number,
    width: number,
    height: number,
    color: string,
  ): void {
    const { lines, strokeWidth } = textStrokes(text, left, top, width, height);
    const d = lines
      .flatMap((line) => line.map(([x, y], i) => path`${i === 0 ? 'M' : 'L'}${x} ${y}`))
      .join('');
    this.stroke(d, color, strokeWidth, { inMask: false });
  }

  verticalGradient(top: string, bottom: string): Paint {
    return this.linearGradient(top, bottom, 'x2="0" y2="1"');
  }

  horizontalGradient(left: string, right: string): Paint {
    return this.linearGradient(left, right, 'x2="1" y2="0"');
  }

  private linearGradient(from: string, to: string, end: string): Paint {
    return this.definitions.add(
      (id) =>
        `<linearGradient id="${id}" x1="0" y1="0" ${end}><stop offset="0" stop-color="${from}"/>` +
        `<stop offset="1" stop-color="${to}"/></linearGradient>`,
    );
  }

  private add(element: string, fill: Paint, style: Style = {}): void {
    const { stroke, strokeWidth = 1, opacity, rotation, inMask = true } = style;
    const transform = rotation ? ` transform="rotate(${rotation.map(round).join(' ')})"` : '';
    const outline = (color: string): string =>
      stroke
        ? ` stroke="${color}" stroke-width="${round(strokeWidth)}"` +
          ' stroke-linecap="round" stroke-linejoin="round"'
        : '';

    const translucent = opacity === undefined ? '' : ` opacity="${round(opacity)}"`;
    this.pictureParts.push(
      `<${element} fill="${fill}"${outline(stroke ?? '')}${translucent}${transform}/>`,
    );
    if (this.maskColor && inMask) {
      const maskFill = fill === 'none' ? 'none' : this.maskColor;
      this.maskParts.push(`<${element} fill="${maskFill}"${outline(this.maskColor)}${transform}/>`);
    }
  }
}

/** Path data with its numbers rounded to hundredths of a unit. */
export function path(strings: TemplateStringsArray, ...values: (number | string)[]): string {
  return String.raw(
    { raw: strings },
    ...values.map((value) => (typeof value === 'number' ? round(value) : value)),
  );
}

/** Hundredths of a pixel are enough, and keep the markup short. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function attributes(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${round(value)}"`)
    .join('');
}
