import type { BmpHeader } from './bmp.ts';

/** Codes that follow a zero in place of a run. */
const END_OF_ROW = 0;
const END_OF_PICTURE = 1;
const MOVE = 2;

/**
 * The numbers of the colours of a run-length encoded BMP, rows from the bottom; what is skipped has colour 0.
 * @throws Error if the data end before the picture does
 */
export function decodeRuns(
  data: Uint8Array,
  { width, height, bits }: Pick<BmpHeader, 'width' | 'height' | 'bits'>,
): Uint8Array {
  const indices = new Uint8Array(width * height);
  let [x, y, at] = [0, 0, 0];
  const next = (): number => {
    const value = data[at++];
    if (value === undefined) throw new Error('it ends in its pixels');
    return value;
  };
  const put = (index: number): void => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  const putPair = (pair: number, count: number): void => {
    for (let i = 0; i < count; i++) put(i % 2 === 0 ? pair >> 4 : pair & 15);
  };
  while (y < height) {
    const count = next();
    const value = next();
    if (count > 0) {
      // A run beyond the row would only be cut.
      if (bits === 4) putPair(value, count);
      else for (let i = 0; i < count; i++) put(value);
    } else if (value === END_OF_ROW) {
      [x, y] = [0, y + 1];
    } else if (value === END_OF_PICTURE) {
      break;
    } else if (value === MOVE) {
      x += next();
      y += next();
    } else {
      const length = bits === 4 ? Math.ceil(value / 2) : value;
      for (let i = 0; i < length; i++) {
        if (bits === 4) putPair(next(), Math.min(2, value - 2 * i));
        else put(next());
      }
      if (length % 2 === 1) next();
    }
  }
  return indices;
}
