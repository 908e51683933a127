import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace, FunctionPlace } from '../python/classes.ts';
import { classNamed, functionNamed, methodNamed, mro } from '../python/classes.ts';
import { isRunBefore } from '../python/elements.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  descendants,
  enclosing,
  lastPart,
  sidesOf,
  textOf,
} from '../python/syntax.ts';
import type { Value } from './parameters.ts';
import { hasParameter, parameterValue } from './parameters.ts';

/** Largest depth of variables, parameters and functions that lead to each other. */
const MAX_STEPS = 12;

/**
 * The possible values of an expression, from the text: variables and parameters are followed to their values, calls of
 * the user's functions to their return values, and `a if c else b` gives both. `None` is left out.
 * @param instance the class of `self`
 * @param as `calls`: calls are not followed, even of the user's functions
 */
export async function possibleValues(
  sources: PythonSources,
  value: Value,
  instance: ClassPlace,
  as: 'results' | 'calls' = 'results',
  steps = MAX_STEPS,
): Promise<Value[]> {
  const isLeft = steps === 0 || (as === 'calls' && value.node.name === 'CallExpression');
  const parts = isLeft ? undefined : await nextValues(sources, value, instance);
  if (!parts) return value.node.name === 'None' ? [] : [value];
  const found: Value[] = [];
  for (const part of parts) {
    found.push(...(await possibleValues(sources, part, instance, as, steps - 1)));
  }
  return found.filter(
    ({ node, file }, i) =>
      found.findIndex((other) => other.file === file && other.node.from === node.from) === i,
  );
}

/** Undefined if it has no other value. */
async function nextValues(
  sources: PythonSources,
  { file, node, scope }: Value,
  instance: ClassPlace,
): Promise<Value[] | undefined> {
  const inside = (nodes: SyntaxNode[]) => nodes.map((inner) => ({ file, node: inner, scope }));
  switch (node.name) {
    case 'ParenthesizedExpression':
      return inside(childrenOf(node));
    case 'NamedExpression':
      return inside(childrenOf(node).slice(-1));
    case 'ConditionalExpression':
      return inside([node.firstChild, node.lastChild].filter((side) => side !== null));
    case 'BinaryExpression':
      return /^(and|or)$/.test(node.firstChild?.nextSibling?.name ?? '')
        ? inside(childrenOf(node).filter(({ name }) => name === 'CallExpression'))
        : undefined;
    case 'VariableName':
      return variableValues({ file, node, scope });
    case 'MemberExpression':
      return attributeValues(sources, { file, node, scope }, instance);
    case 'CallExpression':
      return returnedValues(sources, { file, node, scope }, instance);
    default:
      return undefined;
  }
}

/** The return values of a call of a user's function or method. */
async function returnedValues(
  sources: PythonSources,
  value: Value,
  instance: ClassPlace,
): Promise<Value[] | undefined> {
  const { file, node } = value;
  const callee = node.firstChild;
  const local = callee?.name === 'VariableName' && variableValues({ ...value, node: callee });
  const names = local || [{ ...value, node: callee ?? node }];
  const found: Value[] = [];
  for (const name of names) {
    const called = await functionCalled(sources, name, instance);
    if (!called) return undefined;
    for (const statement of descendants(called.function.node, 'ReturnStatement')) {
      const [, result, ...others] = childrenOf(statement);
      if (!result || others.length > 0) continue;
      const call = { file, node, scope: value.scope };
      const scope = { file: called.file, function: called.function.node, call };
      found.push({ file: called.file, node: result, scope });
    }
  }
  return found.length > 0 ? found : undefined;
}

/** The value of an attribute `self.shared` in its class. */
async function attributeValues(
  sources: PythonSources,
  { file, node, scope }: Value,
  instance: ClassPlace,
): Promise<Value[] | undefined> {
  const [, attribute] = /^self\s*\.\s*([\p{ID_Continue}]+)$/u.exec(textOf(file.text, node)) ?? [];
  if (attribute === undefined) return undefined;
  for (const { file: own, class: owner } of await mro(sources, instance)) {
    const values = owner.definitions.flatMap(({ name, value }) =>
      name === attribute && value ? [{ file: own, node: value, scope }] : [],
    );
    if (values.length > 0) return values;
  }
  return undefined;
}

