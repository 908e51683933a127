const MINUS = '\u2212';

/**
 * Below this a number has an exponent, as `2.1e−6`: written as `<0.0001` a residual would lose its size, and a map of
 * small values its scale.
 */
const SMALLEST = 0.00005;

/** A logit-unit value with its sign, as `+12.35`, `−0.041` or `+0.0004`; four digits or so. */
export function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = formatMagnitude(Math.abs(value));
  if (Number(text) === 0) return '0';
  return (value < 0 ? MINUS : '+') + text;
}

/** As {@link formatSigned}, but positive numbers have no sign. */
export function formatNumber(value: number): string {
  return formatSigned(value).replace(/^\+/, '');
}

/** `77.2 %`, `0.04 %`; positive ones too small for two digits are `<0.01 %`. */
export function formatProbability(probability: number): string {
  const percent = probability * 100;
  if (percent >= 0.05) return `${percent.toFixed(1)}\u00a0%`;
  if (percent === 0) return '0';
  return percent >= 0.005 ? `${percent.toFixed(2)}\u00a0%` : '<0.01\u00a0%';
}

/** As {@link formatProbability}, where there is room for a few characters: very small ones are `<0.1 %`. */
export function formatShortProbability(probability: number): string {
  return probability >= 0.0005 || probability === 0
    ? formatProbability(probability)
    : '<0.1\u00a0%';
}

/** `98.2 → 42.5 %`: two probabilities, as one where both read alike. */
export function formatProbabilities(before: number, after: number): string {
  const [was, is] = [formatProbability(before), formatProbability(after)];
  return was === is ? is : `${withoutUnit(was, is)} \u2192 ${is}`;
}

/** A number without the `%` that the next one has as well. */
export function withoutUnit(text: string, next: string): string {
  return next.endsWith('%') ? text.replace(/\u00a0%$/, '') : text;
}

/** An overlap of boxes (IoU) in two digits; 1 only for the same box, 0 only for boxes apart. */
export function formatOverlap(value: number): string {
  if (value === 0 || value === 1) return String(value);
  if (value < 0.005) return '<0.01';
  return Math.min(value, 0.99).toFixed(2);
}

export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(Math.abs(fraction) < 0.1 ? 1 : 0).replace('-', MINUS)}\u00a0%`;
}

/** A change of a probability in percentage points, as `+1.2 pp`. */
export function formatSignedPoints(change: number): string {
  const points = Math.abs(change * 100);
  const text = points.toFixed(points < 9.95 ? 2 : 1);
  if (Number(text) === 0) return change === 0 ? '0' : `${change < 0 ? MINUS : '+'}<0.01\u00a0pp`;
  return `${change < 0 ? MINUS : '+'}${text}\u00a0pp`;
}

/** `14:03`, by the clock of this machine. */
export function formatMinute(atMs: number): string {
  return formatTime(atMs).slice(0, 5);
}

/** `14:03:12`, by the clock of this machine. */
export function formatTime(atMs: number): string {
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Date(atMs).toLocaleTimeString('en', time);
}

function formatMagnitude(magnitude: number): string {
  if (magnitude !== 0 && (magnitude < SMALLEST || magnitude >= 1e6)) {
    return magnitude.toExponential(1).replace('-', MINUS);
  }
  if (magnitude !== 0 && magnitude < 0.0005) return magnitude.toFixed(4);
  if (magnitude >= 100) return magnitude.toFixed(1);
  if (magnitude >= 10) return magnitude.toFixed(2);
  return magnitude.toFixed(3);
}
