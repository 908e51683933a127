import type { LabelReading } from './labels/labelReading.ts';
import type { Sourced } from './preprocessing.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';

/** What a source other than the sidecar knows about a model. */
export interface ConfigSource {
  labels?: Sourced<LabelReading>;
  preprocessing?: Sourced<PreprocessingPatch>;
  notices: string[];
}
