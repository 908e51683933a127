import type { Graph } from '../../onnx/file/graph.ts';
import { elementTypeNamed } from '../../onnx/file/model.ts';
import { encodeSkeleton } from '../../onnx/write/cut.ts';
import type { SessionSettings } from '../../runtime/session.ts';
import { createSession } from '../../runtime/session.ts';
import type { GraphTensor } from '../probe/graphFunction.ts';
import { GraphFunction } from '../probe/graphFunction.ts';
import type { ImageInput } from '../probe/pictureInput.ts';
import type { SpatialTensor } from '../probe/spatialTensor.ts';
import { concreteInput } from './imageInput.ts';

/** Tensors with their shapes by name: a size is 0, or all are missing, where only a run could tell. */
export type GraphShapes = ReadonlyMap<string, GraphTensor>;

/**
 * Shapes of the graph's outputs, of all cut points before them and of what nodes ask the shape of, found without the
 * weights.
 * @param scale factor on the analysed size, where the model takes any
 * @throws CamError where the runtime refuses the model.
 */
export async function inferShapes(
  graph: Graph,
  input: ImageInput,
  scale = 1,
): Promise<GraphShapes> {
  const cuts = graph.model.outputs.flatMap(({ name }) => graph.cutPoints(input.name, name));
  const names = [...cuts, ...graph.tensorsAskedForShape(input.name)];
  return inferShapesOf(graph, [...new Set(names)], input, scale);
}

/** The graph with the shapes that its nodes ask for, so that a part of it need not compute them. */
export function withAskedShapes(graph: Graph, shapes: GraphShapes): Graph {
  const complete = [...shapes.values()].filter(
    ({ dims }) => dims.length > 0 && dims.every((size) => size > 0),
  );
  return graph.withShapes(new Map(complete.map(({ name, dims }) => [name, dims] as const)));
}

/** As {@link inferShapes}, of the tensors that are named. */
export async function inferShapesOf(
  { model, file }: Graph,
  names: string[],
  input: ImageInput,
  scale = 1,
): Promise<GraphShapes> {
  const skeleton = await encodeSkeleton(model, concreteInput(input, scale), names);
  const plain = await readShapes(skeleton, names, file, 'none');
  if (![...plain.values()].some(isUnknown)) return plain;
  // Shapes that the graph computes of shapes are known only once that is folded.
  return readShapes(skeleton, names, file, 'basic');
}

async function readShapes(
  skeleton: Uint8Array,
  names: string[],
  file: string,
  optimization: SessionSettings['optimization'],
): Promise<Map<string, GraphTensor>> {
  const session = await createSession(skeleton, file, { optimization });
  try {
    return new Map(
      names.map((name) => {
        const elementType = elementTypeNamed(session.outputType(name));
        const dims = (session.outputDims(name) ?? []).map((size) => size ?? 0);
        return [name, { name, elementType, dims }];
      }),
    );
  } finally {
    await session.release();
  }
}

function isUnknown({ dims }: GraphTensor): boolean {
  return dims.length === 0 || dims.slice(1).includes(0);
}

/** A head computes little; with a whole network behind the last known shape, unknown ones stay unknown. */
const MAX_MEASURED = 400;

/**
 * Cut points whose shapes only a run can tell get them by one: from the last tensor with positions and a
 * known shape on, fed with zeros.
 * @param tensors cut points, the output first
 */
export async function measureUnknown(
  graph: Graph,
  tensors: GraphTensor[],
  asSpatial: (tensor: GraphTensor) => SpatialTensor | undefined,
): Promise<GraphTensor[]> {
  const index = tensors.findIndex((tensor) => asSpatial(tensor) !== undefined);
  const from = tensors.slice(index, index + 1).flatMap((tensor) => asSpatial(tensor) ?? [])[0];
  const tail = tensors.slice(0, Math.max(0, index));
  if (!from || tail.length > MAX_MEASURED || !tail.some(isUnknown)) return tensors;
  const part = await GraphFunction.create(graph, from, tail);
  try {
    const found = await part.measure(from.dims.slice(1));
    return tensors.map((tensor) => ({ ...tensor, dims: found.get(tensor.name) ?? tensor.dims }));
  } finally {
    await part.dispose();
  }
}
