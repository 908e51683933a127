import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { FloatTwin } from '../onnx/numbers/dequantise.ts';
import { graphOfTwin } from '../onnx/numbers/dequantise.ts';
import { isRangeNeverNegative } from '../onnx/numbers/quantisation.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import { GraphFunction } from './probe/graphFunction.ts';
import { createRandom, isClose, randomValues } from './probe/probes.ts';
import type { MapPart } from './readMap.ts';

/** A quantised part with its rounding taken out. */
export interface FloatPart extends MapPart {
  /** Names of the rounded tensors whose lower end clips nothing, see {@link graphOfTwin}. */
  unclipped: Set<string>;
}

/** Each try takes a session of the head. */
const MAX_TRIED_ONE_BY_ONE = 16;

/**
 * The float equivalent of a quantised part, in which the head is read. Where quantisation removed a ReLU,
 * the lower end of a tensor's range does its work. After the map these ends are left out where they clip
 * nothing for maps that the network can make (a mean of numbers that are never negative), so that the head
 * can be probed with any map, and has no kink where a channel is 0. Those of the scores are always left
 * out.
 * @param twin of the whole model
 * @param from the tensor after which something must be rounded
 * @returns undefined where nothing is rounded
 * @throws CamError where the runtime refuses the twin.
 */
export async function floatPartOf(
  part: MapPart,
  twin: FloatTwin,
  from: GraphTensor,
): Promise<FloatPart | undefined> {
  const { graph, feature, tail } = part;
  const behindFrom = [...graph.dependents(from.name)].filter((name) => name !== from.name);
  if (!behindFrom.some((name) => twin.rounded.has(name))) return undefined;
  const behind = graph.dependents(feature.name);
  const scores = scoresOf(graph, tail[0]?.name ?? '');
  const inTwin = (unclipped: Set<string>): FloatPart => ({
    ...inFloat(part),
    graph: graphOfTwin(graph, twin, unclipped),
    unclipped,
  });
  const candidates = [...twin.lowerEnds.keys()].filter(
    (name) => name !== feature.name && behind.has(name) && !scores.has(name),
  );
  const all = inTwin(new Set([...scores, ...candidates]));
  if (candidates.length === 0) return all;
  const low = (await isRangeNeverNegative(graph, feature.name)) ? 0 : -2;
  const wanted = await answers(inTwin(scores), low);
  const cutsNothing = async (unclipped: FloatPart) => {
    const found = await answers(unclipped, low);
    return wanted.every((values, i) => isClose(values, found[i] ?? [], 1e-4));
  };
  if (await cutsNothing(all)) return all;
  let best = inTwin(scores);
  for (const name of candidates.slice(-MAX_TRIED_ONE_BY_ONE)) {
    const more = inTwin(new Set([...best.unclipped, name]));
    if (await cutsNothing(more)) best = more;
  }
  return best;
}

/**
 * What a head makes of three random maps.
 * @param low the smallest value of the maps; the largest is 2
 */
async function answers({ graph, feature, tail }: MapPart, low: number): Promise<Float32Array[]> {
  const dims = feature.dims.slice(1);
  const elements = dims.reduce((product, size) => product * size, 1);
  const random = createRandom(8);
  const maps = Array.from({ length: 3 }, () => randomValues(random, elements, low, 2));
  const head = await GraphFunction.create(graph, feature, tail);
  try {
    const names = tail.map(({ name }) => name);
    const found = await head.evaluateAll(maps, dims, names);
    return names.flatMap((name) => found.get(name) ?? []);
  } finally {
    await head.dispose();
  }
}

/** Operators that may come between the logits and the model's output. */
const BEHIND_LOGITS =
  /^(QuantizeLinear|DequantizeLinear|(QLinear)?(Softmax|Sigmoid)|LogSoftmax|Identity|Cast|Flatten|Reshape|Squeeze)$/;

/** The logits and all tensors after them: their range only bounds the scores of a few pictures. */
function scoresOf(graph: Graph, output: string): Set<string> {
  const scores = new Set([output]);
  for (const { opType, inputs } of graph.wayBack(output, ({ inputs: [first] }) => first)) {
    const [first] = inputs;
    if (first === undefined || !BEHIND_LOGITS.test(opType)) break;
    scores.add(first);
  }
  return scores;
}

/** Integer types whose values stand for other numbers in a quantised model. */
const QUANTISED_TYPES: readonly number[] = [TensorElementType.uint8, TensorElementType.int8, 4, 5];

function inFloat(part: MapPart): MapPart {
  const typed = <T extends GraphTensor>(tensor: T): T =>
    QUANTISED_TYPES.includes(tensor.elementType)
      ? { ...tensor, elementType: TensorElementType.float }
      : tensor;
  return {
    ...part,
    feature: typed(part.feature),
    tail: part.tail.map(typed),
    earlier: part.earlier.map(typed),
  };
}
