import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace } from '../python/classes.ts';
import { classNamed, functionNamed } from '../python/classes.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import {
  argumentsOf,
  calleeOf,
  descendants,
  enclosing,
  lastPart,
  textOf,
} from '../python/syntax.ts';
import type { Value } from './parameters.ts';

/** A network's class, and a call that makes it, if known. */
export interface Network extends ClassPlace {
  made: Value | undefined;
}

/** Largest depth of functions that call each other on the way to a network. */
const MAX_DEPTH = 3;
/** A name that is called in more files than this is a common one. */
const MAX_FILES = 20;
/** With more ways than this to make a network, the actual one is unknown. */
const MAX_CONSTRUCTIONS = 24;

/**
 * The ways in which a class is made somewhere in the sources, e.g. `ResNet(Bottleneck, [3, 4, 6, 3])`: the values of
 * its parameters. One way without a call, if there are none or its constructor takes nothing.
 */
export async function constructionsOf(
  sources: PythonSources,
  place: ClassPlace,
): Promise<Network[]> {
  const { name, methods } = place.class;
  const parameters = methods
    .find((method) => method.name === '__init__')
    ?.node.getChild('ParamList');
  const unknown = [{ ...place, made: undefined }];
  if (!parameters || parameters.getChildren('VariableName').length < 2) return unknown;
  const isIt = async (file: PythonFile, callee: string) =>
    (await classNamed(sources, file, callee))?.class === place.class;
  const calls = await callsOf(sources, name, isIt, MAX_DEPTH);
  if (calls.length === 0 || calls.length > MAX_CONSTRUCTIONS) return unknown;
  const different = new Map(calls.map((made) => [givenTo(made), made]));
  return [...different.values()].map((made) => ({ ...place, made }));
}

/** The arguments of a call and of the calls around it, without sizes and switches, which say nothing about modules. */
function givenTo({ file, node, scope }: Value): string {
  const given = argumentsOf(node, file.text)
    .filter(({ value }) => descendants(value, 'VariableName').length > 0)
    .map(({ name, value }) => `${name ?? ''}=${textOf(file.text, value)}`);
  return [...given, ...(scope ? [givenTo(scope.call)] : [])].join();
}

/** Calls of a class or function, each combined with all calls of the function around it. */
async function callsOf(
  sources: PythonSources,
  name: string,
  isIt: (file: PythonFile, callee: string) => Promise<boolean>,
  depth: number,
): Promise<Value[]> {
  const found: Value[] = [];
  const files = await sources.filesContaining(`${name}(`);
  if (files.length > MAX_FILES) return [];
  for (const path of files) {
    const file = await sources.read(path);
    if (!file) continue;
    for (const node of descendants(file.root, 'CallExpression')) {
      const callee = calleeOf(node, file.text);
      if (lastPart(callee) !== name || !(await isIt(file, callee))) continue;
      found.push(...(await inScopes(sources, file, node, depth)));
      if (found.length > MAX_CONSTRUCTIONS) return found;
    }
  }
  return found;
}

async function inScopes(
  sources: PythonSources,
  file: PythonFile,
  node: SyntaxNode,
  depth: number,
): Promise<Value[]> {
  const unknown = [{ file, node, scope: undefined }];
  const around = enclosing(node, 'FunctionDefinition');
  const name = textOf(file.text, around?.getChild('VariableName'));
  const takesAny = around?.getChild('ParamList')?.getChild('VariableName');
  if (!around || !takesAny || depth === 0) return unknown;
  const isIt = async (other: PythonFile, callee: string) =>
    (await functionNamed(sources, other, callee))?.function.node.from === around.from;
  const calls = await callsOf(sources, name, isIt, depth - 1);
  if (calls.length === 0) return unknown;
  return calls.map((call) => ({ file, node, scope: { file, function: around, call } }));
}
