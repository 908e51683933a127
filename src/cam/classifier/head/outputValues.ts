/** Fewer rows could be in order by chance. */
const MIN_ROWS = 6;

/** Rounding of a probability. */
const ROUNDING = 1e-5;

/** Each value is compared with each; models with more classes do not reorder them. */
const MAX_SEARCHED = 4096;

/** Whether every row falls from its first value to its last: perhaps ranks, whose place says nothing about a class. */
export function isRanked(rows: readonly Float32Array[]): boolean {
  const [first] = rows;
  if (!first || first.length < 2) return false;
  const isFalling = (row: Float32Array) =>
    row.every((value, i) => i === 0 || value <= (row[i - 1] as number));
  return (
    rows.length >= MIN_ROWS &&
    rows.every(isFalling) &&
    rows.some((row) => (row[0] as number) > (row.at(-1) as number))
  );
}

/** The values, the largest first. */
export function sortedDown(values: Float32Array): Float32Array {
  return values.toSorted().reverse();
}

/**
 * Whether rows are probabilities, however large the numbers that they were made of: 1 if all values are within 0…1; 100
 * if they are percentages, within 0…100 with a sum of 100; undefined if they are neither.
 */
export function isShareOf(rows: readonly Float32Array[]): 1 | 100 | undefined {
  if (rows.length < MIN_ROWS) return undefined;
  const isWithin = (limit: number) =>
    rows.every((row) =>
      row.every((value) => value >= -ROUNDING * limit && value <= limit * (1 + ROUNDING)),
    );
  if (!rows.some((row) => row.some((value) => value > ROUNDING))) return undefined;
  if (isWithin(1)) return 1;
  const isSum = rows.every(
    (row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 100) < 0.1,
  );
  return isSum && isWithin(100) ? 100 : undefined;
}

/**
 * For each value of `chosen`, its place among the values of `all`, the same in each row.
 * @param rows which rows count
 * @returns undefined if a value is not among them, or a place is used twice
 */
export function rowsInside(
  all: readonly Float32Array[],
  chosen: readonly Float32Array[],
  rows: readonly number[],
): number[] | undefined {
  const [first = 0] = rows;
  const length = all[first]?.length ?? 0;
  const count = chosen[first]?.length ?? 0;
  if (length < count || length < 2 || length > MAX_SEARCHED) return undefined;
  const free = new Set(Array.from({ length }, (_, place) => place));
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    const place = [...free].find((j) =>
      rows.every((row) => isSame(all[row]?.[j] ?? Number.NaN, chosen[row]?.[i] ?? Number.NaN)),
    );
    if (place === undefined) return undefined;
    free.delete(place);
    places.push(place);
  }
  return places;
}

/** The values at some places, in their order; all of them if there are none. */
export function ofClasses(values: Float32Array, rows: readonly number[] | undefined): Float32Array {
  return rows ? Float32Array.from(rows, (row) => values[row] as number) : values;
}

/** Small probabilities differ by little: they are compared relative to themselves. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 + 1e-3 * Math.abs(a);
}
