import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { readDecoded } from '../../base/smallFile.ts';
import { noLabels } from './errors.ts';
import { labelFileNames } from './labelFileNames.ts';
import type { LabelReading } from './labelReading.ts';
import { readLabelText } from './labelText.ts';

/** Absolute paths of the files beside a model that hold labels by their name, in any letter case, the surest first. */
export async function findLabelFiles(modelPath: string): Promise<string[]> {
  const folder = path.dirname(modelPath);
  const stem = path
    .basename(modelPath)
    .replace(/\.onnx$/i, '')
    .toLowerCase();
  const rank = new Map(labelFileNames(stem).map((name, i) => [name, i]));
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .flatMap((name) => {
      const place = rank.get(name.toLowerCase());
      return place === undefined ? [] : [{ place, file: path.join(folder, name) }];
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ file }) => file);
}

/**
 * The labels of a file, whatever its name says about its form.
 * @param classes as for `readLabelText`
 * @returns undefined if there is no such file
 * @throws CamError `labelsUnreadable`
 */
export async function readLabelFile(
  file: string,
  classes: number,
): Promise<LabelReading | undefined> {
  const decoded = await readDecoded(file, 'labelsUnreadable');
  if (!decoded) return undefined;
  const reading = readLabelText(decoded.text, classes);
  if (!reading) throw noLabels(file);
  if (decoded.encoding !== 'windows-1252') return reading;
  const doubt = t('It is not UTF-8, so it is read as Windows-1252.');
  return { ...reading, doubts: [...reading.doubts, doubt] };
}
