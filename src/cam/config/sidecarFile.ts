import path from 'node:path';
import type { Preprocessing, Sourced } from './preprocessing.ts';

/** The path of a model's sidecar: `NAME.cam.json` beside `NAME.onnx`. */
export function sidecarPath(modelPath: string): string {
  const name = path.basename(modelPath).replace(/\.onnx$/i, '');
  return path.join(path.dirname(modelPath), `${name}.cam.json`);
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
  } else if (!labels.isStandIn) {
    sidecar.labels = labels.value;
  }
  sidecar.preprocessing = preprocessing;
  const onOneLine = (list: string): string =>
    list.replace(/\s+/g, ' ').replace(/\[ | \]/g, (m) => m.trim());
  return `${JSON.stringify(sidecar, null, 2).replace(/\[\n[-\d.,e\s]+\]/g, onOneLine)}\n`;
}
