import type { Rect } from '../../../src/cam/base/geometry.ts';
import { meanOf, rangeOf } from '../../../src/cam/maps/cam.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import type { PlacedMap } from '../../../src/cam/maps/pixels/differenceMap.ts';
import {
  commonArea,
  commonGrid,
  differenceMap,
  sampleMap,
} from '../../../src/cam/maps/pixels/differenceMap.ts';
import { magnitudePercentile } from '../../../src/cam/maps/pixels/fineMap.ts';
import type { ClipPercent } from '../../../src/protocol/mapMethods.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import { isOfPixels } from '../state/mapWays.ts';
import type { Loaded, PageState, PaneState } from '../state/store.ts';
import type { NotComparable } from './comparable.ts';
import { haveMaps, whyNotComparable } from './comparable.ts';
import { comparedClasses } from './comparedClasses.ts';
import { peakOf, scaleChoice } from './comparedScale.ts';
import { bothUsable } from './usable.ts';

/** Longer side, in samples, at which a difference is drawn. */
const DRAWN_SIDE = 512;

/** M_main − M_other of one class, in the unit of both. */
export interface Difference {
  /** The part of the photo that both models saw. */
  area: Rect;
  /** Fine enough to draw sample by sample; each map is interpolated as when it is drawn alone. */
  drawn: ScalarMap;
  /** In the cells of the finer map, for tables and files. */
  cells: ScalarMap;
  mean: number;
  min: number;
  max: number;
  /** Colours run from −limit to +limit. */
  limit: number;
  /** The model whose smaller peak is the limit; undefined if it is the largest difference. */
  limitOf: Side | undefined;
  /** For maps of pixels: where their colours end, in per cent of the pixels. */
  clip: ClipPercent | undefined;
  /** Class of the main model; the other's has the same label. */
  classIndex: number;
}

/** `noMap`: by this method, a map of the class is not here. */
export interface NoDifference {
  reason: 'loading' | 'noSuchClass' | 'noMap' | NotComparable | 'apart';
}

/** The difference of the two maps, or why there is none. Equal states give the same object. */
export function differenceOf(state: PageState): Difference | NoDifference {
  const both = bothUsable(state);
  if (!both) return { reason: 'loading' };
  const { main: loaded, other: second } = both;
  const { view } = state;
  const classes = comparedClasses(state);
  if (classes.without !== undefined || classes.main === undefined || classes.other === undefined) {
    return { reason: 'noSuchClass' };
  }
  if (isOnItsWay(state) || isOnItsWay(state.other)) return { reason: 'loading' };
  const different = whyNotComparable(loaded, second);
  if (different) return { reason: different };
  if (!haveMaps(both, { main: classes.main, other: classes.other })) return { reason: 'noMap' };
  const area = commonArea(loaded.explanation.geometry, second.explanation.geometry);
  if (!area) return { reason: 'apart' };
  const { scale } = scaleChoice(state);
  const clip = loaded.by && isOfPixels(loaded.by.method) ? view.clip : undefined;
  const key = [classes.main, classes.other, view.interpolation, scale, clip].join(' ');
  const known = kept.get(loaded);
  if (known?.second === second && known.key === key) return known.difference;
  const difference = subtract(
    placedMap(loaded, classes.main, view),
    placedMap(second, classes.other, view),
    area,
    scale === 'model' ? weakerOf(state, both) : undefined,
    { classIndex: classes.main, clip },
  );
  kept.set(loaded, { second, key, difference });
  return difference;
}

/** The value of the difference at a place of the photo; undefined outside its area. */
export function differenceAt(
  { area, drawn }: Difference,
  x: number,
  y: number,
): number | undefined {
  const inside = x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
  const point = { x, y, width: 0, height: 0 };
  const map: PlacedMap = { map: drawn, area, interpolation: 'cells' };
  return inside ? sampleMap(map, point, { width: 1, height: 1 }).values[0] : undefined;
}

const kept = new WeakMap<Loaded, { second: Loaded; key: string; difference: Difference }>();

function subtract(
  a: PlacedMap,
  b: PlacedMap,
  area: Rect,
  weaker: { side: Side; peak: number } | undefined,
  { classIndex, clip }: Pick<Difference, 'classIndex' | 'clip'>,
): Difference {
  const perSide = DRAWN_SIDE / Math.max(area.width, area.height);
  const drawn = differenceMap(a, b, area, {
    width: Math.max(Math.round(area.width * perSide), 1),
    height: Math.max(Math.round(area.height * perSide), 1),
  });
  const cells = differenceMap(a, b, area, commonGrid(a, b, area));
  const { min, max } = rangeOf(cells);
  const largest = Math.max(Math.abs(min), Math.abs(max)) || 1;
  const end = clip === undefined ? largest : magnitudePercentile(cells, clip) || largest;
  return {
    area,
    drawn,
    cells,
    mean: meanOf(cells),
    min,
    max,
    limit: weaker?.peak ?? end,
    limitOf: weaker?.side,
    clip,
    classIndex,
  };
}

function placedMap({ maps, explanation }: Loaded, classIndex: number, view: ViewState): PlacedMap {
  return {
    map: maps.classMap(classIndex),
    area: mapArea(explanation.geometry),
    interpolation: maps.interpolation(view),
  };
}

function isOnItsWay(pane: PaneState | undefined): boolean {
  const { work } = pane?.methods ?? {};
  return work !== undefined && work.error === undefined;
}

/** With a scale for each model, the colours of a difference show the weaker map. */
function weakerOf(
  { view }: PageState,
  { main, other }: { main: Loaded; other: Loaded },
): { side: Side; peak: number } {
  const [a, b] = [peakOf(main, view), peakOf(other, view)];
  return a <= b ? { side: 'main', peak: a } : { side: 'other', peak: b };
}
