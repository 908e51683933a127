import path from 'node:path';
import { labelFileNames } from './labels/labelFileNames.ts';
import type { Preprocessing, Sourced } from './preprocessing.ts';

/** The path of a model's sidecar: `NAME.cam.json` beside `NAME.onnx`. */
export function sidecarPath(modelPath: string): string {
  return path.join(path.dirname(modelPath), `${stemOf(modelPath)}.cam.json`);
}

/** The files beside a model, absolute, that change its labels or its preprocessing as soon as they are there. */
export function configFilesBeside(modelPath: string): string[] {
  const folder = path.dirname(modelPath);
  const labels = labelFileNames(stemOf(modelPath)).map((name) => path.join(folder, name));
  return [sidecarPath(modelPath), ...labels];
}

function stemOf(modelPath: string): string {
  return path.basename(modelPath).replace(/\.onnx$/i, '');
}

/**
 * The text of a sidecar with the settings in use, for editing. It names a labels text file, lists other labels, and
 * leaves out what stands in for labels that were not found.
 *
 * @param target absolute path that the sidecar will have.
 */
export function sidecarTemplate(
  labels: Sourced<string[]>,
  preprocessing: Preprocessing,
  target: string,
): string {
  const sidecar: { labels?: string | string[]; preprocessing?: Preprocessing } = {};
  if (labels.file !== undefined && /\.txt$/i.test(labels.file)) {
    const relative = path.relative(path.dirname(target), labels.file);
    sidecar.labels = relative.split(path.sep).join('/');
  } else if (labels.standIn === undefined) {
    sidecar.labels = labels.value;
  }
  sidecar.preprocessing = preprocessing;
  const onOneLine = (list: string): string =>
    list.replace(/\s+/g, ' ').replace(/\[ | \]/g, (m) => m.trim());
  return `${JSON.stringify(sidecar, null, 2).replace(/\[\n[-\d.,e\s]+\]/g, onOneLine)}\n`;
}
