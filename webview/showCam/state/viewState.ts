import { COLORMAP_NAMES } from '../../../src/cam/maps/pixels/colormap.ts';
import { DEFAULT_LOOK } from '../../../src/cam/maps/pixels/defaultLook.ts';
import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { ComparisonMode, FigureChoices, ViewState } from '../../../src/protocol/showCam.ts';
import { CLIP_PERCENTS, MAP_WAYS } from './mapWays.ts';

/** Maps beside the main one. */
export const MOST_BESIDE = 3;

/** How two maps can be shown. */
export const COMPARISON_MODES: readonly ComparisonMode[] = ['slider', 'sideBySide', 'difference'];

export const DEFAULT_VIEW: ViewState = {
  ...DEFAULT_LOOK,
  selectedClass: undefined,
  method: undefined,
  beside: [],
  clip: 99,
  contrastClass: undefined,
  selectedChannel: undefined,
  ablated: [],
  otherClass: undefined,
  comparison: 'sideBySide',
  beforeAfter: 'slider',
  divider: 0.5,
  comparedScale: undefined,
  layer: 'overlay',
  interpolation: 'bilinear',
  opacityBy: 'value',
  scale: 'image',
  scaleLimit: undefined,
  showBox: true,
  boxThreshold: 0.2,
  zoom: 1,
  panX: 0,
  panY: 0,
  figure: { content: 'map', hasTexts: true, factor: 1, format: 'png' },
  sheetOrder: 'given',
};

/** Checks a view from outside, perhaps of another version: every invalid field gets its default. */
export function checkedView(kept: Partial<Record<keyof ViewState, unknown>>): ViewState {
  return {
    selectedClass: indexOrNone(kept.selectedClass),
    method: oneOf([undefined, ...MAP_WAYS], kept.method, DEFAULT_VIEW.method),
    beside: checkedWays(kept.beside),
    clip: CLIP_PERCENTS.find((percent) => percent === kept.clip) ?? DEFAULT_VIEW.clip,
    contrastClass: indexOrNone(kept.contrastClass),
    selectedChannel: indexOrNone(kept.selectedChannel),
    ablated: indices(kept.ablated),
    otherClass: indexOrNone(kept.otherClass),
    comparison: oneOf(COMPARISON_MODES, kept.comparison, DEFAULT_VIEW.comparison),
    beforeAfter: oneOf(COMPARISON_MODES, kept.beforeAfter, DEFAULT_VIEW.beforeAfter),
    divider: inRange(kept.divider, 0, 1, DEFAULT_VIEW.divider),
    comparedScale: oneOf(
      ['both', 'model', 'class', undefined],
      kept.comparedScale,
      DEFAULT_VIEW.comparedScale,
    ),
    layer: oneOf(['overlay', 'map', 'picture'], kept.layer, DEFAULT_VIEW.layer),
    opacity: inRange(kept.opacity, 0, 1, DEFAULT_VIEW.opacity),
    interpolation: oneOf(['bilinear', 'cells'], kept.interpolation, DEFAULT_VIEW.interpolation),
    colormap: oneOf(COLORMAP_NAMES, kept.colormap, DEFAULT_VIEW.colormap),
    opacityBy: oneOf(['value', 'even'], kept.opacityBy, DEFAULT_VIEW.opacityBy),
    scale: oneOf(['image', 'class'], kept.scale, DEFAULT_VIEW.scale),
    scaleLimit: positiveOrNone(kept.scaleLimit),
    showBox: typeof kept.showBox === 'boolean' ? kept.showBox : DEFAULT_VIEW.showBox,
    boxThreshold: inRange(kept.boxThreshold, 0.01, 1, DEFAULT_VIEW.boxThreshold),
    zoom: inRange(kept.zoom, 1, Number.MAX_VALUE, DEFAULT_VIEW.zoom),
    panX: inRange(kept.panX, -0.5, 0.5, DEFAULT_VIEW.panX),
    panY: inRange(kept.panY, -0.5, 0.5, DEFAULT_VIEW.panY),
    figure: checkedFigure(kept.figure),
    sheetOrder: oneOf(
      ['given', 'confidence', 'mistakes'],
      kept.sheetOrder,
      DEFAULT_VIEW.sheetOrder,
    ),
  };
}

function checkedFigure(kept: unknown): FigureChoices {
  const usual = DEFAULT_VIEW.figure;
  const { content, hasTexts, factor, format } = (kept ?? {}) as Record<string, unknown>;
  return {
    content: oneOf(['map', 'beside'], content, usual.content),
    hasTexts: typeof hasTexts === 'boolean' ? hasTexts : usual.hasTexts,
    factor: factor === 2 ? 2 : 1,
    format: oneOf(['png', 'svg'], format, usual.format),
  };
}

function checkedWays(kept: unknown): MapWay[] {
  if (!Array.isArray(kept)) return [];
  return MAP_WAYS.filter((way) => kept.includes(way))
    .toSorted((a, b) => kept.indexOf(a) - kept.indexOf(b))
    .slice(0, MOST_BESIDE);
}

function indexOrNone(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function positiveOrNone(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
}

function indices(value: unknown): number[] {
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((index) => indexOrNone(index) !== undefined))];
}

function inRange(value: unknown, min: number, max: number, fallback: number): number {
  return typeof value === 'number' && value >= min && value <= max ? value : fallback;
}

function oneOf<Value extends string | undefined>(
  values: readonly Value[],
  value: unknown,
  fallback: Value,
): Value {
  return values.find((candidate) => candidate === value) ?? fallback;
}
