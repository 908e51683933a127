import type { Row, Spread } from './measure.ts';

/** The table's head. */
export function printHeader(): void {
  console.log(line('', 'min', 'median', 'max', 'aim'));
}

/** One row; a mark shows whether the median meets the target. Slowness is never an error. */
export function printRow({ name, values, unit, aim }: Row): void {
  if (typeof values === 'string') {
    console.log(`${name.padEnd(56)}${values}`);
    return;
  }
  const format = (value: number) => `${value.toFixed(unit === 'ratio' ? 3 : 1)}${SUFFIX[unit]}`;
  const { min, median, max } = values;
  const goal = aim === undefined ? '' : `≤ ${format(aim)} ${verdict(values, aim)}`;
  console.log(line(name, format(min), format(median), format(max), goal));
}

const SUFFIX: Record<Row['unit'], string> = { ratio: '', ms: ' ms', MB: ' MB' };

function verdict({ median }: Spread, aim: number): string {
  return median <= aim ? '✓' : '✗';
}

function line(name: string, min: string, median: string, max: string, aim: string): string {
  const cells = [min, median, max].map((cell) => cell.padStart(11)).join('');
  return `${name.padEnd(56)}${cells}   ${aim}`.trimEnd();
}
