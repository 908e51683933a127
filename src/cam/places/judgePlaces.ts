import { isDeepStrictEqual } from 'node:util';
import { t } from '@vscode/l10n';
import type { Rect, Size } from '../base/geometry.ts';
import { isUpright, turnedSize } from '../maps/turn.ts';
import type { PlaceFit } from './fitPlaces.ts';
import { fitPlaces } from './fitPlaces.ts';
import type { LayerPlaces } from './layerPlaces.ts';
import type { Placement } from './placement.ts';
import { describeMove, STRETCHED, stretched, uncheckedPlacement, WHOLE } from './placement.ts';
import type { Point, Response } from './responses.ts';

/** A grid with no more cells says too little about places. */
const MAX_UNCHECKED_CELLS = 4;

/** Fewer responses are not enough for a fit. */
const MIN_RESPONSES = 6;

/** The fit must explain this part of the movement of the cells: real maps 0.85 and more, mixed places 0.1 and less. */
const MIN_EXPLAINED = 0.5;

/** Below this a fit is too loose to say that a map covers more or less than the picture. */
const MIN_SCALED = 0.85;

/** What changes is spread over the whole map, in fractions of its sides; evenly it would be 0.41. */
const WIDE = 0.25;

/** Cells that lie further from where they are drawn are not in place: half a cell and the error of measuring it. */
export const MAX_SHIFT = 0.6;

/**
 * Sides of the covered area that are as good as the whole: near the border the centre of what changes is drawn inwards,
 * which looks like a map that covers more than the picture.
 */
const PLAIN_SIDE = [0.85, 1.45] as const;

/** Smaller shifts do not count, in cells. */
export const MIN_SHIFT = 0.1;

/** What the layers before the map say, as far as they do. */
export interface Stated {
  layers: LayerPlaces | undefined;
  /** Sides of the area that the map covers, by the steps between its cells, in fractions of the input's. */
  steps: Size | undefined;
}

/**
 * Where the cells of a map lie, judged by what changes in it when patches of the picture are changed.
 * @param grid size of the map as the network makes it
 * @param others the responses in another picture, if the places may depend on the picture
 */
export function judgePlaces(
  responses: readonly Response[],
  grid: Size,
  stated: Stated,
  others?: readonly Response[],
): Placement {
  if (grid.width * grid.height <= MAX_UNCHECKED_CELLS) {
    const { width, height } = grid;
    return uncheckedPlacement(t('a map of {0}×{1} cells is too small', width, height));
  }
  const fit = fitOf(responses, grid);
  const otherFit = others && fitOf(others, grid);
  if (!fit || (others && !otherFit)) {
    return uncheckedPlacement(t('changing the image does not change the map there'));
  }
  if (fit.explained < MIN_EXPLAINED) {
    // The layers keep rows and columns apart, but attention between all positions drowns the patch.
    if (stated.steps && medianSpread(responses) > WIDE) {
      return uncheckedPlacement(t('each cell depends on the whole image'));
    }
    return stretched({
      standing: 'noPlaces',
      by: 'patches',
      text: t('changing one place in the image changes cells elsewhere'),
    });
  }
  if (otherFit && liesElsewhere(fit, otherFit)) {
    return stretched({
      standing: 'noPlaces',
      by: 'patches',
      text: t('where the model looks depends on the image'),
    });
  }
  const area = areaOf(fit, turnedSize(grid, fit.turn), stated);
  const isCut = countSeen(responses) < responses.length && (area.width < 1 || area.height < 1);
  const shift = { x: rounded(fit.shift.x), y: rounded(fit.shift.y) };
  if (area === WHOLE && isUpright(fit.turn)) {
    return stretched({ standing: 'inPlace', by: 'patches', shift, text: offBy(shift) });
  }
  const placement = { ...STRETCHED, turn: fit.turn, area, isCut };
  const text = describeMove(placement);
  return { ...placement, check: { standing: 'moved', by: 'patches', shift, text } };
}

