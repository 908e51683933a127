import type {
  Figure,
  FigureLayer,
  FigureMap,
  FigurePicture,
} from '../../../src/cam/results/figure.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { sidesInOrder } from '../compared/names.ts';
import { differenceLegend } from '../stage/differenceLegend.ts';
import { besideLegend, mapLegend } from '../stage/legend.ts';
import type { Scene } from '../stage/scene.ts';
import { besideScene, differenceScene, sceneOf } from '../stage/scene.ts';
import { splitScenes } from '../stage/sliderView.ts';
import { besideWays, mapsBeside } from '../state/beside.ts';
import type { MapBeside } from '../state/methods.ts';
import { wayOnShow } from '../state/methods.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { besideHeading, captionOf, headingOf } from './caption.ts';
import { figureLegend } from './figureLegend.ts';

/** What is on show as a figure, with the choices for saving; undefined if nothing is shown. */
export function figureOf(state: PageState): Figure | undefined {
  const { content, hasTexts, factor } = state.view.figure;
  const pictures = picturesOf(state);
  const [photo] = pictures[0]?.layers ?? [];
  if (!photo) return undefined;
  const alone: FigurePicture = { heading: [], layers: [photoOnly(photo)], legends: [] };
  return {
    factor,
    pictures:
      content === 'beside' && state.view.layer !== 'picture' ? [alone, ...pictures] : pictures,
    caption: hasTexts ? [captionOf(state)] : [],
  };
}

/** One map over the photo; two side by side or left and right of the divider, each with its name; or their difference. */
function picturesOf(state: PageState): FigurePicture[] {
  if (besideWays(state).length > 0) return besidePictures(state);
  if (!state.other) return one(state, sceneOf(state, 'main'), legendsOf(state, ['main']));
  if (isDifferenceWanted(state)) {
    return one(state, differenceScene(state), differenceLegends(state));
  }
  const sides = sidesInOrder(state);
  const split = splitScenes(state);
  if (split?.left) {
    const { divider } = state.view;
    const layers = [layerOf(split.right, state.view), layerOf(split.left, state.view, divider)];
    const [left, right] = sides.map((side) => headingOf(state, side).join(' · '));
    const heading = [strings.leftOfFigure(left ?? ''), strings.rightOfFigure(right ?? '')];
    return [{ heading, layers, legends: legendsOf(state, sides) }];
  }
  return sides.flatMap((side) => {
    const scene = sceneOf(state, side);
    if (!scene) return [];
    const heading = headingOf(state, side);
    return [{ heading, layers: [layerOf(scene, state.view)], legends: legendsOf(state, [side]) }];
  });
}

/** The main map and those beside it, each under its name. */
function besidePictures(state: PageState): FigurePicture[] {
  const { view, loaded } = state;
  const scene = sceneOf(state, 'main');
  if (!loaded || !scene) return [];
  const main = {
    heading: besideHeading(state, wayOnShow(loaded), loaded),
    layers: [layerOf(scene, view)],
    legends: legendsOf(state, ['main']),
  };
  const others = mapsBeside(state).filter(({ loaded: { by } }) => !by || by.map !== undefined);
  return [main, ...others.map((map) => besidePicture(state, map))];
}

function besidePicture(state: PageState, map: MapBeside): FigurePicture {
  const { figure, layer, boxThreshold } = state.view;
  const scene = besideScene(state, map);
  const hasLegend = figure.hasTexts && layer !== 'picture';
  const legend = figureLegend(besideLegend(state, map), scene.box && boxThreshold);
  return {
    heading: besideHeading(state, map.way, map.loaded),
    layers: [layerOf(scene, state.view)],
    legends: hasLegend ? [legend] : [],
  };
}

function one(
  state: PageState,
  scene: Scene | undefined,
  legends: FigurePicture['legends'],
): FigurePicture[] {
  return scene ? [{ heading: [], layers: [layerOf(scene, state.view)], legends }] : [];
}

function legendsOf(state: PageState, sides: readonly Side[]): FigurePicture['legends'] {
  const { figure, layer, boxThreshold } = state.view;
  if (!figure.hasTexts || layer === 'picture') return [];
  return sides.flatMap((side) => {
    const content = mapLegend(state, side);
    const hasBox = sceneOf(state, side)?.box !== undefined;
    if (!content || content.isOnItsWay) return [];
    return [figureLegend(content, hasBox ? boxThreshold : undefined)];
  });
}

function differenceLegends(state: PageState): FigurePicture['legends'] {
  const { figure, layer } = state.view;
  const content = differenceLegend(state);
  if (!content || !figure.hasTexts || layer === 'picture') return [];
  return [figureLegend(content, undefined)];
}

function layerOf(scene: Scene, view: ViewState, until = 1): FigureLayer {
  const { picture, geometry } = scene.loaded.explanation;
  return {
    photo: picture,
    geometry,
    showsPhoto: view.layer !== 'map',
    until,
    map: view.layer === 'picture' ? undefined : mapOf(scene, view),
    box: scene.box,
    marksSeen: true,
  };
}

function mapOf({ map, area, limit, colormap, byValue, smoothColors }: Scene, view: ViewState) {
  const isOverlay = view.layer === 'overlay';
  return {
    map,
    area,
    limit,
    colormap,
    opacity: isOverlay ? view.opacity : 1,
    byValue: isOverlay && byValue,
    interpolation: smoothColors ? 'bilinear' : 'cells',
  } satisfies FigureMap;
}

function photoOnly({ photo, geometry }: FigureLayer): FigureLayer {
  return {
    ...{ photo, geometry, showsPhoto: true, until: 1 },
    ...{ map: undefined, box: undefined, marksSeen: false },
  };
}
