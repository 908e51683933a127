import { t } from '@vscode/l10n';

/** What an export moved, in words. */
export const MOVED = {
  title: t('What moved'),
  prediction: t('Prediction'),
  identity: t('Fidelity'),
  kind: t('Kind of map'),
  grid: t('Map'),
  input: t('Input'),
  box: t('Box'),
  classes: t('Class list'),
  preprocessing: t('Preprocessing (it changes the numbers too)'),
  stays: (value: string) => t('{0}, as before', value),
  from: t('from '),
  to: t(' to '),
  offBy: (standing: string, residual: string) => t('{0}, off by {1}', standing, residual),
  size: (width: number, height: number) => `${width}\u202f×\u202f${height}`,
  classList: (count: number, alone: readonly string[], aloneCount: number) => {
    const more = aloneCount > alone.length ? t(' and {0} more', aloneCount - alone.length) : '';
    const only = aloneCount === 0 ? '' : t(' (only here: {0}{1})', alone.join(', '), more);
    return t('{0} classes{1}', count, only);
  },
  logit: t('Logit'),
  logitHint: t('Change of the logit; below it, the values before and after'),
  probability: t('Probability'),
  probabilityHint: t(
    'Change of the probability in percentage points; below it, the values before and after',
  ),
  boxHint: t(
    'Overlap of the boxes before and after: intersection over union. 1: the same box; 0: no overlap',
  ),
  showClass: (label: string) => t('Show {0} before and after', label),
  onlyBefore: t('The model no longer has a class of this name'),
  onlyAfter: t('The model had no class of this name before'),
} as const;

/** What moved in one sentence. */
export const SENTENCE = {
  nothing: (label: string, probability: string) =>
    t('Nothing moved: still {0}, {1}, and the same map to 1e-4 of its peak.', label, probability),
  still: (label: string, probabilities: string, evidence: string) =>
    t('Still {0}, {1}; {2}.', label, probabilities, evidence),
  stillTop: (top: string, label: string, probabilities: string, evidence: string) =>
    t('Still {0}. For {1}, {2}; {3}.', top, label, probabilities, evidence),
  became: (before: string, after: string, label: string, values: string, evidence: string) =>
    t('{0} became {1}. For {2}, {3}; {4}.', before, after, label, values, evidence),
  onlyStill: (label: string, probabilities: string) => t('Still {0}, {1}.', label, probabilities),
  onlyStillTop: (top: string, label: string, probabilities: string) =>
    t('Still {0}. For {1}, {2}.', top, label, probabilities),
  onlyBecame: (before: string, after: string, label: string, values: string) =>
    t('{0} became {1}. For {2}, {3}.', before, after, label, values),
  boxMoved: (overlap: string) => t('the evidence moved: box overlap {0}', overlap),
  boxStayed: (overlap: string) => t('the evidence stayed: box overlap {0}', overlap),
  peakMoved: (distancePx: number) => t('the evidence moved: its peak by {0} px', distancePx),
  peakStayed: t('the evidence stayed: same peak'),
} as const;