function fitOf(responses: readonly Response[], grid: Size): PlaceFit | undefined {
  return saysEnough(responses) ? fitPlaces(responses, grid) : undefined;
}

/** Whether the map changes with enough of the patches. */
export function saysEnough(responses: readonly Response[]): boolean {
  return countSeen(responses) >= MIN_RESPONSES;
}

function countSeen(responses: readonly Response[]): number {
  return responses.filter(({ centre }) => centre !== undefined).length;
}

/** Whether the same map lies in another place of another picture. */
function liesElsewhere(a: PlaceFit, b: PlaceFit): boolean {
  if (b.explained < MIN_EXPLAINED) return true;
  const ratios = [a.area.width / b.area.width, a.area.height / b.area.height];
  const [least, most] = PLAIN_SIDE;
  return (
    !isDeepStrictEqual(a.turn, b.turn) ||
    ratios.some((ratio) => ratio < least || ratio > most) ||
    Math.max(Math.abs(a.shift.x - b.shift.x), Math.abs(a.shift.y - b.shift.y)) > MAX_SHIFT
  );
}

/** The part of the picture that the map covers; `WHOLE` where each cell lies within half a cell of its place. */
function areaOf(fit: PlaceFit, grid: Size, { layers, steps }: Stated): Rect {
  const { area, shift } = fit;
  if (layers && isUpright(fit.turn) && agrees(layers, fit)) {
    return layers.deviation > MAX_SHIFT ? layers.area : evened(layers, shift, grid);
  }
  // A gate that looks at the whole map draws centres inwards, but leaves the steps between cells.
  const { width, height } =
    (isUpright(fit.turn) && (steps ?? (fit.explained < MIN_SCALED ? WHOLE : undefined))) || area;
  if (![width, height].every((side) => side > PLAIN_SIDE[0] && side < PLAIN_SIDE[1])) return area;
  const isNear = Math.max(Math.abs(shift.x), Math.abs(shift.y)) <= MAX_SHIFT;
  return isNear ? WHOLE : moved(shift, grid);
}

/** Whether what was measured is what the layers say, but for what happens at the border. */
function agrees({ area, shift }: LayerPlaces, measured: PlaceFit): boolean {
  const ratios = [measured.area.width / area.width, measured.area.height / area.height];
  const distances = [measured.shift.x - shift.x, measured.shift.y - shift.y];
  return (
    ratios.every((ratio) => ratio > PLAIN_SIDE[0] && ratio < PLAIN_SIDE[1]) &&
    distances.every((distance) => Math.abs(distance) <= 2 * MAX_SHIFT)
  );
}

/**
 * Padding that is larger at the end (TensorFlow's SAME) moves the cells of trained networks nearly as far as it moves
 * their windows, and patches show about half of it; even padding does not, although the windows move the other way. So
 * only the first is evened out, midway between what the layers say and what was measured.
 */
function evened({ shift }: LayerPlaces, measured: Point, grid: Size): Rect {
  const midway = (stated: number, found: number) =>
    stated < -MIN_SHIFT ? (stated + Math.min(0, Math.max(stated, found))) / 2 : 0;
  const found = { x: midway(shift.x, measured.x), y: midway(shift.y, measured.y) };
  return found.x === 0 && found.y === 0 ? WHOLE : moved(found, grid);
}

/** The whole input, moved so that a map with this shift lies in place. */
function moved(shift: Point, { width, height }: Size): Rect {
  return { x: 0 - shift.x / width, y: 0 - shift.y / height, width: 1, height: 1 };
}

function rounded(cells: number): number {
  return Math.round(100 * cells) / 100 + 0;
}

/** The text for a map that is stretched over the input. */
function offBy({ x, y }: Point): string {
  const cells = Math.max(Math.abs(x), Math.abs(y));
  return t('in place, off by {0} cells', cells.toFixed(1));
}

function medianSpread(responses: readonly Response[]): number {
  const spreads = responses.flatMap(({ centre, spread }) => (centre ? [spread] : []));
  return spreads.toSorted((a, b) => a - b)[Math.floor(spreads.length / 2)] ?? 0;
}
