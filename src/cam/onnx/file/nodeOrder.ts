import type { OnnxNode } from './model.ts';

/**
 * The nodes in an order in which each comes after those whose outputs it takes, as the format demands. Some
 * converters add theirs at the end, and the runtime accepts such files. Nodes that are in order stay where
 * they are; those of a cycle, which no runtime accepts, keep their relative order.
 */
export function inOrder(nodes: OnnxNode[]): OnnxNode[] {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) for (const name of node.outputs) makers.set(name, node);
  const ordered: OnnxNode[] = [];
  const seen = new Set<OnnxNode>();
  for (const node of nodes) appendBehindMakers(node, makers, seen, ordered);
  return ordered;
}

/** Without recursion: graphs are thousands of nodes deep. */
function appendBehindMakers(
  last: OnnxNode,
  makers: ReadonlyMap<string, OnnxNode>,
  seen: Set<OnnxNode>,
  ordered: OnnxNode[],
): void {
  if (seen.has(last)) return;
  seen.add(last);
  const open = [{ node: last, inputs: last.inputs.values() }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const { value: name, done } = top.inputs.next();
    if (done) {
      ordered.push(top.node);
      open.pop();
      continue;
    }
    const maker = makers.get(name);
    if (!maker || seen.has(maker)) continue;
    seen.add(maker);
    open.push({ node: maker, inputs: maker.inputs.values() });
  }
}
