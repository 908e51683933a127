import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { pad, slice, zeros } from '../graph/operators.ts';
import { addToKnownPlaces } from '../graph/places.ts';
import { scatterSlice } from './indexing.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Operators that take, join or move parts of tensors along their axes. */
export const partsRules: Rules = {
  Concat: ofOne((node, d, graph) => {
    const axis = positive(node.int('axis', 1), graph.dims(node.output).length);
    let end = 0;
    return node.inputs.map((name, i) => {
      const start = end;
      end += graph.dims(name)[axis] ?? 1;
      return node.needs(i) ? slice(graph, d, [axis], [start], [end]) : undefined;
    });
  }),
  Split: (node, gradients, graph) => {
    const axis = positive(node.int('axis', 0), graph.dims(node.input(0)).length);
    const parts = node.outputs.map(
      (name, i) => gradients[i] ?? zeros(graph, graph.dims(name), node.input(0)),
    );
    return [graph.add('Concat', parts, { axis })];
  },
  Slice: ofOne((node, d, graph) => {
    const axes = slicedAxes(node, graph);
    return [axes ? spread(graph, d, axes, node) : scatterSlice(node, d, graph)];
  }),
  Pad: ofOne((node, d, graph) => {
    if (node.needs(2)) throw new NoRule('constant_value=computed');
    return [
      node.string('mode', 'constant') === 'constant' ? crop(node, d, graph) : fold(node, d, graph),
    ];
  }),
  CenterCropPad: ofOne((node, d, graph) => {
    const from = graph.dims(node.output);
    const to = graph.dims(node.input(0));
    const before = to.map((size, axis) => Math.trunc((size - (from[axis] ?? size)) / 2));
    const after = to.map((size, axis) => size - (from[axis] ?? size) - (before[axis] ?? 0));
    return [pad(graph, d, before, after)];
  }),
  Trilu: ofOne((node, d, graph) => [
    graph.add('Trilu', [d, ...node.inputs.slice(1)], { upper: node.int('upper', 1) }),
  ]),
  CumSum: ofOne((node, d, graph) => [
    graph.add('CumSum', [d, node.input(1)], {
      exclusive: node.int('exclusive', 0),
      reverse: 1 - node.int('reverse', 0),
    }),
  ]),
  ReverseSequence: ofOne((node, d, graph) => [
    graph.add('ReverseSequence', [d, node.input(1)], {
      batch_axis: node.int('batch_axis', 1),
      time_axis: node.int('time_axis', 0),
    }),
  ]),
};

/** An axis counted from the start. */
function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

interface SlicedAxis {
  axis: number;
  start: number;
  step: number;
}

/** Undefined if only a run can tell; the ends need not be known, because the shapes are. */
function slicedAxes(node: ForwardNode, graph: BackwardGraph): SlicedAxis[] | undefined {
  const dims = graph.dims(node.input(0));
  const setting = (index: number, attribute: string) =>
    node.input(index) === '' ? (node.ints(attribute) ?? null) : graph.integers(node.input(index));
  const starts = setting(1, 'starts');
  const axes = setting(3, 'axes');
  const steps = setting(4, 'steps');
  if (!starts || axes === undefined || steps === undefined) return undefined;
  return starts.map((given, i) => {
    const axis = positive(axes?.[i] ?? i, dims.length);
    const size = dims[axis] ?? 1;
    const step = steps?.[i] ?? 1;
    const start = Math.max(given < 0 ? given + size : given, 0);
    return { axis, start: Math.min(start, step < 0 ? size - 1 : size), step };
  });
}

/** Of a slice: zeros where it left values out. */
function spread(
  graph: BackwardGraph,
  d: string,
  sliced: readonly SlicedAxis[],
  node: ForwardNode,
): string {
  const to = graph.dims(node.input(0));
  const dims = [...graph.dims(node.output)];
  if (dims.includes(0)) return zeros(graph, to, node.input(0));
  const before = to.map(() => 0);
  let found = d;
  for (const { axis, start, step } of sliced) {
    if (step === 1) before[axis] = start;
    else {
      const [length = 1, size = 1] = [dims[axis], to[axis]];
      const places = Array.from({ length }, (_, i) => start + i * step);
      const taken = { tensor: found, dims: [...dims], axis, size };
      found = addToKnownPlaces(graph, taken, places, node.input(0));
      dims[axis] = size;
    }
  }
  const after = to.map((size, axis) => size - (before[axis] ?? 0) - (dims[axis] ?? 1));
  return pad(graph, found, before, after);
}

/** How much an operator pads each axis before and after; negative where it cuts off. */
function padsOf(node: ForwardNode, graph: BackwardGraph): { before: number[]; after: number[] } {
  const rank = graph.dims(node.input(0)).length;
  const pads = node.ints('pads') ?? graph.integers(node.input(1));
  const axes = node.input(3) === '' ? undefined : graph.integers(node.input(3));
  if (!pads || (node.input(3) !== '' && !axes)) throw new NoRule('pads=computed');
  const before = Array<number>(rank).fill(0);
  const after = Array<number>(rank).fill(0);
  const count = pads.length / 2;
  for (let i = 0; i < count; i++) {
    const axis = positive(axes?.[i] ?? i, rank);
    before[axis] = pads[i] ?? 0;
    after[axis] = pads[i + count] ?? 0;
  }
  return { before, after };
}

/** Of a padding by a constant. */
function crop(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const { before, after } = padsOf(node, graph);
  const negated = (pads: number[]) => pads.map((size) => 0 - size);
  return pad(graph, d, negated(before), negated(after));
}

/** Of a padding by copies of the values: each copy goes back to where it was taken from. */
function fold(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const mode = node.string('mode', 'constant');
  const { before, after } = padsOf(node, graph);
  if ([...before, ...after].some((size) => size < 0)) throw new NoRule(`mode=${mode}, pads<0`);
  const dims = [...graph.dims(node.output)];
  let found = d;
  for (const [axis, size] of graph.dims(node.input(0)).entries()) {
    const length = dims[axis] ?? size;
    if (length === size) continue;
    const sources = Array.from({ length }, (_, i) => sourceOf(i - (before[axis] ?? 0), size, mode));
    found = addToKnownPlaces(graph, { tensor: found, dims, axis, size }, sources, node.input(0));
    dims[axis] = size;
  }
  return found;
}

/** The index of the value that a padding copies to an index, which may lie outside. */
function sourceOf(index: number, size: number, mode: string): number {
  const modulo = (period: number) => ((index % period) + period) % period;
  if (mode === 'edge') return Math.min(Math.max(index, 0), size - 1);
  if (mode === 'wrap') return modulo(size);
  if (mode !== 'reflect') throw new NoRule(`mode=${mode}`);
  if (size === 1) return 0;
  const folded = modulo(2 * (size - 1));
  return Math.min(folded, 2 * (size - 1) - folded);
}
