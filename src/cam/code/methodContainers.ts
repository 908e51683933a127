import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace } from './classes.ts';
import { lineage } from './classes.ts';
import type { Container } from './container.ts';
import type { ContainerSearch } from './findContainers.ts';
import type { Frame } from './frames.ts';
import { isPyTorchInternal } from './frames.ts';
import { moduleCalls, textOfFrames } from './moduleCalls.ts';
import type { GroupMember } from './nodeGroup.ts';
import { isRounding, outputsOf } from './nodeGroup.ts';
import type { NodeOrigin } from './origins.ts';
import type { PythonFile, PythonFunction } from './python/pythonFile.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  classAt,
  descendants,
  lastPart,
  lineAt,
} from './python/syntax.ts';
import type { TracedLine } from './trace.ts';

/** What one recorded line ran. */
interface LineGroup {
  frame: Frame;
  members: GroupMember[];
  /** The nodes by the function that the line calls next; empty for what it computes itself. */
  byFunction: Map<string, GroupMember[]>;
}

/** A helper method that a line calls, and what it ran. */
interface MethodCall {
  method: PythonFunction;
  owner: ClassPlace;
  members: GroupMember[];
}

/**
 * The calls of a network's helper methods, `x = self.stem(x)`: by the recorded calls where the exporter kept
 * those of methods, else where the statement is such a call and nothing else.
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
  { sources }: ContainerSearch,
  { members, byFunction }: LineGroup,
  file: PythonFile,
  line: TracedLine,
): Promise<MethodCall[]> {
  const own = classAt(file, line.line);
  if (!own) return [];
  const family = await lineage(sources, { file, class: own });
  const called = (name: string, ran: GroupMember[]): MethodCall[] => {
    for (const owner of family) {
      const method = owner.class.methods.find((one) => one.name === name);
      if (method) return [{ method, owner, members: ran }];
    }
    return [];
  };
  const calls = methodCallsAt(file, line);
  const [only, ...others] = calls;
  const isAlone = !file.lines
    .slice(line.line - 1, line.endLine)
    .join('\n')
    .includes(';');
  if (only && others.length === 0 && isAlone && isWholeStatement(only, file.text)) {
    return called(lastPart(calleeOf(only, file.text)), members);
  }
  return [...byFunction].flatMap(([name, ran]) => {
    const own = calls.filter((call) => lastPart(calleeOf(call, file.text)) === name);
    return name !== 'forward' && own.length === 1 ? called(name, ran) : [];
  });
}

/** Calls of attributes of `self` in a statement. */
function methodCallsAt(file: PythonFile, { line, endLine }: TracedLine): SyntaxNode[] {
  return descendants(file.root, 'CallExpression').filter((node) => {
    const at = lineAt(file.text, node.from);
    return line <= at && at <= endLine && /^self\.\w+$/.test(calleeOf(node, file.text));
  });
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
 * Whether a node outside may stand for what the method computed last: a batch norm that is called behind the
 * method takes the method's convolution with it.
 */
async function takesFromOutside(
  { origins, consumers, sources, definitionsOf }: ContainerSearch,
  members: readonly GroupMember[],
  method: PythonFunction,
  owner: ClassPlace,
): Promise<boolean> {
  const inside = new Set(members.map(({ node }) => node));
  const takers = new Set(
    members.flatMap(({ node }) => node.outputs.flatMap((tensor) => consumers.get(tensor) ?? [])),
  );
  const merged = origins.filter(
    (node) =>
      takers.has(node) &&
      !inside.has(node) &&
      node.rewritings.some((rule) => rule.includes('BatchNorm')),
  );
  for (const { module } of merged) {
    const [definition] = await definitionsOf(module);
    if (!definition) return true;
    const family = await lineage(sources, definition.owner);
    const isOfMethod = family.some(({ class: own }) => own === owner.class);
    const uses = family.flatMap(({ class: own }) =>
      own.uses.filter(({ name }) => name === definition.attribute),
    );
    if (isOfMethod && uses.some((use) => use.method !== 'forward')) return true;
    if (uses.some((use) => use.method === method.name)) return true;
  }
  return false;
}
