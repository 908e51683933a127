import { t } from '@vscode/l10n';
import type { AnnotationSource, LabelSource } from '../../results/evaluation/overview.ts';
import type { Finding } from '../../results/evaluation/scores.ts';

/** Examples of a finding; the rest is in the finding. */
const SHOWN = 3;

/** What was found in a folder, and what does not count: a sentence each, with the first examples. */
export function whatWasFound(
  labels: LabelSource | undefined,
  annotations: AnnotationSource | undefined,
  findings: readonly Finding[],
): string[] {
  return [
    labels?.text ?? t('Labels: none.'),
    annotations?.text ?? t('Boxes and masks: none.'),
    ...findings.map(({ text, examples }) =>
      examples.length === 0
        ? text
        : `${text} ${t('For example: {0}', examples.slice(0, SHOWN).join(', '))}`,
    ),
  ];
}
