import { t } from '@vscode/l10n';
import { CamError, orOtherMethod } from '../base/errors.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import type { FloatTwin } from '../onnx/numbers/dequantise.ts';
import { dequantise, graphOfTwin } from '../onnx/numbers/dequantise.ts';
import { widen } from '../onnx/numbers/widen.ts';
import type { Analysis } from './analysis.ts';
import { isHalf } from './floatGraph.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import { requireProbeable } from './probe/graphFunction.ts';
import { floatPartOf } from './quantisedPart.ts';
import type { MapPart, MapReading } from './readMap.ts';
import { readMap } from './readMap.ts';

const { float, float16, bfloat16 } = TensorElementType;

/** What the head makes of the map, and how precisely the model itself computes it. */
export type FloatReading = MapReading & Pick<Analysis, 'precision' | 'unclipped'>;

/**
 * As {@link readMap}, for a head of any precision: it is read in float32, since its own rounding would
 * affect every weight that is a difference of two of its answers.
 * @param twin for a quantised model
 * @throws CamError as {@link readMap}, or `headNotLinear` where the quantised operators are not known.
 */
export async function readInFloat(
  part: MapPart,
  twin: FloatTwin | undefined,
): Promise<FloatReading> {
  const quantised = twin && (await readQuantised(part, twin, part.feature));
  if (quantised) return quantised;
  const found = await readWidened(part);
  const traced = found.mapKind === 'classMapOnly' && twin && (await traceQuantised(part, twin));
  return traced || { ...found, precision: precisionOf([part.feature, ...part.tail]) };
}

/**
 * Reads the map of a quantised model through its float twin.
 * @param from the tensor after which something must be rounded: the map, or one before it
 * @returns undefined where nothing is rounded
 */
async function readQuantised(
  part: MapPart,
  twin: FloatTwin,
  from: GraphTensor,
): Promise<FloatReading | undefined> {
  const { file } = part.graph;
  requireProbeable(part.feature, file);
  try {
    const floatPart = await floatPartOf(part, twin, from);
    if (!floatPart) return undefined;
    const { unclipped, ...inFloat } = floatPart;
    const found = await readWidened(inFloat);
    const logits = { ...found.logits, name: beforeRounding(part.graph, found.logits.name) };
    return { ...withOwnTypes({ ...found, logits }, part), unclipped, precision: 'int8' };
  } catch (error) {
    if (CamError.is(error) && ['modelRefused', 'unsupportedOperator'].includes(error.code)) {
      throw quantisedOtherwise(file, error);
    }
    throw error;
  }
}

/** The convolution that makes a class map may be quantised although the pooling after it is not. */
async function traceQuantised(part: MapPart, twin: FloatTwin): Promise<FloatReading | undefined> {
  const first = part.earlier.at(-1);
  if (!first) return undefined;
  try {
    const found = await readQuantised(part, twin, first);
    return found?.mapKind === 'classMapOnly' ? undefined : found;
  } catch (error) {
    // Its quantised operators are not known: the class map itself can still be shown.
    if (CamError.is(error) && error.code === 'headNotLinear') return undefined;
    throw error;
  }
}

/** A head in half precision is read with the same weights in float32. */
async function readWidened(part: MapPart): Promise<MapReading> {
  const { graph, feature, tail, earlier } = part;
  if (!isHalf(graph.model)) return readMap(part);
  const found = await readMap({
    graph: graph.rewritten(widen(graph.model, float16)),
    feature: widened(feature),
    tail: tail.map(widened),
    earlier: earlier.map(widened),
  });
  return withOwnTypes(found, part);
}

/** What was read, with the types that the tensors have in the model itself. */
function withOwnTypes(found: MapReading, { feature, tail, earlier }: MapPart): MapReading {
  const types = new Map([feature, ...tail, ...earlier].map((one) => [one.name, one.elementType]));
  const typed = <T extends { name: string; elementType: number }>(tensor: T): T => ({
    ...tensor,
    elementType: types.get(tensor.name) ?? float,
  });
  return { ...found, feature: typed(found.feature), logits: typed(found.logits) };
}

/** What was read from a head, in the graph in which it is differentiated: in float32, without rounding. */
export async function headInFloat(analysis: Analysis): Promise<Analysis> {
  const { graph, precision, input, unclipped = new Set(), feature, logits } = analysis;
  const twin =
    precision === 'int8' && (await dequantise(graph.model, graph.dependents(input.name)));
  if (!twin) return headWidened(analysis);
  return headWidened({
    ...analysis,
    graph: graphOfTwin(graph, twin, unclipped),
    feature: { ...feature, elementType: float },
    logits: { ...logits, elementType: float },
  });
}

function headWidened(analysis: Analysis): Analysis {
  const { graph, feature, logits } = analysis;
  if (!isHalf(graph.model)) return analysis;
  return {
    ...analysis,
    graph: graph.rewritten(widen(graph.model, float16)),
    feature: widened(feature),
    logits: widened(logits),
  };
}

function widened<T extends { elementType: number }>(tensor: T): T {
  return tensor.elementType === float16 ? { ...tensor, elementType: float } : tensor;
}

function precisionOf(tensors: GraphTensor[]): Analysis['precision'] {
  const half: readonly number[] = [float16, bfloat16];
  return tensors.some(({ elementType }) => half.includes(elementType)) ? 'float16' : 'float32';
}

/**
 * The tensor before a pair of QuantizeLinear and DequantizeLinear: the range of the pair clips large
 * logits, so those of several classes may become equal.
 */
function beforeRounding(graph: Graph, name: string): string {
  const [last, first] = graph.wayBack(name, ({ inputs }) => inputs[0]);
  const isPair = last?.opType === 'DequantizeLinear' && first?.opType === 'QuantizeLinear';
  return (isPair && first.inputs[0]) || name;
}

function quantisedOtherwise(file: string, cause: CamError): CamError {
  return new CamError(
    {
      code: 'headNotLinear',
      message: t(
        '{0} has no class activation map: its head is quantised to 8 bits in a way that cannot be read ({1})',
        file,
        cause.message,
      ),
      nextAction: orOtherMethod(
        t(
          'Choose the float model it was made from, or quantise it with onnxruntime.quantization in QDQ format.',
        ),
        'occlusion',
      ),
      file,
    },
    { cause },
  );
}
