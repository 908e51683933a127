import type { OnnxModel } from '../file/model.ts';

/** Operators whose output depends on the shape of the input alone. */
export const SHAPE_OPERATORS: ReadonlySet<string> = new Set(['Shape', 'Size']);

/** Names of the tensors whose values depend on `start`, not on its shape alone; `start` among them. */
export function findDependents({ nodes }: OnnxModel, start: string): Set<string> {
  const dependents = new Set([start]);
  for (const { opType, inputs, outputs } of nodes) {
    if (SHAPE_OPERATORS.has(opType) || !inputs.some((name) => dependents.has(name))) continue;
    for (const name of outputs) dependents.add(name);
  }
  return dependents;
}

/**
 * Names of the tensors through which everything flows from the input to `output`: cutting the graph at
 * one of them leaves a head that is a function of that tensor alone. Ordered from `output` backwards,
 * `output` first. What depends only on a tensor's shape does not count as flow.
 * @param dependents of the input, see {@link findDependents}
 */
export function findCutPoints(
  { nodes }: OnnxModel,
  input: string,
  output: string,
  dependents: ReadonlySet<string>,
): string[] {
  const live = new Set([output]);
  const cuts = [output];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => live.has(name))) continue;
    for (const name of node.outputs) live.delete(name);
    for (const name of node.inputs) if (dependents.has(name)) live.add(name);
    const [only] = live;
    if (live.size === 1 && only !== undefined && only !== input) cuts.push(only);
  }
  return cuts;
}

/** Names of the dependents of `input` that nodes ask the shape of. */
export function findAskedShapes(
  { nodes }: OnnxModel,
  input: string,
  dependents: ReadonlySet<string>,
): string[] {
  const asked = nodes
    .filter(({ opType }) => SHAPE_OPERATORS.has(opType))
    .flatMap(({ inputs }) => inputs.filter((name) => name !== input && dependents.has(name)));
  return [...new Set(asked)];
}
