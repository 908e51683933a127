import type { BackwardGraph } from './backwardGraph.ts';
import { elementsOf } from './backwardGraph.ts';
import { reshape } from './operators.ts';

/** A linear map along one axis, row by row: result r is Σ values[r·columns + c] · value c. */
export interface AxisMatrix {
  axis: number;
  rows: number;
  columns: number;
  values: Float32Array;
}

/** @param entries calls `set` for each entry that is not 0; what is set twice is added */
export function axisMatrix(
  axis: number,
  rows: number,
  columns: number,
  entries: (set: (row: number, column: number, value: number) => void) => void,
): AxisMatrix {
  const sums = new Float64Array(rows * columns);
  entries((row, column, value) => {
    const at = row * columns + column;
    sums[at] = (sums[at] ?? 0) + value;
  });
  return { axis, rows, columns, values: Float32Array.from(sums) };
}

export function transposed({ axis, rows, columns, values }: AxisMatrix): AxisMatrix {
  const turned = values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
  return { axis, rows: columns, columns: rows, values: turned };
}

/**
 * Applies matrices to a tensor, each along its axis.
 * @param dims shape of the tensor
 */
export function mapAxes(
  graph: BackwardGraph,
  tensor: string,
  dims: readonly number[],
  matrices: readonly AxisMatrix[],
): string {
  const sizes = [...dims];
  let mapped = tensor;
  for (const matrix of matrices) {
    const { axis, rows, columns } = matrix;
    const outer = elementsOf(sizes.slice(0, axis));
    const inner = elementsOf(sizes.slice(axis + 1));
    mapped = reshape(graph, mapped, inner === 1 ? [outer, columns] : [outer, columns, inner]);
    // One product of two matrices is faster than one for each row.
    if (inner === 1) mapped = graph.add('MatMul', [mapped, constant(graph, transposed(matrix))]);
    else mapped = graph.add('MatMul', [constant(graph, matrix), mapped]);
    sizes[axis] = rows;
  }
  return reshape(graph, mapped, sizes);
}

function constant(graph: BackwardGraph, { rows, columns, values }: AxisMatrix): string {
  return graph.floats([rows, columns], values);
}
