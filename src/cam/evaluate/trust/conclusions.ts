import { t } from '@vscode/l10n';
import type { Score } from '../../results/evaluation/scores.ts';
import type { RandomisationRow, TrustRow } from '../../results/evaluation/trust.ts';

/** With fewer pictures resamples say little of others: nothing is claimed. */
const LEAST = 10;

/** With fewer pictures most intervals overlap. */
const FEW = 30;

/** A score, and which way is better. */
interface Measure {
  key: 'deletion' | 'insertion' | 'averageDrop' | 'road';
  name: string;
  better: 'low' | 'high';
  digits: number;
}

function measures(): Measure[] {
  return [
    { key: 'insertion', name: t('insertion'), better: 'high', digits: 3 },
    { key: 'deletion', name: t('deletion'), better: 'low', digits: 3 },
    { key: 'averageDrop', name: t('average drop'), better: 'low', digits: 1 },
    { key: 'road', name: t('ROAD'), better: 'high', digits: 3 },
  ];
}

/**
 * What the scores mean, one sentence each: first where a baseline wins, then what does not tell a map from a baseline,
 * then where a map wins. A difference is claimed only if the intervals do not overlap.
 */
export function conclusionsOf(
  pictures: number,
  rows: readonly TrustRow[],
  randomisation: readonly RandomisationRow[],
): string[] {
  if (pictures < LEAST) {
    return [t('Too few pictures to tell maps apart: {0}.', pictures)];
  }
  const baselines = rows.filter(({ source }) => source.kind === 'baseline');
  const found: { weight: number; text: string }[] = [];
  if (baselines.length > 0) {
    const maps = rows.filter(({ source }) => source.kind !== 'baseline');
    for (const measure of measures()) {
      for (const row of alike(maps, measure)) found.push(compared(row, baselines, measure));
    }
  }
  const sentences = found.sort((a, b) => b.weight - a.weight).map(({ text }) => text);
  const few =
    pictures < FEW
      ? [
          t(
            'Few pictures ({0}): the intervals are wide, and small differences cannot be seen.',
            pictures,
          ),
        ]
      : [];
  return [...ofRandomisation(randomisation), ...sentences, ...few];
}

/** Methods that agree, as they must for a plain head, are one row with all of their names. */
function alike(rows: readonly TrustRow[], { key }: Measure): TrustRow[] {
  const found = new Map<string, TrustRow>();
  for (const row of rows) {
    const { value, low, high } = row[key];
    const figures = JSON.stringify([value, low, high].map((end) => end.toPrecision(6)));
    const first = found.get(figures);
    found.set(figures, first ? { ...first, name: `${first.name}, ${row.name}` } : row);
  }
  return [...found.values()];
}

/** A map against the best of the baselines. */
function compared(
  row: TrustRow,
  baselines: readonly TrustRow[],
  measure: Measure,
): { weight: number; text: string } {
  const { key, name, better, digits } = measure;
  const sign = better === 'low' ? -1 : 1;
  const best = baselines.reduce((a, b) => (sign * b[key].value > sign * a[key].value ? b : a));
  const [mine, its] = [row[key], best[key]];
  const figures = [mine.value.toFixed(digits), its.value.toFixed(digits)] as const;
  if (overlap(mine, its)) {
    const isBehind = sign * its.value >= sign * mine.value;
    const text = isBehind
      ? t(
          '{0}: the baseline “{1}” does as well as {2} ({3} against {4}): {0} alone does not tell them apart.',
          name,
          best.name,
          row.name,
          figures[1],
          figures[0],
        )
      : t(
          '{0} does not tell {1} from the baseline “{2}”: {3} against {4}, and the intervals overlap.',
          name,
          row.name,
          best.name,
          ...figures,
        );
    return { weight: isBehind ? 2 : 1, text };
  }
  if (sign * its.value > sign * mine.value) {
    const text = t(
      '{0}: the baseline “{1}” is better than {2} ({3} against {4}).',
      name,
      best.name,
      row.name,
      figures[1],
      figures[0],
    );
    return { weight: 3, text };
  }
  const text = t(
    '{0}: {1} is better than every baseline ({2}; the best of them, “{3}”, has {4}).',
    name,
    row.name,
    figures[0],
    best.name,
    figures[1],
  );
  return { weight: 0, text };
}

/** Whether maps depend on what the model has learned. */
function ofRandomisation(rows: readonly RandomisationRow[]): string[] {
  const other = rows.find(({ kind }) => kind === 'otherPicture')?.correlation;
  return rows.flatMap(({ kind, correlation }) => {
    if (kind !== 'headRandomised' && kind !== 'allRandomised') return [];
    const what = kind === 'allRandomised' ? t('all weights') : t('the class weights');
    const figure = correlation.value.toFixed(2);
    const includesZero = correlation.low <= 0 && correlation.high >= 0;
    if (includesZero) {
      return [
        t(
          'With {0} made random, no likeness to the model’s own maps can be seen: the correlation is {1}, and 0 lies in its interval.',
          what,
          figure,
        ),
      ];
    }
    if (!other)
      return [
        t('With {0} made random, the maps correlate with the model’s own by {1}.', what, figure),
      ];
    const ofOther = other.value.toFixed(2);
    return overlap(correlation, other) || correlation.low > other.high
      ? [
          t(
            'With {0} made random, the maps are as much like the model’s own ({1}) as those of another picture are ({2}): they say little of what it has learned.',
            what,
            figure,
            ofOther,
          ),
        ]
      : [
          t(
            'With {0} made random, the maps correlate with the model’s own by {1}, those of another picture by {2}.',
            what,
            figure,
            ofOther,
          ),
        ];
  });
}

function overlap(a: Score, b: Score): boolean {
  return a.low <= b.high && b.low <= a.high;
}
