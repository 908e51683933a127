import type { NodeOrigin } from './origins.ts';

/** The output of a group of nodes (all nodes that one line of code ran) to the rest of the network. */
export interface GroupOutputs {
  /** Names of tensors, in the order of the graph. */
  tensors: string[];
  /** Whether the line may have run several times; then each tensor is the output of one run. */
  isRepeated: boolean;
}

/** A node of a group, and its key: nodes with equal keys come from equal calls. */
export interface GroupMember {
  node: NodeOrigin;
  key: string;
}

/** The nodes that take each tensor of a model. */
export type Consumers = ReadonlyMap<string, readonly NodeOrigin[]>;

/** Rules that merge two operations into one node, which then represents both. */
const MERGING =
  /Pad\b|SqueezeReshape|ReshapeReshape|TransposeTranspose|Unsqueeze|Slice|Successive|MinMax|MaxMin/;

const ROUNDING = new Set(['QuantizeLinear', 'DequantizeLinear']);

/** Whether a node only rounds a tensor: a quantiser's nodes belong to no code. */
export function isRounding({ operator }: NodeOrigin): boolean {
  return ROUNDING.has(operator);
}

/** Finds the nodes that take each tensor. */
export function consumersOf(nodes: readonly NodeOrigin[]): Consumers {
  const consumers = new Map<string, NodeOrigin[]>();
  for (const node of nodes) {
    for (const tensor of new Set(node.inputs)) {
      const known = consumers.get(tensor);
      if (known) known.push(node);
      else consumers.set(tensor, [node]);
    }
  }
  return consumers;
}

/**
 * The output of a group; undefined if it is uncertain, because the exporter merged nodes across the border, or the
 * nodes that take its tensors may belong to it. If everything in a group occurs several times, it may have run several
 * times; its parts are then handled one by one.
 */
export function outputsOf(
  members: readonly GroupMember[],
  consumers: Consumers,
): GroupOutputs | undefined {
  const times = timesRun(members);
  if (times === undefined) return undefined;
  if (times === 1) {
    const tensors = tensorsLeaving(
      members.map(({ node }) => node),
      consumers,
    );
    return tensors && { tensors, isRepeated: false };
  }
  const size = members.length / times;
  const tensors: string[] = [];
  for (let start = 0; start < members.length; start += size) {
    const part = members.slice(start, start + size);
    const [only, ...others] =
      keysOf(part) === keysOf(members.slice(0, size))
        ? (tensorsLeaving(
            part.map(({ node }) => node),
            consumers,
          ) ?? [])
        : [];
    if (only === undefined || others.length > 0) return undefined;
    tensors.push(only);
  }
  return { tensors, isRepeated: true };
}

/**
 * Largest possible number of runs of a group; undefined if its nodes do not agree. Nodes with weights decide: other
 * nodes may be missing if they compute the same as before.
 */
function timesRun(members: readonly GroupMember[]): number | undefined {
  const weighted = members.filter(({ node }) => node.weights.length > 0);
  const times = commonDivisor(members);
  if (times > 1 || weighted.length === 0) return times;
  return commonDivisor(weighted) === 1 ? 1 : undefined;
}

/** Greatest common divisor of the counts of all keys. */
function commonDivisor(members: readonly GroupMember[]): number {
  const counts = new Map<string, number>();
  for (const { key } of members) counts.set(key, (counts.get(key) ?? 0) + 1);
  let divisor = 0;
  for (const count of counts.values()) {
    let [a, b] = [count, divisor];
    while (b > 0) [a, b] = [b, a % b];
    divisor = a;
  }
  return divisor;
}

function keysOf(members: readonly GroupMember[]): string {
  return JSON.stringify(members.map(({ key }) => key).sort());
}

/** The tensors of some nodes that other nodes take, or that no node takes (the model's outputs). */
function tensorsLeaving(nodes: readonly NodeOrigin[], consumers: Consumers): string[] | undefined {
  const inside = new Set(nodes);
  const leaving: string[] = [];
  for (const { outputs } of nodes) {
    for (const [index, tensor] of outputs.entries()) {
      const takers = takersOf(tensor, consumers);
      const others = takers.filter((node) => !inside.has(node));
      if (others.some((node) => !hasKnownPlace(node) || mergesOthers(node))) return undefined;
      if (others.length > 0 || (takers.length === 0 && index === 0)) leaving.push(tensor);
    }
  }
  return leaving;
}

/** The nodes that take a tensor, directly or rounded. */
export function takersOf(tensor: string, consumers: Consumers): NodeOrigin[] {
  return (consumers.get(tensor) ?? []).flatMap((node) =>
    isRounding(node) ? node.outputs.flatMap((rounded) => takersOf(rounded, consumers)) : [node],
  );
}

/** Whether the exporter recorded the module that made a node. */
function hasKnownPlace({ scopes, node }: NodeOrigin): boolean {
  return scopes.length > 0 || node.startsWith('/');
}

function mergesOthers({ rewritings }: NodeOrigin): boolean {
  return rewritings.some((rule) => MERGING.test(rule));
}
