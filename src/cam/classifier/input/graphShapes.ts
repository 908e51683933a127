import type { Graph } from '../../onnx/file/graph.ts';
import type { OnnxModel } from '../../onnx/file/model.ts';
import { elementTypeNamed } from '../../onnx/file/model.ts';
import { encodeSkeleton } from '../../onnx/write/encode.ts';
import { createSession } from '../../runtime/session.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';

/** Tensors with their shapes by name: a size is 0, or all are missing, where only a run can tell. */
export type GraphShapes = ReadonlyMap<string, GraphTensor>;

/** Operators of one input whose output has its shape and its element type, by the definition of ONNX. */
const KEEPS_SHAPE: ReadonlySet<string> = new Set(
  `Abs Celu Ceil Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity LeakyRelu Log Mish Neg Reciprocal Relu Round
  Selu Sigmoid Sign Softplus Softsign Sqrt Tanh ThresholdedRelu`.split(/\s+/),
);

/** What the runtime told about a model for one shape of its input. */
interface Told {
  tensors: Map<string, GraphTensor>;
  /** Whether the graph computes shapes from shapes, so that some are known only once the computation is folded. */
  mustFold: boolean;
}

const TOLD = new WeakMap<OnnxModel, Map<string, Told>>();

/**
 * Shapes of the named tensors, found without the weights; the runtime is asked once for each.
 * @param input the graph's input, with the sizes that it is fed with
 * @throws CamError where the runtime refuses the model.
 */
export async function inferShapes(
  graph: Graph,
  names: string[],
  input: GraphTensor,
): Promise<GraphShapes> {
  const sources = shapeSources(graph.model);
  const sourceOf = (name: string) => sources.get(name) ?? name;
  const told = toldOf(graph.model, input);
  const asked = [...new Set(names.map(sourceOf))].filter((name) => !told.tensors.has(name));
  if (asked.length > 0) await askRuntime(graph, asked, input, told);
  return new Map(
    names.flatMap((name) => {
      const tensor = told.tensors.get(sourceOf(name));
      return tensor ? [[name, { ...tensor, name }] as const] : [];
    }),
  );
}

function toldOf(model: OnnxModel, input: GraphTensor): Told {
  const ofModel = TOLD.get(model) ?? new Map<string, Told>();
  TOLD.set(model, ofModel);
  const key = JSON.stringify([input.name, input.elementType, input.dims]);
  const told = ofModel.get(key) ?? { tensors: new Map([[input.name, input]]), mustFold: false };
  ofModel.set(key, told);
  return told;
}

async function askRuntime(
  { model, file }: Graph,
  names: string[],
  input: GraphTensor,
  told: Told,
): Promise<void> {
  const skeleton = await encodeSkeleton(model, { ...input, dims: [...input.dims] }, names);
  const ask = async (optimization: 'none' | 'basic') => {
    const session = await createSession(skeleton, file, { optimization, isNeverRun: true });
    const shapes = names.map((name) => ({
      name,
      elementType: elementTypeNamed(session.outputType(name)),
      dims: (session.outputDims(name) ?? []).map((size) => size ?? 0),
    }));
    await session.release();
    return shapes;
  };
  let shapes = told.mustFold ? [] : await ask('none');
  told.mustFold ||= shapes.some(isUnknown);
  if (told.mustFold) shapes = await ask('basic');
  for (const shape of shapes) told.tensors.set(shape.name, shape);
}

/**
 * The tensors that must have the shape and type of an earlier one, with the first such one. They need not be asked for:
 * the runtime's time grows with the square of the number of outputs.
 */
function shapeSources({ nodes }: OnnxModel): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { domain, opType, inputs, outputs } of nodes) {
    const [input, ...others] = inputs;
    if (domain !== '' || !KEEPS_SHAPE.has(opType) || !input || others.length > 0) continue;
    for (const output of outputs) sources.set(output, sources.get(input) ?? input);
  }
  return sources;
}

/** Whether only a run can tell the shape, or a size of it other than the batch. */
export function isUnknown({ dims }: GraphTensor): boolean {
  return dims.length === 0 || dims.slice(1).includes(0);
}
