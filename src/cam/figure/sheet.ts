import type { Rect } from '../base/geometry.ts';
import { textLines, textWidth } from '../drawing/textLines.ts';
import type { FigureLegend } from '../results/figure.ts';
import type { Colour, Mark } from './marks.ts';

const COLOURS = { ink: '#1f1f1f', quiet: '#5a5a5a' } as const satisfies Record<string, Colour>;
const DARK = { colour: '#000000', opacity: 0.75 } as const;
const WHITE = { colour: '#ffffff', opacity: 1 } as const;

/** Widths of a picture are this many sizes of its text. */
const TEXT_SIZES = 48;

/** The marks of a figure, in sizes that fit its pictures. */
export class Sheet {
  readonly marks: Mark[] = [];
  /** In pixels of the figure, like all sizes here. */
  readonly textSize: number;
  readonly margin: number;
  readonly gap: number;
  /** Least width for text. */
  readonly leastWidth: number;
  readonly #lineHeight: number;
  readonly #thin: number;
  /** From the top of a line of text to that of something as high, beside its digits. */
  readonly #drop: number;

  /** @param width of the widest picture */
  constructor(factor: number, width: number) {
    this.textSize = Math.max(13 * factor, Math.round(width / TEXT_SIZES));
    this.margin = this.textSize;
    this.gap = Math.round(this.textSize * 0.8);
    this.leastWidth = 24 * this.textSize;
    this.#lineHeight = Math.round(this.textSize * 1.5);
    this.#thin = Math.max(Math.round(this.textSize / 13), 1);
    this.#drop = Math.round(this.textSize * 0.07);
  }

  /** Height of lines of text, with the gap to what follows. */
  heightOf(lines: readonly string[]): number {
    return lines.length * this.#lineHeight;
  }

