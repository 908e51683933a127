import { t } from '@vscode/l10n';

/**
 * The text while a file is being written.
 * @param isOlderShown whether older content is shown in the meantime
 */
export function waitingText(fileName: string, isOlderShown: boolean): string {
  const waiting = t('Waiting for {0} to be complete.', fileName);
  return isOlderShown ? t('{0} Showing the earlier version of the file.', waiting) : waiting;
}
