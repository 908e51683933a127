import { t } from '@vscode/l10n';

/**
 * The text while a file is being written.
 * @param isOlderShown whether older content is shown in the meantime
 */
export function waitingText(fileName: string, isOlderShown: boolean): string {
  const waiting = t('Waiting until {0} is complete.', fileName);
  return isOlderShown ? t('{0} Showing the earlier version of the file.', waiting) : waiting;
}
