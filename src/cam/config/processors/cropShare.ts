import { t } from '@vscode/l10n';

/**
 * The share of the picture that stays after the crop, if it is one.
 * @param notices gets a number that is none
 */
export function cropShare(share: unknown, file: string, notices: string[]): number | undefined {
  if (typeof share !== 'number') return undefined;
  if (share >= 0.1 && share <= 1) return share;
  notices.push(t('{0}: crop_pct {1} is not between 0.1 and 1, so it is not used.', file, share));
  return undefined;
}
