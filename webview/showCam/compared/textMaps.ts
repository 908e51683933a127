import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { isOfPixels } from '../state/mapWays.ts';
import type { PageState } from '../state/store.ts';
import { isBlank, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf, titleOf } from '../state/titles.ts';
import { differenceOf } from './difference.ts';
import { isDifferenceWanted } from './mode.ts';
import { modelName } from './names.ts';
import { shownOn } from './shown.ts';

/** A map on a stage, by its cells. */
export interface TextMap {
  title: string;
  map: ScalarMap;
  limit: number;
  /** A value for each pixel of the model's input. */
  isOfPixels: boolean;
}

/** The maps that are shown: one, those of two models, or their difference. */
export function textMaps(state: PageState): TextMap[] {
  const { loaded, other } = state;
  if (other && isDifferenceWanted(state)) {
    const difference = differenceOf(state);
    if ('reason' in difference || !loaded) return [];
    const label = labelOf(difference.classIndex, loaded.model.model.labels.value);
    const title = strings.differenceTitle(
      label,
      modelName(state, 'main'),
      modelName(state, 'other'),
    );
    const { cells: map, limit, clip } = difference;
    return [{ title, map, limit, isOfPixels: clip !== undefined }];
  }
  return (['main', 'other'] as const).flatMap((side) => {
    const pane = paneOf(state, side)?.loaded;
    const shown = shownOn(state, side);
    if (!pane || !shown || isBlank(pane)) return [];
    const title = titleOf(shown, pane.model.model);
    const named = other ? strings.ofModel(title, modelName(state, side)) : title;
    const ofPixels = pane.by !== undefined && isOfPixels(pane.by.method);
    return [{ title: named, map: shown.map, limit: shown.limit, isOfPixels: ofPixels }];
  });
}
