import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { fileError } from '../../base/fileErrors.ts';
import { replaceText } from '../../base/smallFile.ts';
import { noSidecar } from '../../config/errors.ts';
import { readSidecar } from '../../config/sidecar.ts';
import { sidecarPath } from '../../config/sidecarFile.ts';
import { newSidecarText, withUnitName } from './sidecarText.ts';

/**
 * Writes a channel's name into a model's sidecar and does not change anything else; creates the sidecar if there is
 * none. The file is replaced as a whole, so it is never half written.
 * @param channel of the model's own last feature map
 * @param name undefined or blank to remove it
 * @param configPath a sidecar other than the one beside the model; it must exist
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `fileNotFound`, `notWritable`
 * @throws RangeError if the channel is not a whole number from 0 on
 */
export async function nameUnit(
  modelPath: string,
  channel: number,
  name: string | undefined,
  configPath: string | undefined,
): Promise<string> {
  if (!Number.isInteger(channel) || channel < 0) throw new RangeError(`no channel ${channel}`);
  const file = path.resolve(configPath ?? sidecarPath(modelPath));
  const wanted = name?.replace(/\s+/g, ' ').trim() || undefined;
  const sidecar = await readSidecar(file);
  if (!sidecar && configPath !== undefined) throw noSidecar(file);
  if (!sidecar) {
    if (wanted !== undefined) await replaceText(file, newSidecarText(channel, wanted));
    return file;
  }
  if (sidecar.unitNames[channel] === wanted) return file;
  const text = await readFile(file, 'utf8');
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const edited = withUnitName(text.slice(mark.length), channel, wanted);
  requireName(file, edited, channel, wanted);
  await replaceText(await realpath(file), mark + edited);
  return file;
}

/** If a key occurs twice, the last one counts, and the edit may have changed the other. */
function requireName(file: string, text: string, channel: number, name: string | undefined): void {
  const { units } = JSON.parse(text) as { units?: Record<number, string> };
  if (units?.[channel] === name) return;
  const message = t('{0} has "units" or "{1}" twice.', path.basename(file), channel);
  throw fileError(file, 'sidecarInvalid', message, t('Leave one of them.'));
}
