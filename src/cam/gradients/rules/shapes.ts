import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { reshape, sumOver, sumTo, transpose } from '../graph/operators.ts';
import type { Rule, Rules } from './rule.ts';
import { ofOne } from './rule.ts';

/** The values stay in their order: the shape of the input is all that has to come back. */
const reshaped: Rule = ofOne((node, d, graph) => [reshape(graph, d, graph.dims(node.input(0)))]);

/** Operators that keep the values and change the shape, also by repeating them. */
export const shapesRules: Rules = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Transpose: ofOne((node, d, graph) => {
    const axes = [...graph.dims(node.output).keys()];
    const perm = node.ints('perm') ?? axes.toReversed();
    return [
      transpose(
        graph,
        d,
        axes.map((axis) => perm.indexOf(axis)),
      ),
    ];
  }),
  Expand: ofOne((node, d, graph) => [
    sumTo(graph, d, graph.dims(node.output), graph.dims(node.input(0))),
  ]),
  Tile: ofOne((node, d, graph) => [
    sumOfTiles(graph, d, graph.dims(node.output), graph.dims(node.input(0))),
  ]),
  DepthToSpace: ofOne((node, d, graph) => {
    const blocksize = node.int('blocksize', 1);
    if (node.string('mode', 'DCR') === 'DCR')
      return [graph.add('SpaceToDepth', [d], { blocksize })];
    const [batch = 1, channels = 1, height = 1, width = 1] = graph.dims(node.output);
    const [rows, columns] = [height / blocksize, width / blocksize];
    const blocks = reshape(graph, d, [batch, channels, rows, blocksize, columns, blocksize]);
    const moved = transpose(graph, blocks, [0, 1, 3, 5, 2, 4]);
    return [reshape(graph, moved, graph.dims(node.input(0)))];
  }),
  // Without a mode it is DCR, and the attribute exists only from version 11 on.
  SpaceToDepth: ofOne((node, d, graph) => [
    graph.add('DepthToSpace', [d], { blocksize: node.int('blocksize', 1) }),
  ]),
};

/** Each repeated axis becomes two, (repeats, size), of which the first is summed. */
function sumOfTiles(
  graph: BackwardGraph,
  d: string,
  from: readonly number[],
  to: readonly number[],
): string {
  const split: number[] = [];
  const axes: number[] = [];
  for (const [axis, size] of to.entries()) {
    const repeats = (from[axis] ?? size) / size;
    if (repeats > 1) axes.push(split.length);
    split.push(...(repeats > 1 ? [repeats, size] : [size]));
  }
  return axes.length === 0 ? d : sumOver(graph, reshape(graph, d, split), axes, 0);
}
