import type { SourceLine } from '../python/codeLink.ts';
import type { NodeOrigin } from './origins.ts';

/** More nodes than this are not distinguished. */
const MAX_NODES = 12;
/** More orders than this are not tried. */
const MAX_TRIES = 20_000;

/**
 * Matches a model's nodes with the same number of calls, in every order that the data flow and the exporter's counting
 * allow. Calls run in the given order.
 * @param canMake whether a call can make a node
 * @returns a line for each node, undefined if possible orders differ
 */
export function matchNodes<T extends SourceLine>(
  nodes: readonly NodeOrigin[],
  calls: readonly T[],
  canMake: (call: T, node: NodeOrigin) => boolean,
  all: readonly NodeOrigin[],
): (T | undefined)[] {
  const unknown = nodes.map(() => undefined);
  if (nodes.length !== calls.length || nodes.length > MAX_NODES) return unknown;
  const earlier = nodes.map((node) =>
    nodes.flatMap((other, i) => (isBefore(other, node, all) ? [i] : [])),
  );
  const possible = nodes.map(() => new Map<string, T>());
  const order: number[] = [];
  let tries = 0;
  const place = (): boolean => {
    if (++tries > MAX_TRIES) return false;
    const call = calls[order.length];
    if (!call) {
      order.forEach((node, i) => {
        const made = calls[i];
        if (made) possible[node]?.set(`${made.file}:${made.line}`, made);
      });
      return true;
    }
    return nodes.every((node, i) => {
      const isFree = !order.includes(i) && earlier[i]?.every((before) => order.includes(before));
      if (!isFree || !canMake(call, node)) return true;
      order.push(i);
      const isDone = place();
      order.pop();
      return isDone;
    });
  };
  if (!place()) return unknown;
  return possible.map((lines) => (lines.size === 1 ? [...lines.values()][0] : undefined));
}

/** Whether a node was certainly made before another one. */
function isBefore(a: NodeOrigin, b: NodeOrigin, all: readonly NodeOrigin[]): boolean {
  if (a === b) return false;
  const [first, second] = [counted(a.node), counted(b.node)];
  if (a.node.startsWith('/') && first.name === second.name) {
    const at = first.counts.findIndex((count, i) => count !== second.counts[i]);
    return (first.counts[at] ?? 0) < (second.counts[at] ?? 0);
  }
  return flowsInto(a, b, all);
}

/** `/shared_1/Conv` and its counts, as the TorchScript exporter gives them: `/shared/Conv`, 1 and 0. */
function counted(name: string): { name: string; counts: number[] } {
  const parts = name.split('/').map((part) => /^(.*?)(?:_(\d+))?$/.exec(part));
  return {
    name: parts.map((part) => part?.[1] ?? '').join('/'),
    counts: parts.map((part) => Number(part?.[2] ?? 0)),
  };
}

function flowsInto(a: NodeOrigin, b: NodeOrigin, all: readonly NodeOrigin[]): boolean {
  const reached = new Set(a.outputs);
  for (const node of all) {
    if (!node.inputs.some((tensor) => reached.has(tensor))) continue;
    if (node === b) return true;
    for (const tensor of node.outputs) reached.add(tensor);
  }
  return false;
}
