import { readFile, realpath, rm } from 'node:fs/promises';
import { replaceText } from '../base/smallFile.ts';
import { readSidecar } from './sidecar.ts';
import { sidecarPath } from './sidecarFile.ts';

/**
 * Changes the text of the sidecar beside a model; creates the sidecar if there is none, and removes one in which nothing
 * is left. The file is replaced as a whole, so it is never half written.
 * @param edit gets a JSON object and returns one
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
 */
export async function editSidecar(
  modelPath: string,
  edit: (text: string) => string,
): Promise<string> {
  const file = sidecarPath(modelPath);
  const isThere = (await readSidecar(file)) !== undefined;
  const text = isThere ? await readFile(file, 'utf8') : '{}\n';
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const edited = edit(text.slice(mark.length));
  if (/^\s*\{\s*\}\s*$/.test(edited)) await rm(file, { force: true });
  else await replaceText(isThere ? await realpath(file) : file, mark + edited);
  return file;
}
