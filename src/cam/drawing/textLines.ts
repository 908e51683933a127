import { oneLine, textImage } from './textImage.ts';

/** Width of a blank in the font that ships, in sizes of the text. */
const BLANK = 0.318;

/** Wider than any text: nothing is broken. */
const ANY_WIDTH = 1_000_000;

/** Characters of a word that are drawn, and half of those of a text. */
const LONGEST = 600;

/** Width of a line of text in pixels. */
export async function textWidth(text: string, size: number): Promise<number> {
  if (text.trim() === '') return 0;
  return (await textImage([[{ text, size, colour: '#000000' }]], ANY_WIDTH)).width;
}

/**
 * Breaks text of unknown origin into lines that fit, at blanks and if necessary inside words. Control characters and
 * those that change the reading direction become blanks.
 * @param size of the text in pixels
 * @param width in pixels
 */
export async function textLines(text: string, size: number, width: number): Promise<string[]> {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const words = text.slice(0, 2 * LONGEST).split(/[ \t\r\n]+/);
  for (const word of words.map((each) => oneLine(each, LONGEST))) {
    for (const part of await pieces(word, size, width)) {
      const wide = await textWidth(part, size);
      const gap = line === '' ? 0 : BLANK * size;
      if (line !== '' && used + gap + wide > width) {
        lines.push(line);
        [line, used] = [part, wide];
      } else {
        line = line === '' ? part : `${line} ${part}`;
        used += gap + wide;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A word, cut where it is wider than a line. */
async function pieces(word: string, size: number, width: number): Promise<string[]> {
  if (word === '') return [];
  const wide = await textWidth(word, size);
  const letters = [...word];
  if (wide <= width || letters.length === 1) return [word];
  const most = Math.max(Math.floor((letters.length * width) / wide), 1);
  const count = Math.ceil(letters.length / most);
  return Array.from({ length: count }, (_, i) => letters.slice(i * most, (i + 1) * most).join(''));
}

const STRUT = { text: '\u00a0Åg', colour: '#ffffff' };

/** One line in a picture whose top is that of `Å` and whose bottom is that of `g`, for a white ground. */
export function lineImage(text: string, size: number, colour: string) {
  return textImage(
    [
      [
        { text, size, colour },
        { ...STRUT, size },
      ],
    ],
    ANY_WIDTH,
  );
}