  /** @returns the bottom edge of the last line */
  lines(lines: readonly string[], x: number, y: number, colour: keyof typeof COLOURS): number {
    const size = this.textSize;
    lines.forEach((text, i) => {
      const at = { x, y: y + i * this.#lineHeight };
      this.marks.push({ kind: 'text', text, ...at, size, colour: COLOURS[colour] });
    });
    return y + this.heightOf(lines) - (lines.length > 0 ? this.#lineHeight - this.textSize : 0);
  }

  /** A white line on a dark one, visible on every photo and every map, as wide as fits the picture. */
  box(rect: Rect, clip: Rect, picture: Rect): void {
    const width = Math.max(Math.round(longSide(picture) / 300), 1);
    this.#outline(rect, clip, picture, width, undefined);
  }

  /** Dims what the model did not see; nothing if it saw everything. */
  dimAround(seen: Rect, picture: Rect, clip: Rect): void {
    const right = picture.x + picture.width - (seen.x + seen.width);
    const below = picture.y + picture.height - (seen.y + seen.height);
    const [left, above] = [seen.x - picture.x, seen.y - picture.y];
    if (Math.max(left, right, above, below) <= 0) return;
    const sides: Rect[] = [
      { ...picture, height: above },
      { ...picture, y: seen.y + seen.height, height: below },
      { ...picture, y: seen.y, width: left, height: seen.height },
      { ...picture, x: seen.x + seen.width, y: seen.y, width: right, height: seen.height },
    ];
    for (const rect of sides) {
      const isThere = rect.width > 0 && rect.height > 0;
      if (isThere) this.marks.push({ kind: 'fill', rect, clip, colour: '#000000', opacity: 0.45 });
    }
    const thin = Math.max(Math.round(longSide(picture) / 600), 1);
    this.#outline(seen, clip, picture, thin, [5 * thin, 4 * thin]);
  }

  /** The line between two maps. */
  divider(x: number, picture: Rect): void {
    const width = Math.max(Math.round(picture.width / 300), 1);
    const line = (rect: Rect, look: typeof DARK | typeof WHITE) =>
      this.marks.push({ kind: 'fill', rect, clip: picture, ...look });
    line({ ...picture, x: x - 2 * width, width: 4 * width }, DARK);
    line({ ...picture, x: x - width, width: 2 * width }, WHITE);
  }

  /** @returns the bottom edge */
  async legends(
    legends: readonly FigureLegend[],
    x: number,
    y: number,
    width: number,
  ): Promise<number> {
    if (legends.length === 0) return y;
    const each = Math.floor((width - (legends.length - 1) * this.gap) / legends.length);
    let bottom = y;
    for (const [i, legend] of legends.entries()) {
      const left = x + i * (each + this.gap);
      bottom = Math.max(bottom, await this.#legend(legend, left, y + this.gap, each));
    }
    return bottom;
  }

  async #legend(legend: FigureLegend, x: number, y: number, width: number): Promise<number> {
    const size = this.textSize;
    const between = Math.round(size / 2);
    await this.#scale(legend, x, y, width);
    let bottom = y + size + between;
    for (const [i, line] of legend.lines.entries()) {
      const lines = await textLines(line, size, width);
      this.lines(lines, x, bottom, i === 0 ? 'ink' : 'quiet');
      bottom += this.heightOf(lines);
    }
    if (legend.boxText === undefined) return bottom;
    this.#frame({ x, y: bottom + this.#drop, width: size, height: size }, 2 * this.#thin);
    const indent = size + between;
    const lines = await textLines(legend.boxText, size, width - indent);
    this.lines(lines, x + indent, bottom, 'quiet');
    return bottom + this.heightOf(lines);
  }

  /** The colours between their first and their last value, with a tick at zero. */
  async #scale(legend: FigureLegend, x: number, y: number, width: number): Promise<void> {
    const { low, limit, lowText, highText } = legend;
    const size = this.textSize;
    const lowWidth = await textWidth(lowText, size);
    const highWidth = await textWidth(highText, size);
    this.lines([lowText], x, y, 'ink');
    this.lines([highText], x + width - highWidth, y, 'ink');
    const between = Math.round(size / 2);
    const left = x + lowWidth + between;
    const right = x + width - highWidth - between;
    const bar = { x: left, y: y + this.#drop, width: Math.max(right - left, 1), height: size };
    this.marks.push({ kind: 'bar', legend, rect: bar });
    this.#frame(bar, this.#thin);
    if (low === 0) return;
    const zero = left + Math.round((-low / (limit - low)) * bar.width);
    const thin = this.#thin;
    const tick = { x: zero - thin, y: bar.y - 2 * thin, width: thin, height: size + 4 * thin };
    this.marks.push({ kind: 'fill', rect: tick, colour: COLOURS.ink, opacity: 1 });
  }

  #frame(rect: Rect, lineWidth: number): void {
    this.marks.push({ kind: 'frame', rect, lineWidth, colour: COLOURS.quiet, opacity: 1 });
  }

  /** The whole line is inside the picture. */
  #outline(
    rect: Rect,
    clip: Rect,
    picture: Rect,
    width: number,
    dash: [number, number] | undefined,
  ): void {
    const lineWidth = width + 2 * Math.max(Math.round(width / 2), 1);
    const edge = { rect: moved(rect, picture, Math.ceil(lineWidth / 2)), clip };
    this.marks.push({ kind: 'frame', ...edge, lineWidth, ...DARK });
    const line = { kind: 'frame', ...edge, lineWidth: width, ...WHITE } as const;
    this.marks.push(dash ? { ...line, dash } : line);
  }
}

/** A rectangle with its edges at least `room` inside a picture. */
function moved(rect: Rect, picture: Rect, room: number): Rect {
  const x = Math.max(rect.x, picture.x + room);
  const y = Math.max(rect.y, picture.y + room);
  const right = Math.min(rect.x + rect.width, picture.x + picture.width - room);
  const bottom = Math.min(rect.y + rect.height, picture.y + picture.height - room);
  return { x, y, width: Math.max(right - x, 1), height: Math.max(bottom - y, 1) };
}

function longSide({ width, height }: Rect): number {
  return Math.max(width, height);
}
