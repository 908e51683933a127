import type { PictureGeometry } from '../../config/guessedGeometry.ts';
import type { PixelSettings } from '../../config/pixelWays.ts';
import type { Interpolation } from '../../config/preprocessing.ts';
import type { Finding, Rate } from './scores.ts';

export interface DoctorQuery {
  seed: number;
  /** Largest number of pictures; default 200. */
  pictures?: number | undefined;
  /**
   * Whether the classes of the pictures were found by the names of the labels (default), or stated as numbers: then new
   * labels would not change which class is right, and none are offered.
   */
  labelsBy?: 'names' | 'numbers' | undefined;
  /** Where folders are named by numbers and the model has no labels: the number of class 0; default 0. */
  firstNumber?: 0 | 1 | undefined;
}

/** How much of an examination is done, in runs of one picture. */
export interface DoctorProgress {
  done: number;
  total: number;
}

/** Which ways of reading pictures and labels fit labelled pictures best. */
export interface DoctorReport {
  /** At most 200. */
  pictures: number;
  seed: number;
  /** The best first. */
  variants: Variant[];
  /** Set if another variant beats the current one by far: one sentence. */
  warning: string | undefined;
  /** The variant that the warning names: of those as good as the best one, the one with the fewest changes. */
  better: Variant | undefined;
  findings: Finding[];
}

export interface Variant {
  /** Identifies it in its report. */
  id: string;
  /** What is different from the current one, in words; "as now" for that. */
  name: string;
  isCurrent: boolean;
  accuracy: Rate;
  /** Mean of logit of the right class − largest other logit; NaN if no logits are finite. */
  meanMargin: number;
  /** What *Use this* writes into the sidecar; undefined for the current one, and if the sidecar cannot state it. */
  change: VariantChange | undefined;
}

/** Settings of a sidecar; absent what stays as it is. */
export interface VariantChange {
  pixels?: PixelSettings;
  geometry?: PictureGeometry;
  interpolation?: Interpolation;
  /** One for each class, in their new order. */
  labels?: string[];
}

/** What is known without a run, from the predictions of labelled pictures. */
export interface QuickDiagnosis {
  /** Set if other labels beat the current ones by far: one sentence. */
  warning: string | undefined;
  /** What repairs the labels; undefined if nothing does, or if the sidecar cannot. */
  change: VariantChange | undefined;
  /** Why an examination is worth its time: one sentence; undefined if it is not. */
  reason: string | undefined;
}
