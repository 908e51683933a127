import { positionalInputs } from '../file/attributes.ts';
import type { Graph } from '../file/graph.ts';
import type { FieldReader } from '../file/messages.ts';
import { readBytes, readMessage } from '../file/messages.ts';
import type { Initializer, OnnxModel } from '../file/model.ts';
import { TensorElementType } from '../file/model.ts';
import type { ExposedTensor } from '../write/encode.ts';
import { exposeAsFloat } from '../write/encode.ts';
import { encodeNode } from '../write/encodeNode.ts';

/** Names of the tensors that say what a quantised tensor's numbers mean: value = scale·(q − zeroPoint). */
interface Quantisation {
  scale: string;
  zeroPoint: string;
}

/** Smallest number of each type that a zero point can have. */
const LOWEST = new Map<number, number>([
  [TensorElementType.uint8, 0],
  [TensorElementType.int8, -128],
  [4, 0],
  [5, -32768],
]);

/**
 * Whether a quantised tensor holds no number below 0: its zero point is the smallest number of its type.
 * Quantising is then a ReLU, and quantisers leave out the ReLU itself. A zero point left out is uint8's 0.
 */
export async function isNeverNegative(
  model: OnnxModel,
  zeroPoint: string | undefined,
): Promise<boolean> {
  if (!zeroPoint) return true;
  const initializer = model.initializers.get(zeroPoint);
  if (initializer?.elements !== 1) return false;
  return (await readInteger(initializer)) === LOWEST.get(initializer.elementType);
}

/** The one number of an integer initializer of 8 or 16 bits; NaN where the file holds none. */
async function readInteger(initializer: Initializer): Promise<number> {
  const found: { raw?: Uint8Array; values: number[] } = { values: [] };
  const readField: FieldReader<typeof found> = (field, result, reader) => {
    if (field === 9) result.raw = readBytes(reader);
    else if (field === 5) reader.readPackedVarint(result.values, true);
  };
  readMessage(await initializer.read(), readField, found);
  if (!found.raw) return found.values[0] ?? Number.NaN;
  const view = new DataView(found.raw.buffer, found.raw.byteOffset, found.raw.byteLength);
  if (view.byteLength < bytesOf(initializer.elementType)) return Number.NaN;
  switch (initializer.elementType) {
    case TensorElementType.int8:
      return view.getInt8(0);
    case TensorElementType.uint8:
      return view.getUint8(0);
    case 5:
      return view.getInt16(0, true);
    default:
      return view.getUint16(0, true);
  }
}

function bytesOf(elementType: number): number {
  return elementType === TensorElementType.int8 || elementType === TensorElementType.uint8 ? 1 : 2;
}

/** Quantising operators name scale and zero point right after each tensor that they take. */
const TAKES_QUANTISED = /^(DequantizeLinear|QLinear\w+|QGemm)$/;

/** Operators that pass quantised numbers on as they are, so that scale and zero point still hold. */
const PASSES_ON = new Set([
  'MaxPool',
  'Reshape',
  'Transpose',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Identity',
]);

/** How the numbers of a quantised tensor are to be read, according to the operator that takes it. */
function findQuantisation(model: OnnxModel, tensor: string): Quantisation | undefined {
  for (const node of model.nodes) {
    if (!node.inputs.includes(tensor)) continue;
    if (PASSES_ON.has(node.opType)) return findQuantisation(model, node.outputs[0] ?? '');
    if (!TAKES_QUANTISED.test(node.opType)) continue;
    const inputs = positionalInputs(node);
    const at = inputs.indexOf(tensor);
    const [scale = '', zeroPoint = ''] = inputs.slice(at + 1, at + 3);
    if (scale !== '') return { scale, zeroPoint };
  }
  return undefined;
}

/** Whether a quantised tensor holds no number below 0, according to its range or that of what it was made from. */
export async function isRangeNeverNegative(graph: Graph, tensor: string): Promise<boolean> {
  const { model } = graph;
  const made = graph.producerOf(tensor);
  const isDequantised = made?.opType === 'DequantizeLinear';
  const found =
    findQuantisation(model, tensor) ??
    (isDequantised ? findQuantisation(model, made.inputs[0] ?? '') : undefined);
  return found !== undefined && isNeverNegative(model, found.zeroPoint);
}

/** As {@link exposeAsFloat}; 8-bit numbers come out as the values that they stand for. */
export function exposeValues(model: OnnxModel, name: string, elementType: number): ExposedTensor {
  const isQuantised =
    elementType === TensorElementType.uint8 || elementType === TensorElementType.int8;
  const found = isQuantised ? findQuantisation(model, name) : undefined;
  if (!found) return exposeAsFloat(name, elementType);
  const outputName = `${name}/cam_lens_float`;
  const inputs = [name, found.scale, found.zeroPoint];
  const castNode = encodeNode({ opType: 'DequantizeLinear', inputs, outputs: [outputName] });
  return { name, outputName, castNode };
}
