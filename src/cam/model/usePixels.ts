import { readFile, realpath } from 'node:fs/promises';
import { withValue } from '../base/jsonText.ts';
import { replaceText } from '../base/smallFile.ts';
import type { PixelSettings } from '../config/pixelWays.ts';
import { readSidecar } from '../config/sidecar.ts';
import { sidecarPath } from '../config/sidecarFile.ts';

/**
 * Writes how pixels become values into the sidecar beside a model and does not change anything else; creates the
 * sidecar if there is none.
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
 */
export async function usePixels(modelPath: string, settings: PixelSettings): Promise<string> {
  const file = sidecarPath(modelPath);
  const isThere = (await readSidecar(file)) !== undefined;
  const text = isThere ? await readFile(file, 'utf8') : '{}\n';
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  let edited = text.slice(mark.length);
  for (const [key, value] of Object.entries(settings)) {
    edited = withValue(edited, ['preprocessing', key], JSON.stringify(value));
  }
  await replaceText(isThere ? await realpath(file) : file, mark + edited);
  return file;
}
