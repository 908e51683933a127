import type { BoxRule } from '../../../src/cam/results/evaluation/localization.ts';
import type { PicturesQuery } from '../../../src/cam/results/evaluation/overview.ts';

export const TABS = [
  'errors',
  'localization',
  'evidence',
  'trust',
  'preprocessing',
  'parity',
] as const;
export type Tab = (typeof TABS)[number];

export const PARTS = ['images', 'confusions', 'classes', 'calibration'] as const;
/** The parts of the errors; where there is room, the images stand beside one of the others. */
export type Part = (typeof PARTS)[number];

export type Order = PicturesQuery['order'];
export const ORDERS: readonly Order[] = ['loss', 'margin', 'confidence'];

export const BOX_RULES: readonly BoxRule[] = ['paper', 'authors'];
export type Threshold = 'heldOut' | 'oracle';
export const THRESHOLDS: readonly Threshold[] = ['heldOut', 'oracle'];

export const CLASS_COLUMNS = ['label', 'pictures', 'recall', 'precision', 'accuracy'] as const;
export type ClassColumn = (typeof CLASS_COLUMNS)[number];

/** All settings of the user in the page; kept over refreshes and reloads. */
export interface ViewState {
  tab: Tab;
  part: Part;
  order: Order;
  /** Only images of this class. */
  truth: number | undefined;
  /** Only images that are predicted as this class. */
  predicted: number | undefined;
  isWrong: boolean;
  hasMap: boolean;
  /** How the table of classes is sorted. */
  sort: { by: ClassColumn; isDescending: boolean };
  boxRule: BoxRule;
  threshold: Threshold;
  hasGeometry: boolean;
  /** Further rows of the localization: methods, ten crops, folders of maps (absolute). */
  methods: readonly string[];
  hasTenCrops: boolean;
  mapFolders: readonly string[];
  /** The baseline of *Before and after*. */
  before: OtherModel | undefined;
}

/** A model that this one is compared with. */
interface OtherModel {
  /** Absolute. */
  path: string;
  name: string;
}

export const DEFAULT_VIEW: ViewState = {
  tab: 'errors',
  part: 'images',
  order: 'loss',
  truth: undefined,
  predicted: undefined,
  isWrong: true,
  hasMap: true,
  sort: { by: 'recall', isDescending: false },
  boxRule: 'paper',
  threshold: 'heldOut',
  hasGeometry: true,
  methods: [],
  hasTenCrops: false,
  mapFolders: [],
  before: undefined,
};

/** Checks a view from outside, perhaps of another version: every invalid field gets its default. */
export function checkedView(kept: Partial<Record<keyof ViewState, unknown>>): ViewState {
  const sort = (kept.sort ?? {}) as Partial<Record<keyof ViewState['sort'], unknown>>;
  return {
    tab: oneOf(TABS, kept.tab, DEFAULT_VIEW.tab),
    part: oneOf(PARTS, kept.part, DEFAULT_VIEW.part),
    order: oneOf(ORDERS, kept.order, DEFAULT_VIEW.order),
    truth: indexOrNone(kept.truth),
    predicted: indexOrNone(kept.predicted),
    isWrong: booleanOr(kept.isWrong, DEFAULT_VIEW.isWrong),
    hasMap: booleanOr(kept.hasMap, DEFAULT_VIEW.hasMap),
    sort: {
      by: oneOf(CLASS_COLUMNS, sort.by, DEFAULT_VIEW.sort.by),
      isDescending: booleanOr(sort.isDescending, DEFAULT_VIEW.sort.isDescending),
    },
    boxRule: oneOf(BOX_RULES, kept.boxRule, DEFAULT_VIEW.boxRule),
    threshold: oneOf(THRESHOLDS, kept.threshold, DEFAULT_VIEW.threshold),
    hasGeometry: booleanOr(kept.hasGeometry, DEFAULT_VIEW.hasGeometry),
    methods: textsOf(kept.methods),
    hasTenCrops: booleanOr(kept.hasTenCrops, DEFAULT_VIEW.hasTenCrops),
    mapFolders: textsOf(kept.mapFolders),
    before: modelOrNone(kept.before),
  };
}

function indexOrNone(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function modelOrNone(value: unknown): OtherModel | undefined {
  const { path, name } = (value ?? {}) as Partial<Record<keyof OtherModel, unknown>>;
  return typeof path === 'string' && typeof name === 'string' ? { path, name } : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function booleanOr(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}

function oneOf<Value extends string>(
  values: readonly Value[],
  value: unknown,
  fallback: Value,
): Value {
  return values.find((candidate) => candidate === value) ?? fallback;
}
