/** The range that a column of bars covers; always holds zero. */
export interface BarExtent {
  min: number;
  max: number;
}

export function barExtent(values: readonly number[]): BarExtent {
  const extent = { min: Math.min(...values, 0), max: Math.max(...values, 0) };
  return extent.min === extent.max ? { min: 0, max: 1 } : extent;
}

/** A bar from zero to the right (for, filled) or to the left (against, hollow). */
export function placeBar(fill: HTMLElement, value: number, { min, max }: BarExtent): void {
  const toPercent = (at: number): number => ((at - min) / (max - min)) * 100;
  const [start, end] = [toPercent(Math.min(value, 0)), toPercent(Math.max(value, 0))];
  fill.style.left = `${start}%`;
  fill.style.width = `${end - start}%`;
  fill.classList.toggle('negative', value < 0);
}
