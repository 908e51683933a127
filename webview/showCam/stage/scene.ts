import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { formatNumber } from '../../shared/format/numbers.ts';
import { cellRect } from '../../shared/map/stageMarks.ts';
import { differenceOf } from '../compared/difference.ts';
import { modelName } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import { linkedView } from '../state/beside.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MapBeside } from '../state/methods.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf, titleOf } from '../state/titles.ts';
import { readCell } from './place.ts';

/** What a stage draws: a photo, a map over a part of it, and marks, all in photo pixels. */
export interface Scene {
  loaded: Loaded;
  map: ScalarMap;
  /** The part of the photo that the map covers. */
  area: Rect;
  limit: number;
  colormap: ViewState['colormap'];
  /** Whether weak values let the photo through. */
  byValue: boolean;
  interpolation: ViewState['interpolation'];
  /** Whether the browser may interpolate the colours when it enlarges them. */
  smoothColors: boolean;
  box: Rect | undefined;
  cell: Rect | undefined;
  /** In words, for screen readers. */
  description: string;
}

/** The map of one model. */
export function sceneOf(state: PageState, side: Side): Scene | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  return loaded && shown && sceneWith(state, loaded, shown);
}

/** A map beside the main one. */
export function besideScene(state: PageState, { loaded }: MapBeside): Scene {
  return sceneWith(state, loaded, loaded.maps.shown(linkedView(state)));
}

function sceneWith(state: PageState, loaded: Loaded, shown: ShownMap): Scene {
  const { explanation, maps } = loaded;
  const { view } = state;
  const interpolation = maps.interpolation(view);
  const cell = readCell(state.place, loaded);
  return {
    loaded,
    map: shown.map,
    area: mapArea(explanation.geometry),
    limit: shown.limit,
    colormap: view.colormap,
    byValue: view.opacityBy === 'value',
    interpolation,
    smoothColors: interpolation === 'bilinear',
    box: view.showBox ? maps.box(shown.map, view.boxThreshold) : undefined,
    cell: cell && cellRect(cell, explanation.featureMap, explanation.geometry),
    description: descriptionOf(loaded, shown),
  };
}

function descriptionOf({ explanation, model, by }: Loaded, shown: ShownMap): string {
  const texts = [
    ...[titleOf(shown, model.model), fileNameOf(explanation.imagePath)],
    ...[formatNumber(shown.min), formatNumber(shown.max)],
  ] as [string, string, string, string];
  return by ? methodStrings.description(by.name, ...texts) : strings.stageDescription(...texts);
}

/** The difference of two models' maps, around zero in blue and red. */
export function differenceScene(state: PageState): Scene | undefined {
  const { loaded, other, view } = state;
  const difference = differenceOf(state);
  if (!loaded || !other || 'reason' in difference) return undefined;
  const { explanation, model } = loaded;
  const cell = readCell(state.place, loaded);
  return {
    loaded,
    map: difference.drawn,
    area: difference.area,
    limit: difference.limit,
    colormap: 'diverging',
    byValue: true,
    interpolation: 'cells',
    smoothColors: view.interpolation === 'bilinear' && difference.clip === undefined,
    box: undefined,
    cell: cell && cellRect(cell, explanation.featureMap, explanation.geometry),
    description: (loaded.by ? methodStrings : strings).differenceDescription(
      labelOf(difference.classIndex, model.model.labels.value),
      modelName(state, 'main'),
      modelName(state, 'other'),
      formatNumber(difference.min),
      formatNumber(difference.max),
    ),
  };
}
