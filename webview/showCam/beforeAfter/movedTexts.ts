/** What an export moved, in words. */
export const MOVED = {
  title: 'What moved',
  prediction: 'Prediction',
  identity: 'FidelityCheck',
  kind: 'Kind of map',
  grid: 'Map',
  input: 'Input',
  classes: 'Class list',
  preprocessing: 'Preprocessing, which moves the numbers as well',
  stays: (value: string) => `${value}, as before`,
  from: 'from ',
  to: ' to ',
  offBy: (standing: string, residual: string) => `${standing}, off by ${residual}`,
  size: (width: number, height: number) => `${width}\u202f×\u202f${height}`,
  classList: (count: number, alone: readonly string[], aloneCount: number) => {
    const more = aloneCount > alone.length ? ` and ${aloneCount - alone.length} more` : '';
    const only = aloneCount === 0 ? '' : ` (only here: ${alone.join(', ')}${more})`;
    return `${count} classes${only}`;
  },
  logit: 'Logit',
  logitHint: 'Change of the logit; below it the value before and after',
  probability: 'Probability',
  probabilityHint:
    'Change of the probability in percentage points; below it the value before and after',
  boxHint:
    'Overlap of the boxes before and after: intersection over union. 1: the same box; 0: apart',
  showClass: (label: string) => `Show ${label} before and after`,
  onlyBefore: 'The model has no class of this name any more',
  onlyAfter: 'The model had no class of this name before',
} as const;
