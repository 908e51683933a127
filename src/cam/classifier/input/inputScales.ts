import { CamError } from '../../base/errors.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { ImageInput } from '../probe/pictureInput.ts';
import { concreteInput } from '../probe/pictureInput.ts';
import { constantTensor, createRandom, isClose, randomValues } from '../probe/probes.ts';
import type { SpatialTensor } from '../probe/spatialTensor.ts';
import type { GraphShapes } from './graphShapes.ts';
import { inferShapes } from './graphShapes.ts';

/** Factors that are offered for the input size. */
const FACTORS = [1.5, 2];

/** The parts of an analysis that decide how large its input may be. */
export interface ScaledPart {
  graph: Graph;
  input: ImageInput;
  output: string;
  feature: SpatialTensor;
  shapes: GraphShapes;
}

/**
 * Factors by which the input may be enlarged: height and width are free, the map grows by the same
 * factor, the number of classes stays the same, and the head answers a larger map of constant channels as
 * it does the usual one.
 */
export async function findInputScales(part: ScaledPart): Promise<number[]> {
  const { input } = part;
  const scales = [1];
  if (input.width !== undefined || input.height !== undefined) return scales;
  for (const factor of FACTORS) {
    try {
      if (await takes(part, factor)) scales.push(factor);
    } catch (error) {
      if (!CamError.is(error)) throw error;
    }
  }
  return scales;
}

async function takes(part: ScaledPart, factor: number): Promise<boolean> {
  const { graph, input, output, feature, shapes } = part;
  const larger = await inferShapes(graph, [feature.name], concreteInput(input, factor));
  const grown = larger.get(feature.name);
  const usual = feature.dims;
  if (grown?.dims.length !== usual.length) return false;
  const sides = usual.flatMap((size, axis) => (grown.dims[axis] === size ? [] : [axis]));
  const isFiner = sides.every(
    (axis) => grown.dims[axis] === Math.round((usual[axis] ?? 0) * factor),
  );
  if (sides.length !== 2 || !isFiner) return false;
  const end = shapes.get(output);
  if (!end) return false;
  const channelAxis = sides.includes(1) ? 3 : 1;
  const head = await GraphFunction.create(graph, feature, [end]);
  try {
    const levels = randomValues(createRandom(9), usual[channelAxis] ?? 0, 0, 1);
    const answer = async (dims: readonly number[]) => {
      const row = constantTensor(levels, dims.slice(1), channelAxis === 1 ? 'first' : 'last');
      const [values = new Float32Array()] = await head.evaluate([row], dims.slice(1), output);
      return values;
    };
    return isClose(await answer(usual), await answer(grown.dims), 1e-3);
  } finally {
    await head.dispose();
  }
}
