const MINUS = '\u2212';

/** A logit-unit value with its sign, as `+12.35` or `−0.041`; four digits or so. */
export function formatSigned(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = formatMagnitude(Math.abs(value));
  if (Number(text) === 0) return '0';
  return (value < 0 ? MINUS : '+') + text;
}

/** As {@link formatSigned}, but positive numbers carry no sign. */
export function formatNumber(value: number): string {
  return formatSigned(value).replace(/^\+/, '');
}

/** `77.2 %`; very small probabilities keep their size, as `3.1e−8`. */
export function formatProbability(probability: number): string {
  if (probability >= 0.0005) return `${(probability * 100).toFixed(1)}\u00a0%`;
  if (probability === 0) return '0';
  return probability.toExponential(1).replace('-', MINUS);
}

export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(Math.abs(fraction) < 0.1 ? 1 : 0).replace('-', MINUS)}\u00a0%`;
}

function formatMagnitude(magnitude: number): string {
  if (magnitude !== 0 && (magnitude < 0.0005 || magnitude >= 1e6)) {
    return magnitude.toExponential(1).replace('-', MINUS);
  }
  if (magnitude >= 100) return magnitude.toFixed(1);
  if (magnitude >= 10) return magnitude.toFixed(2);
  return magnitude.toFixed(3);
}
