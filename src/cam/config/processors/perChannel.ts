import { asNumbers } from '../../base/jsonShape.ts';

/** One or three numbers; a single number counts for all three channels, a list of one is that of a grey picture. */
export function perChannel(value: unknown): number[] | undefined {
  if (typeof value === 'number') return [value, value, value];
  const numbers = asNumbers(value);
  return numbers && (numbers.length === 3 || numbers.length === 1) ? numbers : undefined;
}
