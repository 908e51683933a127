import type { Size } from '../base/geometry.ts';
import type { ClassWeights, FeatureMap, ScalarMap } from './featureMap.ts';

/**
 * How a map lies in the picture: first rows and columns are exchanged, if `transposed`, then columns (`mirrored`) and
 * rows (`upsideDown`) are put in the opposite order. Every turn by a right angle and every mirroring is one of these.
 */
export interface Turn {
  transposed: boolean;
  mirrored: boolean;
  upsideDown: boolean;
}

export const UPRIGHT: Turn = { transposed: false, mirrored: false, upsideDown: false };

export function isUpright({ transposed, mirrored, upsideDown }: Turn): boolean {
  return !transposed && !mirrored && !upsideDown;
}

/** The size of a map after it is put upright. */
export function turnedSize({ width, height }: Size, { transposed }: Turn): Size {
  return transposed ? { width: height, height: width } : { width, height };
}

/**
 * Puts maps upright.
 * @param values one or more maps of `size`, row-major, one after the other: the channels of a feature map, or weights
 *   with a value for each position
 * @param size as the network made them
 */
function turnMaps(values: Float32Array, size: Size, turn: Turn): Float32Array {
  return reorder(values, sourcesOf(size, turn));
}

/** The feature map as it lies in the picture. */
export function turnFeature(map: FeatureMap, turn: Turn): FeatureMap {
  if (isUpright(turn)) return map;
  return { ...map, ...turnedSize(map, turn), values: turnMaps(map.values, map, turn) };
}

/** A map as it lies in the picture. */
export function turnMap(map: ScalarMap, turn: Turn): ScalarMap {
  if (isUpright(turn)) return map;
  return { ...turnedSize(map, turn), values: turnMaps(map.values, map, turn) };
}

/**
 * The weights for a map that {@link turnFeature} has turned.
 * @param grid of the map as the network made it
 */
export function turnWeights(weights: ClassWeights, grid: Size, turn: Turn): ClassWeights {
  if (isUpright(turn) || weights.positions === 1) return weights;
  return { ...weights, weights: turnMaps(weights.weights, grid, turn) };
}

/**
 * A cell of the upright map in the network's own, row by row.
 * @param size as the network made the map
 * @returns undefined if the map has no such cell
 */
export function cellBeforeTurn(
  { x, y }: { x: number; y: number },
  size: Size,
  turn: Turn,
): number | undefined {
  const { width } = turnedSize(size, turn);
  return x < width ? sourcesOf(size, turn)[y * width + x] : undefined;
}

/** For each position of the upright map, the position in the network's own. */
function sourcesOf(size: Size, turn: Turn): Uint32Array {
  const { width, height } = turnedSize(size, turn);
  return new Uint32Array(width * height).map((_, i) => {
    const x = turn.mirrored ? width - 1 - (i % width) : i % width;
    const row = Math.floor(i / width);
    const y = turn.upsideDown ? height - 1 - row : row;
    return turn.transposed ? x * size.width + y : y * size.width + x;
  });
}

function reorder(values: Float32Array, sources: Uint32Array): Float32Array {
  const positions = sources.length;
  return new Float32Array(values.length).map((_, i) => {
    const position = i % positions;
    return values[i - position + (sources[position] as number)] as number;
  });
}
