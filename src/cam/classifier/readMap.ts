import { CamError } from '../base/errors.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { Analysis } from './analysis.ts';
import { countMovedSteps } from './feature/mapMovement.ts';
import { findLinearParts } from './gradient/linearParts.ts';
import { identityFactor, traceClassMap } from './head/classMapStep.ts';
import type { Head } from './head/head.ts';
import { readHead } from './head/head.ts';
import { refuseSideMaps } from './head/refusals.ts';
import { channelAxisOf } from './input/channelAxis.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import { GraphFunction } from './probe/graphFunction.ts';
import type { SpatialTensor } from './probe/spatialTensor.ts';

/** Where the map of a model is to be read. */
export interface MapPart {
  /** For a quantised model, the graph of its float equivalent. */
  graph: Graph;
  /** The spatial tensor that the map is made of. */
  feature: SpatialTensor;
  /** Cut points after it, the model's output first. */
  tail: GraphTensor[];
  /** Spatial cut points before it, nearest first, for tracing a class map back; may be empty. */
  earlier: SpatialTensor[];
}

/** What the head makes of the map. */
export type MapReading = Pick<
  Analysis,
  | 'mapKind'
  | 'poolings'
  | 'power'
  | 'linearEnd'
  | 'activations'
  | 'readout'
  | 'feature'
  | 'layout'
  | 'classWeights'
  | 'logits'
  | 'classes'
  | 'probeResidual'
>;

const NO_PARTS = { linearEnd: undefined, activations: undefined };

/**
 * Reads everything after a spatial tensor as a function and decides which map it allows.
 * @throws CamError with the reason why there is none.
 */
export async function readMap(asked: MapPart): Promise<MapReading> {
  const part = await beforeMoves(asked);
  const { graph, feature, tail } = part;
  const head = await GraphFunction.create(graph, feature, tail);
  try {
    const channelAxis = channelAxisOf(graph, feature.name);
    const read = await readHead({ head, feature, tail, file: graph.file, channelAxis }).catch(
      (error: unknown) => {
        throw trueReason(part, error);
      },
    );
    const map: MapReading = { ...read, ...NO_PARTS, readout: { kind: 'mean' }, feature };
    if (read.mapKind === 'cam') return await traceBack(part, read, map);
    if (read.mapKind !== 'gradCam') return map;
    return { ...map, ...(await findLinearParts(part, head, read.logits)) };
  } finally {
    await head.dispose();
  }
}

/** The reason of a refusal: where more maps follow, that is it. */
function trueReason({ graph, feature, tail }: MapPart, error: unknown): unknown {
  if (!CamError.is(error) || error.code !== 'headNotLinear') return error;
  return hasSideMaps(graph, feature, tail) ? refuseSideMaps(graph.file, error) : error;
}

/** Whether a convolution of more than one position follows the map, and not everything flows through its result. */
function hasSideMaps(graph: Graph, feature: SpatialTensor, tail: GraphTensor[]): boolean {
  const { nodes, initializers } = graph.model;
  const behind = graph.dependents(feature.name);
  const onTheWay = new Set(tail.map(({ name }) => name));
  return nodes.some(({ opType, inputs, outputs }) => {
    if (opType !== 'Conv' || !inputs.some((name) => behind.has(name))) return false;
    const [, , ...kernel] = initializers.get(inputs[1] ?? '')?.dims ?? [];
    return kernel.some((size) => size > 1) && !outputs.some((name) => onTheWay.has(name));
  });
}

/** The part that begins before the map's values were moved to other positions, if they were. */
async function beforeMoves(part: MapPart): Promise<MapPart> {
  const { graph, feature, earlier } = part;
  const steps = await countMovedSteps(graph, feature, earlier);
  const start = earlier[steps - 1];
  if (!start) return part;
  const between = [feature, ...earlier.slice(0, steps - 1)];
  return {
    ...part,
    feature: start,
    tail: [...part.tail, ...between],
    earlier: earlier.slice(steps),
  };
}

/** Where channel c is already the map of class c, the map is that of the features one step earlier. */
async function traceBack(part: MapPart, head: Head, map: MapReading): Promise<MapReading> {
  const { graph, feature, earlier } = part;
  const { layout, classWeights } = head;
  const factor = classWeights && identityFactor(classWeights);
  if (!classWeights || factor === undefined) return map;
  const step = await traceClassMap(graph, feature, layout, earlier);
  if (!step) return { ...map, mapKind: 'classMapOnly' };
  const { readout } = step;
  // After a ReLU the weights can take in only a positive factor, and no bias.
  const hasBias = classWeights.bias.some((bias) => bias !== 0);
  if (readout.kind !== 'mean' && (factor < 0 || hasBias))
    return { ...map, mapKind: 'classMapOnly' };
  return {
    ...map,
    mapKind: readout.kind === 'mean' ? 'cam' : 'classMap',
    readout,
    feature: step.feature,
    layout: step.layout,
    classWeights: {
      ...step.classWeights,
      weights: step.classWeights.weights.map((weight) => weight * factor),
      bias: step.classWeights.bias.map((bias, c) => bias * factor + (classWeights.bias[c] ?? 0)),
    },
  };
}
