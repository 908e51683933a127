import type { PixelSettings } from '../../config/pixelWays.ts';
import type { Finding, Rate } from './scores.ts';

/** Which ways of reading pictures and labels fit labelled pictures best. */
export interface DoctorReport {
  /** At most 200. */
  pictures: number;
  seed: number;
  /** The best first. */
  variants: Variant[];
  /** Set if another variant beats the current one by far: one sentence. */
  warning: string | undefined;
  findings: Finding[];
}

export interface Variant {
  /** Identifies it for {@link useVariant}. */
  id: string;
  /** What is different from the current one, in words; "as now" for that. */
  name: string;
  isCurrent: boolean;
  accuracy: Rate;
  /** Mean of logit of the right class − largest other logit. */
  meanMargin: number;
  /** What *Use this* writes into the sidecar; undefined for the current one. */
  change: VariantChange | undefined;
}

export interface VariantChange {
  pixels?: PixelSettings;
  resize?: 'stretch' | 'shorterSide';
  interpolation?: 'bilinear' | 'bicubic';
  /** Labels in a new order. */
  labels?: string[];
}
