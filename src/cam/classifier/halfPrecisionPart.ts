import type { OnnxModel } from '../onnx/file/model.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { widen } from '../onnx/numbers/widen.ts';
import type { Analysis } from './analysis.ts';
import type { MapPart, MapReading } from './readMap.ts';
import { readMap } from './readMap.ts';

const { float, float16 } = TensorElementType;

/**
 * As {@link readMap}; a head in half precision is read with the same weights in float32: its own
 * rounding, 1e-3, would stand in every weight that is a difference of two of its answers.
 */
export async function readInFloat32(part: MapPart): Promise<MapReading> {
  if (!isHalf(part.graph.model)) return readMap(part);
  const original = new Map(
    [part.feature, ...part.tail, ...part.earlier].map(({ name, elementType }) => [
      name,
      elementType,
    ]),
  );
  const found = await readMap({
    ...part,
    graph: part.graph.rewritten(widen(part.graph.model, float16)),
    feature: widened(part.feature),
    tail: part.tail.map(widened),
    earlier: part.earlier.map(widened),
  });
  const restored = <T extends { name: string; elementType: number }>(tensor: T): T => ({
    ...tensor,
    elementType: original.get(tensor.name) ?? tensor.elementType,
  });
  return { ...found, feature: restored(found.feature), logits: restored(found.logits) };
}

/** What was read of a head, in the graph in which it is differentiated: in float32. */
export function headInFloat32(analysis: Analysis): Analysis {
  const { graph, feature, logits } = analysis;
  if (!isHalf(graph.model)) return analysis;
  return {
    ...analysis,
    graph: graph.rewritten(widen(graph.model, float16)),
    feature: widened(feature),
    logits: widened(logits),
  };
}

function isHalf({ initializers, valueInfos, inputs }: OnnxModel): boolean {
  const typed = [...initializers.values(), ...valueInfos.values(), ...inputs];
  return typed.some(({ elementType }) => elementType === float16);
}

function widened<T extends { elementType: number }>(tensor: T): T {
  return tensor.elementType === float16 ? { ...tensor, elementType: float } : tensor;
}
