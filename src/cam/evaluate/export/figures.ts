import { t } from '@vscode/l10n';
import { escapeHtml } from '../../html/htmlFile.ts';
import type { Rate, Score } from '../../results/evaluation/scores.ts';

const SPACE = '\u00a0';

/** A share of 0…1 in percent as text, with one digit; only nothing is 0.0. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return `<0.1${SPACE}%`;
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}${SPACE}%` : '–';
}

export function count(number: number): string {
  return number.toLocaleString('en');
}

export function imagesText(number: number): string {
  return number === 1 ? t('1 image') : t('{0} images', count(number));
}

/** A score of 0…1 in percent as HTML, its interval below it; a dash if there is none. */
export function shareFigure(score: Score | Rate | undefined): string {
  if (score === undefined) return '–';
  return withInterval(percent(score.value), score, (value) => (value * 100).toFixed(1));
}

/** A score in its own unit as HTML, its interval below it. */
export function figure(score: Score, digits: number): string {
  return withInterval(decimal(score.value, digits), score, (value) => decimal(value, digits));
}

export function decimal(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits).replace('-', '\u2212') : '–';
}

/** `70.7 – 82.3 %`: the 95 % interval. */
export function intervalText({ low, high }: Score | Rate): string {
  return `${(low * 100).toFixed(1)} – ${percent(high)}`;
}

function withInterval(
  value: string,
  { low, high }: Score | Rate,
  text: (bound: number) => string,
): string {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return escapeHtml(value);
  return `${escapeHtml(value)}<small>${escapeHtml(`${text(low)} – ${text(high)}`)}</small>`;
}

/** `20 of 143`, or `143`. */
export function shownText(shown: number, all: number): string {
  return shown === all ? count(all) : t('{0} of {1}', count(shown), count(all));
}
