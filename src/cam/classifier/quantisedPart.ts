import { CamError } from '../base/errors.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { FloatTwin } from '../onnx/numbers/dequantise.ts';
import { dequantise } from '../onnx/numbers/dequantise.ts';
import type { Quantisation } from '../onnx/numbers/quantisation.ts';
import { findQuantisation, isNeverNegative } from '../onnx/numbers/quantisation.ts';
import type { Analysis } from './analysis.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import { GraphFunction, isClose, requireProbeable } from './probe/graphFunction.ts';
import { createRandom, randomValues } from './probe/probes.ts';
import type { MapPart, MapReading } from './readMap.ts';

type QuantisedReading = MapReading & Required<Pick<Analysis, 'unclipped'>>;

/**
 * Reads the map of a quantised model through its float equivalent; `read` is called with it.
 * @param from the tensor behind which something must be quantised: the map, or one before it
 * @returns undefined where nothing is
 * @throws CamError `headNotLinear` where the quantised operators are not known.
 */
export async function readQuantised(
  part: MapPart,
  input: string,
  from: GraphTensor,
  read: (part: MapPart) => Promise<MapReading>,
): Promise<QuantisedReading | undefined> {
  const { graph, feature } = part;
  const { file } = graph;
  const scores = scoresOf(graph, part.tail[0]?.name ?? '');
  const clipped = await dequantise(graph, input, scores);
  const behindOf = ({ name }: GraphTensor) =>
    [...graph.dependents(name)].filter((each) => each !== name);
  if (!clipped || !behindOf(from).some((name) => clipped.rounded.has(name))) return undefined;
  const behind = new Set(behindOf(feature));
  requireProbeable(feature, file);
  const original = new Map([feature, ...part.tail, ...part.earlier].map((one) => [one.name, one]));
  try {
    const unclipped = await findUnclipped(part, input, clipped, scores, behind);
    const twin = (await dequantise(graph, input, unclipped)) ?? clipped;
    const found = await read(inFloat({ ...part, graph: twin.graph }));
    const typeOf = (name: string) => original.get(name)?.elementType ?? TensorElementType.float;
    const logits = beforeRounding(graph, found.logits.name);
    return {
      ...found,
      unclipped,
      feature: { ...found.feature, elementType: typeOf(found.feature.name) },
      logits: { ...found.logits, name: logits, elementType: typeOf(logits) },
    };
  } catch (error) {
    if (CamError.is(error) && ['modelRefused', 'unsupportedOperator'].includes(error.code)) {
      throw notReadable(file, error);
    }
    throw error;
  }
}

/** What was read of a head, in the graph in which it can be run; the same where nothing is quantised. */
export async function floatHead(analysis: Analysis): Promise<Analysis> {
  const { graph, precision, input, unclipped, feature, logits } = analysis;
  const twin =
    precision === 'int8' && (await dequantise(graph, input.name, unclipped ?? new Set()));
  if (!twin) return analysis;
  const elementType = TensorElementType.float;
  return {
    ...analysis,
    graph: twin.graph,
    feature: { ...feature, elementType },
    logits: { ...logits, elementType },
  };
}

/**
 * The tensor before a pair of QuantizeLinear and DequantizeLinear: large logits are cut off by the range
 * of the pair, so that those of several classes may become equal.
 */
function beforeRounding(graph: Graph, name: string): string {
  const last = graph.producerOf(name);
  const pair =
    last?.opType === 'DequantizeLinear' ? graph.producerOf(last.inputs[0] ?? '') : undefined;
  return pair?.opType === 'QuantizeLinear' ? (pair.inputs[0] ?? name) : name;
}

/** What may stand between the logits and the model's output. */
const BEHIND_LOGITS =
  /^(QuantizeLinear|DequantizeLinear|(QLinear)?(Softmax|Sigmoid)|LogSoftmax|Identity|Cast|Flatten|Reshape|Squeeze)$/;

/** The logits and all tensors behind them: their range bounds the scores of a few pictures, nothing else. */
function scoresOf(graph: Graph, output: string): Set<string> {
  const scores = new Set([output]);
  for (const { opType, inputs } of graph.wayBack(output, ({ inputs: [first] }) => first)) {
    const [first] = inputs;
    if (first === undefined || !BEHIND_LOGITS.test(opType)) break;
    scores.add(first);
  }
  return scores;
}

/** Each costs the head a session. */
const MAX_TRIED_ONE_BY_ONE = 16;

/**
 * A ReLU that is quantised away stands in the lower end of a tensor's range. Behind the map these ends
 * are left out where they cut nothing off for maps as the network makes them (a mean of numbers that are
 * never negative), so that the head can be probed with any map, and has no kink where a channel is 0.
 * @returns `scores` and the names of the tensors whose lower end is left out
 */
async function findUnclipped(
  part: MapPart,
  input: string,
  clipped: FloatTwin,
  scores: ReadonlySet<string>,
  behind: ReadonlySet<string>,
): Promise<Set<string>> {
  const { graph, feature } = part;
  const { model } = graph;
  const quantisation = findQuantisation(model, feature.name) ?? rangeOf(part);
  const low = quantisation && (await isNeverNegative(model, quantisation.zeroPoint)) ? 0 : -2;
  const elements = feature.dims.slice(1).reduce((product, size) => product * size, 1);
  const random = createRandom(8);
  const maps = [0, 1, 2].map(() => randomValues(random, elements, low, 2));
  const wanted = await answers(clipped, part, maps);
  const cutsNothing = async (unclipped: Set<string>) => {
    const twin = await dequantise(graph, input, unclipped);
    const found = twin ? await answers(twin, part, maps) : [];
    return wanted.every((values, i) => isClose(values, found[i] ?? [], 1e-4));
  };
  const candidates = clipped.clipped.filter((name) => behind.has(name));
  const all = new Set([...scores, ...candidates]);
  if (candidates.length === 0 || (await cutsNothing(all))) return all;
  let unclipped = new Set(scores);
  for (const name of candidates.slice(-MAX_TRIED_ONE_BY_ONE)) {
    const more = new Set([...unclipped, name]);
    if (await cutsNothing(more)) unclipped = more;
  }
  return unclipped;
}

/** The range of a tensor that DequantizeLinear has just made. */
function rangeOf({ graph, feature }: MapPart): Quantisation | undefined {
  const node = graph.producerOf(feature.name);
  return node?.opType === 'DequantizeLinear'
    ? findQuantisation(graph.model, node.inputs[0] ?? '')
    : undefined;
}

async function answers(twin: FloatTwin, part: MapPart, maps: Float32Array[]) {
  const { feature, tail } = inFloat(part);
  const head = await GraphFunction.create(twin.graph, feature, tail);
  try {
    const names = tail.map(({ name }) => name);
    const found = await head.evaluateAll(maps, feature.dims.slice(1), names);
    return names.flatMap((name) => found.get(name) ?? []);
  } finally {
    await head.dispose();
  }
}

/** Types of integers that stand for other numbers once they are quantised. */
const QUANTISED_TYPES: readonly number[] = [
  TensorElementType.uint8,
  TensorElementType.int8,
  4,
  5,
  6,
];

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

function notReadable(file: string, cause: CamError): CamError {
  return new CamError(
    {
      code: 'headNotLinear',
      message: `${file} has no class activation map: its head is quantised to 8 bits in a way that cannot be read (${cause.message})`,
      nextAction:
        'Choose the float model that it was made from, or quantise it with onnxruntime.quantization in QDQ format.',
      file,
    },
    { cause },
  );
}
