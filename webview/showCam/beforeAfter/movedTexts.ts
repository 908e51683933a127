import { t } from '@vscode/l10n';

/** What an export moved, in words. */
export const MOVED = {
  title: t('What moved'),
  prediction: t('Prediction'),
  identity: t('Fidelity'),
  kind: t('Kind of map'),
  grid: t('Map'),
  input: t('Input'),
  classes: t('Class list'),
  preprocessing: t('Preprocessing, which moves the numbers as well'),
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
  onlyBefore: t('The model has no class of this name any more'),
  onlyAfter: t('The model had no class of this name before'),
} as const;
