import type { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { dequantise, graphOfTwin } from '../onnx/numbers/dequantise.ts';
import { widen } from '../onnx/numbers/widen.ts';

const { float, float16, double } = TensorElementType;

/** What was made float32 to differentiate a model: its 8-bit tensors, its half precision, its pictures of whole numbers. */
export type FloatChange = 'int8' | 'float16' | 'picture';

/** The float twin of a model, and how it differs; nothing for a model of float32. */
export interface FloatGraph {
  graph: Graph;
  changes: FloatChange[];
}

/**
 * The float twin of a whole model, with names and shapes of its own: quantised tensors hold the values that they stand
 * for, half precision is widened, and a picture of whole numbers may have fractions.
 */
export async function floatGraph(given: Graph): Promise<FloatGraph> {
  const [picture] = given.model.inputs;
  if (!picture) return { graph: given, changes: [] };
  const changes: FloatChange[] = [];
  let graph = given;
  const twin = await dequantise(given.model, given.dependents(picture.name));
  if (twin) {
    graph = graphOfTwin(graph, twin, new Set());
    changes.push('int8');
  }
  if (isHalf(graph.model)) {
    graph = graph.rewritten(widen(graph.model, float16));
    changes.push('float16');
  }
  const [{ elementType } = picture] = graph.model.inputs;
  if (elementType !== float && elementType !== double) {
    graph = graph.rewritten(withFloatPicture(graph.model));
    changes.push('picture');
  }
  if (changes.length === 0) return { graph, changes };
  return { graph: graph.rewritten({ ...graph.model, isRewritten: true }), changes };
}

/** Whether a tensor that the file names is of half precision. */
export function isHalf({ initializers, valueInfos, inputs }: OnnxModel): boolean {
  const typed = [...initializers.values(), ...valueInfos.values(), ...inputs];
  return typed.some(({ elementType }) => elementType === float16);
}

function withFloatPicture(model: OnnxModel): OnnxModel {
  return { ...model, inputs: model.inputs.map((info) => ({ ...info, elementType: float })) };
}
