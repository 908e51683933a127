import type { Graph } from '../../onnx/file/graph.ts';
import { countWeights } from '../../onnx/write/cut.ts';
import { channelAxisOf, hasKnownAxes } from '../input/channelAxis.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import { createRandom } from '../probe/probes.ts';
import type { FeatureLayout, SpatialTensor } from '../probe/spatialTensor.ts';

/** How many cut points before the map are looked at. */
const STEPS_BACK = 4;
/** A step with more weights than this computes; loading the last block of a network to see that is expensive. */
const MAX_MOVING_WEIGHTS = 2 ** 18;
/** float32 cannot number more values than this. */
const MAX_VALUES = 2 ** 24 - 1;

/**
 * A map is drawn over the whole picture. Where the network moves the values of a map to other positions
 * before its head (a crop, a flip, a shift, rows and columns exchanged), that tensor would be drawn in the
 * wrong place: the tensor before the move is the one to read. The search goes back step by step: it numbers
 * the earlier tensor's values and looks where they come out. A step that computes anything or has many
 * weights ends it.
 * @param earlier spatial cut points before `feature`, nearest first
 * @returns how many of `earlier` to go back; 0 where nothing was moved
 */
export async function countMovedSteps(
  graph: Graph,
  feature: SpatialTensor,
  earlier: SpatialTensor[],
): Promise<number> {
  let moved = 0;
  let end = feature;
  for (const [i, start] of earlier.slice(0, STEPS_BACK).entries()) {
    if (countWeights(graph, start.name, end.name) > MAX_MOVING_WEIGHTS) return moved;
    const step = await GraphFunction.create(graph, start, [end]);
    try {
      const sources = await findSources(step, start, end);
      if (!sources) return moved;
      if (!keepsPlaces(sources, layoutsOf(graph, start), layoutsOf(graph, end))) {
        // Where windows are put together into a map, it is the map that matches the picture.
        if (!hasKnownAxes(graph, start)) return moved;
        moved = i + 1;
      }
    } finally {
      await step.dispose();
    }
    end = start;
  }
  return moved;
}

/** For each value of `end`, the index in `start` that it was taken from; undefined where it was computed. */
async function findSources(
  step: GraphFunction,
  start: SpatialTensor,
  end: SpatialTensor,
): Promise<Uint32Array | undefined> {
  const [layout] = start.layouts;
  if (!layout) return undefined;
  const count = layout.channels * layout.width * layout.height;
  if (count > MAX_VALUES) return undefined;
  // Numbered in two ways: a maximum, or a mean that happens to be whole, points to different values.
  let sources: Uint32Array | undefined;
  for (const seed of [1, 2]) {
    const numbers = shuffledNumbers(count, seed);
    const row = new Float32Array(numbers).map((value) => value + 1);
    const [values] = await step.evaluate([row], shapeOf(layout), end.name);
    const places = values && placesOf(values, numbers);
    if (!places || sources?.some((place, i) => place !== places[i])) return undefined;
    sources = places;
  }
  return sources;
}

function shuffledNumbers(count: number, seed: number): Uint32Array {
  const random = createRandom(seed);
  const numbers = new Uint32Array(count).map((_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number];
  }
  return numbers;
}

/** The place in `numbers` of each value, counted from 1; undefined where a value is none of them. */
function placesOf(values: Float32Array, numbers: Uint32Array): Uint32Array | undefined {
  const count = numbers.length;
  if (!values.every((value) => Number.isInteger(value) && value >= 1 && value <= count)) {
    return undefined;
  }
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[numbers[i] as number] = i;
  return new Uint32Array(values).map((value) => places[value - 1] as number);
}

function shapeOf({ channelAxis, channels, height, width }: FeatureLayout): number[] {
  return channelAxis === 1 ? [channels, height, width] : [height, width, channels];
}

/** Whether, in some reading of the axes of both, every value is still there, moved by half a cell at most. */
function keepsPlaces(sources: Uint32Array, start: FeatureLayout[], end: FeatureLayout[]): boolean {
  const [any] = start;
  const count = any ? any.channels * any.width * any.height : 0;
  return (
    countDistinct(sources, count) === count &&
    start.some((from) =>
      end.some((to) =>
        sources.every((source, i) => {
          const [x, y] = centreOf(source, from);
          const [newX, newY] = centreOf(i, to);
          return (
            Math.abs(x - newX) * to.width <= 0.5 + 1e-9 &&
            Math.abs(y - newY) * to.height <= 0.5 + 1e-9
          );
        }),
      ),
    )
  );
}

/** How many of the numbers 0…count − 1 there are. */
function countDistinct(numbers: Uint32Array, count: number): number {
  const isThere = new Uint8Array(count);
  for (const number of numbers) isThere[number] = 1;
  return isThere.reduce((sum, one) => sum + one, 0);
}

/** Position of a value as a fraction of the map's width and height. */
function centreOf(index: number, { channelAxis, channels, width, height }: FeatureLayout) {
  const position = channelAxis === 1 ? index % (width * height) : Math.floor(index / channels);
  return [
    ((position % width) + 0.5) / width,
    (Math.floor(position / width) + 0.5) / height,
  ] as const;
}

/** How a tensor may be read: according to how it was made, where that is known. */
function layoutsOf(graph: Graph, { name, layouts }: SpatialTensor): FeatureLayout[] {
  const axis = channelAxisOf(graph, name);
  const known = layouts.filter(({ channelAxis }) => channelAxis === axis);
  return known.length > 0 ? known : layouts;
}
