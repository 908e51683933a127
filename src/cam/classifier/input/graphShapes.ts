import type { Graph } from '../../onnx/file/graph.ts';
import { elementTypeNamed } from '../../onnx/file/model.ts';
import { encodeSkeleton } from '../../onnx/write/encode.ts';
import { createSession } from '../../runtime/session.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';

/** Tensors with their shapes by name: a size is 0, or all are missing, where only a run can tell. */
export type GraphShapes = ReadonlyMap<string, GraphTensor>;

/**
 * Shapes of the named tensors, found without the weights.
 * @param input the graph's input, with the sizes that it is fed with
 * @throws CamError where the runtime refuses the model.
 */
export async function inferShapes(
  { model, file }: Graph,
  names: string[],
  input: GraphTensor,
): Promise<GraphShapes> {
  const skeleton = await encodeSkeleton(model, { ...input, dims: [...input.dims] }, names);
  let shapes: GraphTensor[] = [];
  // Shapes that the graph computes from shapes are known only once the computation is folded.
  for (const optimization of ['none', 'basic'] as const) {
    const session = await createSession(skeleton, file, { optimization });
    shapes = names.map((name) => ({
      name,
      elementType: elementTypeNamed(session.outputType(name)),
      dims: (session.outputDims(name) ?? []).map((size) => size ?? 0),
    }));
    await session.release();
    if (!shapes.some(isUnknown)) break;
  }
  return new Map(shapes.map((tensor) => [tensor.name, tensor]));
}

/** Whether only a run can tell the shape, or a size of it other than the batch. */
export function isUnknown({ dims }: GraphTensor): boolean {
  return dims.length === 0 || dims.slice(1).includes(0);
}
