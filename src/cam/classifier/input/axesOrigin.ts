import { attributesOf } from '../../onnx/file/attributes.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { OnnxNode } from '../../onnx/file/model.ts';

/** Where the axes of a four-dimensional tensor come from. */
export interface AxesOrigin {
  /** The tensor at which the way back ends: an input of the graph, or what `node` makes. */
  tensor: string;
  node: OnnxNode | undefined;
  /** For each axis of the tensor that was asked for: which axis of this one it is. */
  axes: number[];
}

/**
 * The way back from a four-dimensional tensor, through `Transpose` and whatever keeps the order of axes, to the first
 * node that `isEnd` takes, or to an input.
 * @returns undefined where the way is lost, e.g. in a reshape
 */
export function traceAxes(
  graph: Graph,
  tensor: string,
  isEnd: (node: OnnxNode) => boolean,
): AxesOrigin | undefined {
  let axes = [0, 1, 2, 3];
  let name = tensor;
  const { initializers } = graph.model;
  const firstComputed = ({ inputs }: OnnxNode) => inputs.find((input) => !initializers.has(input));
  for (const node of graph.wayBack(tensor, firstComputed)) {
    if (isEnd(node)) return { tensor: name, node, axes };
    if (node.opType === 'Transpose') {
      const order = attributesOf(node).get('perm')?.ints ?? [];
      axes = axes.map((axis) => order[axis] ?? -1);
    } else if (changesAxes(node)) {
      return undefined;
    }
    const first = firstComputed(node);
    if (first === undefined) return undefined;
    name = first;
  }
  return { tensor: name, node: undefined, axes };
}

/** Whether another order or number of axes may come out than went in. */
function changesAxes({ opType }: OnnxNode): boolean {
  return /^(Reshape|Flatten|Squeeze|Unsqueeze|Gather|Einsum|MatMul|DepthToSpace|SpaceToDepth)/.test(
    opType,
  );
}