/** The value of a variable or parameter of the function around; undefined for any other name. */
function variableValues(value: Value): Value[] | undefined {
  const { file, node, scope } = value;
  const around = enclosing(node, 'FunctionDefinition');
  if (!around) return undefined;
  const name = textOf(file.text, node);
  let found: Value[] = [];
  let isSure = false;
  for (const statement of descendants(
    around,
    'AssignStatement',
    'ForStatement',
    'UpdateStatement',
  )) {
    if (statement.from >= node.from) break;
    const isInside = statement.to > node.from;
    const assigned = assignedTo(statement, file, name);
    if (assigned === undefined || (isInside && statement.name !== 'ForStatement')) continue;
    // A name from a loop or a tuple can have any value.
    if (assigned === null) return undefined;
    const isAlways = isRunBefore(statement, node.from, around);
    if (isAlways) found = [];
    isSure ||= isAlways;
    found.push({ file, node: assigned, scope });
  }
  if (isSure) return found;
  const given = parameterValue(value, around, name);
  if (!given && hasParameter(around, file, name)) return undefined;
  const all = given ? [given, ...found] : found;
  return all.length > 0 ? all : undefined;
}

/** What a statement gives a name: undefined if it does not, null if it is not known what. */
function assignedTo(
  statement: SyntaxNode,
  { text }: PythonFile,
  name: string,
): SyntaxNode | null | undefined {
  if (statement.name === 'ForStatement') {
    const parts = childrenOf(statement);
    const targets = parts.slice(
      0,
      parts.findIndex(({ name: kind }) => kind === 'in'),
    );
    return targets.some((target) => textOf(text, target) === name) ? null : undefined;
  }
  const { targets: sides, values } = sidesOf(statement);
  for (const targets of sides) {
    const index = targets.findIndex((target) => textOf(text, target) === name);
    if (index < 0) continue;
    if (statement.name === 'UpdateStatement') return null;
    return (targets.length === values.length ? values[index] : undefined) ?? null;
  }
  return undefined;
}

/** The method of `self`, or the function, with a name; undefined for a class, or if it is not found. */
async function functionCalled(
  sources: PythonSources,
  { file, node }: Value,
  instance: ClassPlace,
): Promise<FunctionPlace | undefined> {
  const callee = textOf(file.text, node).replaceAll(/\s+/g, '');
  const [, method] = /^self\.([\p{ID_Continue}]+)$/u.exec(callee) ?? [];
  if (method === undefined) {
    return /^[\p{ID_Continue}.]+$/u.test(callee) ? functionNamed(sources, file, callee) : undefined;
  }
  return methodNamed(await mro(sources, instance), method);
}

/** A class that a call makes an instance of. */
export interface MadeClass {
  /** Its own name and those of its base classes, without Python modules. */
  names: string[];
  /** Its place in the sources. */
  place: ClassPlace | undefined;
}

/** The classes that a call can make an instance of; none if that is not known. */
export async function madeClasses(
  sources: PythonSources,
  value: Value,
  instance: ClassPlace,
): Promise<MadeClass[]> {
  const callee = value.node.name === 'CallExpression' ? value.node.firstChild : undefined;
  if (!callee) return [];
  const found: MadeClass[] = [];
  for (const { file, node } of await possibleValues(
    sources,
    { ...value, node: callee },
    instance,
  )) {
    // partial(nn.Conv2d, bias=False)
    const isPartial = lastPart(calleeOf(node, file.text)) === 'partial';
    const made = isPartial ? argumentsOf(node, file.text)[0]?.value : node;
    const name = textOf(file.text, made).replaceAll(/\s+/g, '');
    const isName = /^[\p{ID_Continue}.]+$/u.test(name) && !name.startsWith('self.');
    const place = isName ? await classNamed(sources, file, name) : undefined;
    if (place) {
      const family = await mro(sources, place);
      const names = family.flatMap(({ class: own }) => [own.name, ...own.bases.map(lastPart)]);
      found.push({ names, place });
    } else if (isName && (name.includes('.') || file.imports.has(name))) {
      found.push({ names: [lastPart(file.imports.get(name)?.name ?? name)], place: undefined });
    }
  }
  return found;
}
