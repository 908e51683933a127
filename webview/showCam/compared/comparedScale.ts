import { rangeOf } from '../../../src/cam/maps/cam.ts';
import type { ComparedScale, Side, ViewState } from '../../../src/protocol/showCam.ts';
import type { ShownMap } from '../state/mapSource.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { isBeforeAfter, isBlank, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { whyNotComparable } from './comparable.ts';
import { modelName, sideName } from './names.ts';
import { bothUsable } from './usable.ts';

/** From this ratio of the peaks on, the weaker map would have no visible colours with one scale. */
const MAX_SHARED_RATIO = 4;

/** Whose peaks limit the colours of two maps, and why. */
export interface ScaleChoice {
  scale: ComparedScale;
  /** Larger peak ÷ smaller one, if this ratio made the choice; `units` if there can be no common scale. */
  because: { ratio: number } | 'units' | undefined;
}

/** The user's choice; else one scale, unless the peaks are too far apart for one. Values of two kinds have none. */
export function scaleChoice(state: PageState): ScaleChoice {
  const chosen = state.view.comparedScale;
  const both = bothUsable(state);
  const isOfTwoKinds = both !== undefined && whyNotComparable(both.main, both.other) !== undefined;
  if (isOfTwoKinds) return { scale: chosen === 'class' ? 'class' : 'model', because: 'units' };
  if (chosen !== undefined) return { scale: chosen, because: undefined };
  const peaks = peaksOf(state);
  if (!peaks) return { scale: 'model', because: undefined };
  const ratio = Math.max(...peaks) / Math.min(...peaks);
  return ratio > MAX_SHARED_RATIO
    ? { scale: 'model', because: { ratio } }
    : { scale: 'both', because: undefined };
}

/** The limit of each model's map, and the source of that peak. */
export function limitOn(state: PageState, shown: ShownMap): Pick<ShownMap, 'limit' | 'limitOf'> {
  const { scale } = scaleChoice(state);
  if (scale !== 'both' || state.view.scaleLimit !== undefined) return shown;
  const strongest = strongestSide(state);
  const pane = strongest === 'main' ? state.loaded : state.other?.loaded;
  if (!pane || !strongest) return shown;
  return {
    limit: peakOf(pane, state.view),
    limitOf: { kind: 'bothModels', of: peakName(state, strongest) },
  };
}

/** The peak of a model's top class, which limits the colours of all its classes; by a method, that of the map on show. */
export function peakOf({ maps, by }: Loaded, view: ViewState): number {
  if (by) return maps.shown({ ...view, scaleLimit: undefined }).limit;
  return rangeOf(maps.classMap(maps.topClass)).scale;
}

/** The class whose peak it is, and the model's letter and file: two files may have the same name. */
export function peakName(state: PageState, side: Side): { label: string; model: string } {
  const loaded = paneOf(state, side)?.loaded;
  const name = modelName(state, side);
  return {
    label: labelOf(peakClass(loaded, state.view), loaded?.model.model.labels.value ?? []),
    model: isBeforeAfter(state) ? name : strings.modelOf(sideName(state, side), name),
  };
}

function peakClass(loaded: Loaded | undefined, view: ViewState): number {
  if (!loaded) return 0;
  return loaded.by ? loaded.maps.shown(view).classIndex : loaded.maps.topClass;
}

function strongestSide(state: PageState): Side | undefined {
  const peaks = peaksOf(state);
  return peaks && (peaks[1] > peaks[0] ? 'other' : 'main');
}

function peaksOf(state: PageState): [number, number] | undefined {
  const both = bothUsable(state);
  if (!both || isBlank(both.main) || isBlank(both.other)) return undefined;
  return [peakOf(both.main, state.view), peakOf(both.other, state.view)];
}
