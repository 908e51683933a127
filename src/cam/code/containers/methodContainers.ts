import type { SyntaxNode } from '@lezer/common';
import type { ModuleUse } from '../locate/findCall.ts';
import { findUses } from '../locate/findCall.ts';
import type { Frame } from '../origins/frames.ts';
import { isPyTorchInternal } from '../origins/frames.ts';
import { moduleCalls, textOfFrames } from '../origins/moduleCalls.ts';
import type { GroupMember } from '../origins/nodeGroup.ts';
import { isRounding, outputsOf, takersOf } from '../origins/nodeGroup.ts';
import type { NodeOrigin } from '../origins/origins.ts';
import type { TracedLine } from '../origins/trace.ts';
import type { ClassPlace } from '../python/classes.ts';
import { methodNamed, mro } from '../python/classes.ts';
import type { PythonFile, PythonFunction } from '../python/pythonFile.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  classAt,
  lastPart,
  nodesOnLines,
} from '../python/syntax.ts';
import type { Container } from './container.ts';
import type { ContainerSearch } from './findContainers.ts';

/** The nodes that one recorded line ran. */
interface LineGroup {
  frame: Frame;
  members: GroupMember[];
  /** The nodes by the function that the line calls next; the empty name for nodes that it computes itself. */
  byFunction: Map<string, GroupMember[]>;
}

/** A helper method that a line calls, and the nodes that it ran. */
interface MethodCall {
  method: PythonFunction;
  owner: ClassPlace;
  members: GroupMember[];
}

/**
 * The calls of a network's helper methods, `x = self.stem(x)`: by the recorded calls if the exporter kept those of
 * methods, else if the statement is only such a call.
 */
export async function methodContainers(search: ContainerSearch): Promise<Container[]> {
  const found: Container[] = [];
  for (const group of lineGroups(search.origins).values()) {
    const line = await search.lineOf(group.frame);
    const file = line && (await search.sources.read(line.file));
    if (!file || !line) continue;
    for (const { method, owner, members } of await methodsCalled(search, group, file, line)) {
      const isMerged = await takesFromOutside(search, members, method, owner);
      const outputs = isMerged ? undefined : outputsOf(members, search.consumers);
      found.push({
        name: method.name,
        module: undefined,
        className: undefined,
        nodes: members.map(({ node }) => node),
        outputs: outputs?.tensors ?? [],
        isRepeated: outputs?.isRepeated ?? false,
        certainty: 'exactLine',
        definition: { file: owner.file.path, line: method.line },
        call: { file: line.file, line: line.line },
      });
    }
  }
  return found;
}

function lineGroups(origins: readonly NodeOrigin[]): Map<string, LineGroup> {
  const groups = new Map<string, LineGroup>();
  for (const node of origins) {
    if (isRounding(node)) continue;
    const { frames } = node;
    for (const [index, frame] of frames.entries()) {
      if (isPyTorchInternal(frame.file)) continue;
      const outside = frames.slice(0, index + 1).filter(({ file }) => !isPyTorchInternal(file));
      const key = textOfFrames(outside);
      const group: LineGroup = groups.get(key) ?? { frame, members: [], byFunction: new Map() };
      groups.set(key, group);
      const member = { node, key: memberKey(node, frames.slice(index + 1)) };
      group.members.push(member);
      const next = frames[index + 1];
      const name = next && !isPyTorchInternal(next.file) ? next.function : '';
      group.byFunction.set(name, [...(group.byFunction.get(name) ?? []), member]);
    }
  }
  return groups;
}

function memberKey(node: NodeOrigin, inside: readonly Frame[]): string {
  const module = moduleCalls(node)?.at(-1)?.path ?? node.module;
  return JSON.stringify([module, node.operator, textOfFrames(inside)]);
}

