import { PREPROCESSING_KEY } from '../config/modelMetadata.ts';
import type { Preprocessing } from '../config/preprocessing.ts';

/** The `metadata_props` of a classifier: its labels as a JSON list, and its preprocessing as in a sidecar. */
export function statedMetadata(
  labels: readonly string[],
  preprocessing: Preprocessing,
): Map<string, string> {
  return new Map([
    ['labels', JSON.stringify(labels)],
    [PREPROCESSING_KEY, JSON.stringify(preprocessing)],
  ]);
}
