import type { Rect, Size } from '../base/geometry.ts';
import type { Turn } from '../maps/turn.ts';
import { turnedSize } from '../maps/turn.ts';
import type { Point, Response } from './responses.ts';

/** How the cells of a map lie in the picture, as an affine map from place to cell. */
export interface PlaceFit {
  /** Puts the map upright. */
  turn: Turn;
  /** The part of the picture that the upright map covers, in fractions of the picture's sides. */
  area: Rect;
  /** Centre of a cell where it is drawn minus where it lies, at the middle of the picture, in cells. */
  shift: Point;
  /** Median distance between where a cell is drawn (stretched over the picture, upright) and where it lies, in cells. */
  deviation: number;
  /** How much of the movement of the cells the fit explains, 0…1; the smaller of both axes. */
  explained: number;
}

/** In fractions of the side: `cell = slope·place + offset`. */
interface Line {
  slope: number;
  offset: number;
  explained: number;
}

/** An observation along one axis of the picture. */
type Pair = readonly [place: number, cell: number];

/**
 * Fits cell = slope·place + offset along both axes, for the turn that explains the responses best.
 * @param grid size of the map as the network makes it
 * @returns undefined with fewer than four responses
 */
export function fitPlaces(responses: readonly Response[], grid: Size): PlaceFit | undefined {
  const seen = responses.flatMap(({ patch, centre }) => (centre ? [{ patch, centre }] : []));
  if (seen.length < 4) return undefined;
  const pairs = (place: keyof Point, cell: keyof Point): Pair[] =>
    seen.map(({ patch, centre }) => [patch[place], centre[cell]]);
  const straight = { x: fitLine(pairs('x', 'x')), y: fitLine(pairs('y', 'y')) };
  const crossed = { x: fitLine(pairs('x', 'y')), y: fitLine(pairs('y', 'x')) };
  const explainedBy = ({ x, y }: typeof straight) => Math.min(x.explained, y.explained);
  const transposed = explainedBy(crossed) > explainedBy(straight);
  const raw = transposed ? crossed : straight;
  const turn = { transposed, mirrored: raw.x.slope < 0, upsideDown: raw.y.slope < 0 };
  const lines = { x: unmirrored(raw.x), y: unmirrored(raw.y) };
  const size = turnedSize(grid, turn);
  const distances = seen.map(({ patch, centre }) => {
    const upright = {
      x: turn.mirrored ? 1 - centre[transposed ? 'y' : 'x'] : centre[transposed ? 'y' : 'x'],
      y: turn.upsideDown ? 1 - centre[transposed ? 'x' : 'y'] : centre[transposed ? 'x' : 'y'],
    };
    return Math.max(
      Math.abs(upright.x - patch.x) * size.width,
      Math.abs(upright.y - patch.y) * size.height,
    );
  });
  return {
    turn,
    area: {
      x: -lines.x.offset / lines.x.slope,
      y: -lines.y.offset / lines.y.slope,
      width: 1 / lines.x.slope,
      height: 1 / lines.y.slope,
    },
    shift: {
      x: (lines.x.slope / 2 + lines.x.offset - 0.5) * size.width,
      y: (lines.y.slope / 2 + lines.y.offset - 0.5) * size.height,
    },
    deviation: medianOf(distances),
    explained: explainedBy(raw),
  };
}

/** Least squares. */
function fitLine(pairs: readonly Pair[]): Line {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const placeMean = mean(pairs.map(([place]) => place));
  const cellMean = mean(pairs.map(([, cell]) => cell));
  const covariance = mean(pairs.map(([place, cell]) => (place - placeMean) * (cell - cellMean)));
  const ofPlace = mean(pairs.map(([place]) => (place - placeMean) ** 2));
  const ofCell = mean(pairs.map(([, cell]) => (cell - cellMean) ** 2));
  const slope = covariance / ofPlace;
  const explained = ofCell > 0 ? covariance ** 2 / (ofPlace * ofCell) : 0;
  return { slope, offset: cellMean - slope * placeMean, explained };
}

/** The line in the opposite direction, if it falls. */
function unmirrored({ slope, offset, explained }: Line): Line {
  return slope < 0
    ? { slope: -slope, offset: 1 - offset, explained }
    : { slope, offset, explained };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
