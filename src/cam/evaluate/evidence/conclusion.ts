import { t } from '@vscode/l10n';
import type { ClassEvidence } from '../../results/evaluation/evidence.ts';
import { MIN_PICTURES } from './clusterMaps.ts';

/** What the first screen says: how many classes stand out, or that none does, and what was not looked at. */
export function conclusionOf(
  classes: readonly ClassEvidence[],
  isLabelled: boolean,
): string | undefined {
  if (classes.length === 0) return undefined;
  const standOut = classes.filter(
    ({ text, clusters }) => text !== undefined || clusters.some((cluster) => cluster.suspicious),
  );
  const small = classes.filter(({ pictures }) => pictures < MIN_PICTURES).length;
  return [
    standOut.length === 0
      ? t('Nothing stood out by these bounds in {0} classes.', classes.length)
      : t('{0} of {1} classes stand out.', standOut.length, classes.length),
    ...(small === 0
      ? []
      : [t('{0} classes have fewer than {1} pictures: no groups in them.', small, MIN_PICTURES)]),
    ...(isLabelled ? [] : [t('No picture has a label: classes are the predicted ones.')]),
  ].join(' ');
}