async function methodsCalled(
  { sources, classNames }: ContainerSearch,
  { frame, members, byFunction }: LineGroup,
  file: PythonFile,
  line: TracedLine,
): Promise<MethodCall[]> {
  const own = classAt(file, line.line);
  // Another class of the file can have the same line.
  const isMoved = line.line !== frame.line;
  if (!own || (isMoved && !classNames.has(own.name))) return [];
  const family = await mro(sources, { file, class: own });
  const called = (name: string, ran: GroupMember[]): MethodCall[] => {
    const found = methodNamed(family, name);
    return found ? [{ method: found.function, owner: found.owner, members: ran }] : [];
  };
  const calls = methodCallsAt(file, line);
  const [only, ...others] = calls;
  const isAlone = !file.lines
    .slice(line.line - 1, line.endLine)
    .join('\n')
    .includes(';');
  const name = lastPart(calleeOf(only, file.text));
  // Without a recorded text, the called functions show whether it is still the same line.
  const isIt = frame.text !== undefined || (byFunction.size === 1 && byFunction.has(name));
  if (only && isIt && others.length === 0 && isAlone && isWholeStatement(only, file.text)) {
    return called(name, members);
  }
  return [...byFunction].flatMap(([next, ran]) => {
    const alike = calls.filter((call) => lastPart(calleeOf(call, file.text)) === next);
    return next !== 'forward' && alike.length === 1 ? called(next, ran) : [];
  });
}

/** Calls of attributes of `self` in a statement. */
function methodCallsAt(file: PythonFile, { line, endLine }: TracedLine): SyntaxNode[] {
  return nodesOnLines(file, 'CallExpression', line, endLine).filter((node) =>
    /^self\.\w+$/.test(calleeOf(node, file.text)),
  );
}

/** `x = self.stem(x)`, `return self.stem(x)`: nothing else is computed. */
function isWholeStatement(call: SyntaxNode, text: string): boolean {
  const { parent } = call;
  const isAlone =
    parent?.name === 'AssignStatement'
      ? childrenOf(parent).at(-1)?.from === call.from
      : parent?.name === 'ReturnStatement' || parent?.name === 'ExpressionStatement';
  const isPlain = ({ value }: { value: SyntaxNode }) =>
    ['VariableName', 'MemberExpression', 'Boolean', 'Number', 'String', 'None'].includes(
      value.name,
    );
  return isAlone && argumentsOf(call, text).every(isPlain);
}

/**
 * Whether a node outside may contain the method's last computation: a batch norm that is called after the method
 * absorbs the method's convolution.
 */
async function takesFromOutside(
  search: ContainerSearch,
  members: readonly GroupMember[],
  method: PythonFunction,
  owner: ClassPlace,
): Promise<boolean> {
  const { consumers } = search;
  const inside = new Set(members.map(({ node }) => node));
  const running = new Set([...inside].flatMap((node) => modulesAround(node)));
  const takers = [...inside].flatMap(({ outputs }) =>
    outputs.flatMap((tensor) => takersOf(tensor, consumers)),
  );
  for (const node of new Set(takers)) {
    const isMerged = node.rewritings.some((rule) => rule.includes('BatchNorm'));
    if (inside.has(node) || !isMerged) continue;
    // Both parts ran in one call of a module outside the method.
    const isApart = modulesAround(node).some(
      (path) => node.module.startsWith(`${path}.`) && !running.has(path),
    );
    if (!isApart && (await mayUse(search, node.module, method, owner))) return true;
  }
  return false;
}

function modulesAround(node: NodeOrigin): string[] {
  return (moduleCalls(node) ?? []).map(({ path }) => path);
}

/** Whether a method, or another one that it calls, may call a module. */
async function mayUse(
  { sources, definitionsOf }: ContainerSearch,
  module: string,
  method: PythonFunction,
  owner: ClassPlace,
): Promise<boolean> {
  const uses: ModuleUse[] = [];
  for (const { callers } of await definitionsOf(module)) {
    uses.push(...(await findUses(sources, callers)));
  }
  for (const use of uses) {
    const family = await mro(sources, use.caller);
    const isOfMethod = family.some(({ class: own }) => own === owner.class);
    if (use.method === method.name || (isOfMethod && use.method !== 'forward')) return true;
  }
  return uses.length === 0;
}
