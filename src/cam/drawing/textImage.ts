import { loadSharp } from '../image/loadSharp.ts';
import { FONT_FAMILY, fontFile } from './fontFile.ts';
import type { RgbaPicture } from './picture.ts';

/** One piece of text in one style; pieces of a line follow one another. */
export interface TextRun {
  text: string;
  /** In pixels of the picture. */
  size: number;
  /** `#rrggbb` */
  colour: string;
}

/** Keeps a paragraph left to right, whatever its first letters. */
const LEFT_TO_RIGHT = '\u200e';

/**
 * Draws lines of text, as tall as they need, cropped to what is drawn.
 * @param width in pixels; longer lines are broken, if necessary in the middle of a word
 */
export async function textImage(lines: readonly TextRun[][], width: number): Promise<RgbaPicture> {
  const sharp = await loadSharp();
  const text = lines.map((runs) => LEFT_TO_RIGHT + runs.map(markup).join('')).join('\n');
  const { data, info } = await sharp({
    text: {
      text,
      font: FONT_FAMILY,
      fontfile: fontFile(),
      width,
      wrap: 'word-char',
      dpi: 72,
      rgba: true,
    },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

function markup({ text, size, colour }: TextRun): string {
  return `<span foreground="${colour}" font_size="${size}pt">${escapeMarkup(text)}</span>`;
}

/** Pango reads `<`, `&` and `>` as markup. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** All except the two format characters that join letters and emoji. */
const UNPRINTED = /(?:(?![\u200c\u200d])\p{Cf}|[\p{Cc}\p{Cs}\s])+/gu;

/**
 * Text of unknown origin on one line: control characters and those that change the reading direction become blanks, and
 * text longer than `length` characters ends in `…`.
 */
export function oneLine(text: string, length: number): string {
  const characters = [...text.replaceAll(UNPRINTED, ' ').trim()];
  return characters.length <= length
    ? characters.join('')
    : `${characters.slice(0, length - 1).join('')}…`;
}
