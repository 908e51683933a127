import type { ModuleCall } from '../origins/moduleCalls.ts';
import { moduleCalls, textOfFrames } from '../origins/moduleCalls.ts';
import type { GroupMember } from '../origins/nodeGroup.ts';
import { isRounding } from '../origins/nodeGroup.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import { lastPart } from '../python/syntax.ts';
import type { ContainerSearch } from './findContainers.ts';

/** The nodes of one call of a module, as the exporter recorded it. */
export interface RecordedCall extends Pick<ModuleCall, 'className' | 'line'> {
  members: GroupMember[];
  /** Whether it may be several calls, because the records of some nodes do not say so; they are still of one line. */
  isUnclear: boolean;
}

/** All records of one module. */
export interface RecordedModule {
  path: string;
  calls: RecordedCall[];
  /**
   * Nodes that belong to it only by their names: its elements are called one by one, like those of a list, or the
   * exporter merged a node inside with one outside.
   */
  others: NodeOrigin[];
  hasModulesInside: boolean;
}

/** A node and the modules that ran it; undefined if the exporter recorded none. */
interface RecordedNode {
  node: NodeOrigin;
  running: ModuleCall[] | undefined;
}

/** The modules of a model by their paths, with their calls, in the order of the graph. */
export async function recordedModules(
  search: ContainerSearch,
): Promise<Map<string, RecordedModule>> {
  const nodes = search.origins
    .filter((node) => !isRounding(node))
    .map((node) => ({ node, running: moduleCalls(node) }));
  await takeCountsOut(nodes, search);
  const unclear = new Set(
    nodes.flatMap(({ running = [] }) =>
      running.flatMap(({ path, context }) => (context === undefined ? [path] : [])),
    ),
  );
  const modules = new Map<string, RecordedModule>();
  const at = (path: string): RecordedModule => {
    const known = modules.get(path);
    if (known) return known;
    const module = { path, calls: [], others: [], hasModulesInside: false };
    modules.set(path, module);
    return module;
  };
  const calls = new Map<string, RecordedCall>();
  const ambiguous = new Set<RecordedCall>();
  for (const { node, running } of nodes) {
    for (const { path, className, line, context, inside } of running ?? []) {
      const isUnclear = unclear.has(path);
      const key = `${path}\n${isUnclear ? '' : context}`;
      let call = calls.get(key);
      if (!call) {
        call = { className, line, members: [], isUnclear };
        calls.set(key, call);
        at(path).calls.push(call);
      }
      call.line ??= line;
      const isSameLine =
        line === undefined || textOfFrames([line]) === textOfFrames([call.line ?? line]);
      if (!isSameLine) ambiguous.add(call);
      const innermost = running?.at(-1)?.path;
      const same = [innermost, node.operator, isUnclear ? '' : inside];
      call.members.push({ node, key: JSON.stringify(same) });
    }
    const paths = new Set((running ?? []).map(({ path }) => path));
    for (const path of parentsOf(node, running)) {
      at(path).hasModulesInside = true;
      if (!paths.has(path)) at(path).others.push(node);
    }
  }
  for (const call of ambiguous) call.line = undefined;
  return modules;
}

/**
 * Paths of the modules that a node is in. The names of weights count only if nothing else is known, or if the exporter
 * merged nodes: equal weights of several modules, for example of new batch norms, are stored once.
 */
function parentsOf(
  { module, rewritings }: NodeOrigin,
  running: readonly ModuleCall[] | undefined,
): Set<string> {
  const innermost = running?.at(-1)?.path ?? '';
  const byName = !running || rewritings.length > 0;
  return new Set([innermost, ...(byName ? [module] : [])].flatMap(pathsAbove));
}

/** `layer1.0.conv` is in `layer1` and `layer1.0`. */
function pathsAbove(path: string): string[] {
  const names = path.split('.');
  return names.slice(0, -1).map((_, index) => names.slice(0, index + 1).join('.'));
}

/**
 * The TorchScript exporter counts calls: in the second call of `down`, its own operations are in `down_1`, and its
 * `conv` is `down.conv_1`. If the code has no module with such a name, it is the module of the first call.
 */
async function takeCountsOut(
  nodes: readonly RecordedNode[],
  { definitionsOf }: ContainerSearch,
): Promise<void> {
  const uncounted = new Map<string, Promise<string>>();
  const without = (path: string): Promise<string> => {
    let found = uncounted.get(path);
    if (!found) {
      found = withoutCount(path);
      uncounted.set(path, found);
    }
    return found;
  };
  const withoutCount = async (path: string): Promise<string> => {
    const name = lastPart(path);
    const above = pathsAbove(path).at(-1);
    const parent = above === undefined ? '' : `${await without(above)}.`;
    const [, plain] = /^(.+)_\d+$/.exec(name) ?? [];
    if (plain === undefined) return parent + name;
    if (/^\d+$/.test(plain)) return parent + plain;
    const [definition] = await definitionsOf(parent + name);
    return parent + (definition?.attribute === plain ? plain : name);
  };
  for (const { node, running } of nodes) {
    if (!running || node.scopes.length > 0) continue;
    for (const call of running) call.path = await without(call.path);
  }
}
