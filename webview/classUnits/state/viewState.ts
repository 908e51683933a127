import type { UnitRanking } from '../../../src/cam/results/units.ts';
import type { UnitsModel } from '../../../src/cam/units/unitsModel.ts';

export const SUBJECTS = ['class', 'unit', 'ablation', 'names'] as const;
/** The subject of the page: a class, one unit, ablation, or the names. */
export type Subject = (typeof SUBJECTS)[number];

export const CROPS = ['region', 'receptiveField', 'gradient', 'empirical', 'whole'] as const;
/** How much of a picture a patch shows. */
export type Crop = (typeof CROPS)[number];

/** Whether the crop is a field that is measured for each picture. */
export function isMeasuredCrop(crop: Crop): boolean {
  return crop === 'gradient' || crop === 'empirical';
}

export const MASKS = ['contour', 'dim', 'none'] as const;
/** How the activation is drawn on a patch. */
export type Mask = (typeof MASKS)[number];

export const PATCH_SIZES = ['small', 'medium', 'large'] as const;
export type PatchSize = (typeof PATCH_SIZES)[number];

export const RANKINGS: readonly UnitRanking[] = [
  'weight',
  'contribution',
  'gradientActivation',
  'separation',
];

/** Whether an order can be one of a model's, as far as its head tells. */
export function isOrderOf(model: UnitsModel, ranking: UnitRanking): boolean {
  if (ranking === 'separation') return true;
  return (ranking === 'gradientActivation') !== model.hasClassWeights;
}

/** Number of a unit's strongest images that are measured by occlusion: each takes about 200 runs of the model. */
export const MEASURED_IMAGES = 8;

/** Numbers of rows, offered one after the other; after the last, all are shown. */
export const ROW_COUNTS = [3, 10, 30, 100, 300];

/** All settings of the user in the page; kept over refreshes and reloads. */
export interface ViewState {
  subject: Subject;
  /** Undefined until the user chooses one: then the most frequent class of the folder is shown. */
  classIndex: number | undefined;
  ranking: UnitRanking;
  /** Rows for the class, and as many against it. */
  count: number;
  /** Pooled channel of the current unit. */
  unit: number | undefined;
  crop: Crop;
  patchSize: PatchSize;
  mask: Mask;
  /** The mask covers the patch from this fraction of its largest activation on. */
  threshold: number;
  /** Pooled channels that are switched off. */
  ablated: readonly number[];
}

export const DEFAULT_VIEW: ViewState = {
  subject: 'class',
  classIndex: undefined,
  ranking: 'weight',
  count: ROW_COUNTS[0] ?? 3,
  unit: undefined,
  crop: 'region',
  patchSize: 'medium',
  mask: 'contour',
  threshold: 0.5,
  ablated: [],
};

export const MIN_THRESHOLD = 0.05;

/** Checks a view from outside, perhaps of another version: every invalid field gets its default. */
export function checkedView(kept: Partial<Record<keyof ViewState, unknown>>): ViewState {
  const { threshold, ablated, count } = kept;
  return {
    subject: oneOf(SUBJECTS, kept.subject, DEFAULT_VIEW.subject),
    classIndex: indexOrNone(kept.classIndex),
    ranking: oneOf(RANKINGS, kept.ranking, DEFAULT_VIEW.ranking),
    count: indexOrNone(count) || DEFAULT_VIEW.count,
    unit: indexOrNone(kept.unit),
    crop: oneOf(CROPS, kept.crop, DEFAULT_VIEW.crop),
    patchSize: oneOf(PATCH_SIZES, kept.patchSize, DEFAULT_VIEW.patchSize),
    mask: oneOf(MASKS, kept.mask, DEFAULT_VIEW.mask),
    threshold:
      typeof threshold === 'number' && threshold >= MIN_THRESHOLD && threshold <= 1
        ? threshold
        : DEFAULT_VIEW.threshold,
    ablated: Array.isArray(ablated)
      ? ablated.filter((channel): channel is number => indexOrNone(channel) !== undefined)
      : DEFAULT_VIEW.ablated,
  };
}

function indexOrNone(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function oneOf<Value extends string>(
  values: readonly Value[],
  value: unknown,
  fallback: Value,
): Value {
  return values.find((candidate) => candidate === value) ?? fallback;
}
