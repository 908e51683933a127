import type { Network } from '../evaluate/constructions.ts';
import { elementsMade } from '../evaluate/containerElements.ts';
import type { Definition, KnownClasses } from '../evaluate/definition.ts';
import { findDefinitions } from '../evaluate/definition.ts';
import { callsRun } from '../evaluate/runOrder.ts';
import { madeClasses } from '../evaluate/values.ts';
import { matchNodes } from '../origins/matchNodes.ts';
import { operatorsOfCall, poolingOperators } from '../origins/operators.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { ClassPlace } from '../python/classes.ts';
import { mro } from '../python/classes.ts';
import type { SourceLine } from '../python/codeLink.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { calleeOf, lastPart } from '../python/syntax.ts';

/** A pooling that runs on every run of a network. */
interface Pooling extends SourceLine {
  /** Undefined for a function. */
  definition: SourceLine | undefined;
  operators: readonly string[];
}

/** Modules inside modules are followed as far as this. */
const MAX_DEPTH = 6;

/**
 * The pooling in the code that made a node without a module in the file. It is found if the network certainly runs as
 * many poolings of this kind as the model has.
 * @param all nodes of the model
 */
export async function poolingInOrder(
  sources: PythonSources,
  network: Network,
  classes: KnownClasses,
  origin: NodeOrigin,
  all: readonly NodeOrigin[],
): Promise<Pooling | undefined> {
  const operators = poolingOperators(origin);
  const nodes = all.filter((node) => operators.includes(node.operator));
  if (operators.length === 0 || nodes.some(({ module }) => module !== '')) return undefined;
  const search: Search = { sources, network, classes, origin };
  const found = await poolingsIn(search, network, '', MAX_DEPTH);
  const alike = found.filter((one) => one.operators.some((name) => operators.includes(name)));
  const canMake = (call: Pooling, node: NodeOrigin) => call.operators.includes(node.operator);
  return matchNodes(nodes, alike, canMake, all)[nodes.indexOf(origin)];
}

interface Search {
  sources: PythonSources;
  network: Network;
  classes: KnownClasses;
  origin: NodeOrigin;
}

/** @param path of the module whose class it is */
async function poolingsIn(
  search: Search,
  place: ClassPlace,
  path: string,
  depth: number,
): Promise<Pooling[]> {
  const { sources, origin } = search;
  const family = await mro(sources, place);
  const uses = family.flatMap(({ file, class: own }) => own.uses.map((use) => ({ file, use })));
  const found: Pooling[] = [];
  for (const { file, node, line, isSure } of await callsRun(sources, place)) {
    if (!isSure) continue;
    const callee = calleeOf(node, file.text);
    const called = uses.find((one) => one.file === file && one.use.to === node.to)?.use;
    const call = { file: file.path, line };
    if (called && !called.pattern && /^[^*]+$/.test(called.name)) {
      found.push(...(await poolingsOf(search, join(path, called.name), call, depth)));
    } else if (!callee.startsWith('self.') && !/^(max|mean)$/.test(callee)) {
      const operators = operatorsOfCall(lastPart(callee), origin);
      if (operators.length > 0) found.push({ ...call, definition: undefined, operators });
    }
  }
  return found;
}

/** The poolings of a module that is called at a line. */
async function poolingsOf(
  search: Search,
  path: string,
  call: SourceLine,
  depth: number,
): Promise<Pooling[]> {
  const { sources, network, classes, origin } = search;
  const [definition, ...others] = await findDefinitions(sources, network, path, classes, undefined);
  if (!definition || others.length > 0 || depth === 0) return [];
  if (definition.own) return poolingsIn(search, definition.own, path, depth - 1);
  const names = await classNames(sources, definition);
  const operators = names.flatMap((name) => operatorsOfCall(asFunction(name), origin));
  if (operators.length > 0) return [{ ...call, definition: definition.line, operators }];
  const found: Pooling[] = [];
  const instance = definition.callers.at(-1)?.class ?? network;
  const elements = definition.made ? await elementsMade(sources, definition.made, instance) : [];
  if (elements.some(({ isRepeated, pattern }) => isRepeated || pattern)) return [];
  for (const [i, { name }] of elements.entries()) {
    found.push(...(await poolingsOf(search, join(path, name ?? String(i)), call, depth - 1)));
  }
  return found;
}

async function classNames(
  sources: PythonSources,
  { made, callers }: Definition,
): Promise<string[]> {
  const instance = callers.at(-1)?.class;
  const found = made && instance ? await madeClasses(sources, made, instance) : [];
  return found.length === 1 ? (found[0]?.names ?? []) : [];
}

/** `AdaptiveAvgPool2d` is `adaptive_avg_pool2d`. */
function asFunction(className: string): string {
  return className.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
