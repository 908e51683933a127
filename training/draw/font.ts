/**
 * A stroke font, so that pictures do not depend on the fonts of a machine.
 *
 * A glyph is a list of lines (`,`) through points (blanks); a point is two digits, column 0 to 4
 * and row 0 (top) to 6.
 */
const glyphs: Readonly<Record<string, string>> = {
  A: '06 20 46,14 34',
  B: '00 06 36 45 44 33 03,33 42 41 30 00',
  C: '41 30 10 01 05 16 36 45',
  D: '00 06 26 44 42 20 00',
  E: '40 00 06 46,03 33',
  F: '40 00 06,03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06,40 46,03 43',
  I: '20 26',
  J: '30 35 26 16 05',
  K: '00 06,40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 30 41 45 36 16 05 01 10,34 46',
  R: '06 00 30 41 42 33 03,23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40,20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 22 36 40',
  X: '00 46,40 06',
  Y: '00 23 40,23 26',
  Z: '00 40 06 46',
  0: '10 30 41 45 36 16 05 01 10',
  1: '11 20 26',
  2: '01 10 30 41 42 06 46',
  3: '01 10 30 41 42 33 44 45 36 16 05',
  4: '36 30 04 44',
  5: '40 00 03 33 44 45 36 16 05',
  6: '31 10 01 05 16 36 45 44 33 03',
  7: '00 40 16',
  8: '10 30 41 42 33 13 02 01 10,13 04 05 16 36 45 44 33',
  9: '16 36 45 41 30 10 01 02 13 43',
};

const glyphHeight = 6;
const advance = 5.6;
const letterGap = 1.6;

type Point = readonly [x: number, y: number];

/** The font's lines, to be stroked. */
export interface TextStrokes {
  lines: Point[][];
  strokeWidth: number;
}

/** Capital letters and digits, as large as fits into a box, centered; blanks are skipped. */
export function textStrokes(
  text: string,
  left: number,
  top: number,
  width: number,
  height: number,
): TextStrokes {
  const textWidth = text.length * advance - letterGap;
  const scale = Math.min(width / textWidth, height / glyphHeight);
  const originX = left + (width - textWidth * scale) / 2;
  const originY = top + (height - glyphHeight * scale) / 2;

  const toPoint = (digits: string, letterIndex: number): Point => [
    originX + (letterIndex * advance + Number(digits[0])) * scale,
    originY + Number(digits[1]) * scale,
  ];
  const lines = [...text].flatMap((letter, index) =>
    (glyphs[letter]?.split(',') ?? []).map((line) =>
      line.split(' ').map((digits) => toPoint(digits, index)),
    ),
  );
  return { lines, strokeWidth: 1.05 * scale };
}
