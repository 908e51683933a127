import type { SyntaxNode } from '@lezer/common';
import type { ClassPlace } from '../python/classes.ts';
import { mro } from '../python/classes.ts';
import type { Expression, PythonFile, PythonFunction } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { argumentsOf, calleeOf, descendants, textOf } from '../python/syntax.ts';

/** An expression, and the call that ran the function around it, if known. */
export interface Value extends Expression {
  scope: Scope | undefined;
}

/** A function that was called. */
export interface Scope {
  file: PythonFile;
  function: SyntaxNode;
  call: Value;
}

interface Parameter {
  name: string;
  default: SyntaxNode | undefined;
  /** `*args` and `**kwargs` take any number. */
  isSpread: boolean;
}

/**
 * The value of a parameter of the function around: the call's argument, else the default. Undefined if it is not a
 * parameter, or the call does not decide.
 */
export function parameterValue(
  { file, scope }: Value,
  around: SyntaxNode,
  name: string,
): Value | undefined {
  const parameters = parametersOf(around, file);
  const index = parameters.findIndex((parameter) => parameter.name === name && !parameter.isSpread);
  const parameter = parameters[index];
  if (!parameter) return undefined;
  const ofDefault = parameter.default && { file, node: parameter.default, scope: undefined };
  if (scope?.file !== file || scope.function.from !== around.from) return ofDefault;
  const { call } = scope;
  const given = argumentsOf(call.node, call.file.text);
  // `super().__init__(…)`, `self.make(…)` and `Block(…)` leave `self` out, `Base.__init__(self, …)` does not.
  const isSelfGiven = textOf(call.file.text, given[0]?.value) === 'self';
  const offset = parameters[0]?.name === 'self' && !isSelfGiven ? 1 : 0;
  const positional = given.filter((argument) => argument.name === undefined);
  const spread = given.findIndex(({ isSpread }) => isSpread);
  const named = given.find((argument) => argument.name === name);
  const found = named ?? positional[index - offset];
  if (named || (found && (spread < 0 || index - offset < spread))) {
    return { file: call.file, node: (named ?? found)?.value ?? call.node, scope: call.scope };
  }
  if (spread < 0) return ofDefault;
  // Options that are only passed on are usually left out.
  const isOptions = given.every(
    ({ isSpread, value }) => !isSpread || value.prevSibling?.name === '**',
  );
  return givenThrough(call, name) ?? (isOptions ? ofDefault : undefined);
}

/** `neck` of `VGG(**kwargs)` in a function that was called `vgg(neck=…)`. */
function givenThrough({ node, file, scope }: Value, name: string): Value | undefined {
  const spread = argumentsOf(node, file.text).find(
    ({ isSpread, value }) => isSpread && value.prevSibling?.name === '**',
  );
  if (!spread || !scope) return undefined;
  const { call } = scope;
  const named = argumentsOf(call.node, call.file.text).find((argument) => argument.name === name);
  return named
    ? { file: call.file, node: named.value, scope: call.scope }
    : givenThrough(call, name);
}

/** Whether a function has a parameter of that name. */
export function hasParameter(around: SyntaxNode, file: PythonFile, name: string): boolean {
  return parametersOf(around, file).some((parameter) => parameter.name === name);
}

function parametersOf(around: SyntaxNode, { text }: PythonFile): Parameter[] {
  const found: Parameter[] = [];
  let isSpread = false;
  let isNext = true;
  const list = around.getChild('ParamList');
  for (let child = list?.firstChild ?? null; child; child = child.nextSibling) {
    if (child.name === ',') [isNext, isSpread] = [true, false];
    else if (/^\*+$/.test(textOf(text, child))) isSpread = true;
    else if (child.name === 'VariableName' && isNext) {
      found.push({ name: textOf(text, child), default: undefined, isSpread });
      isNext = false;
    } else if (child.name === 'AssignOp') {
      const last = found.at(-1);
      if (last) last.default = child.nextSibling ?? undefined;
    }
  }
  return found;
}

/**
 * The call that ran the constructor of a class, or of a base class, when an instance was made.
 * @param made the expression that makes the instance
 */
export async function constructorScope(
  sources: PythonSources,
  instance: ClassPlace,
  owner: ClassPlace,
  made: Value | undefined,
): Promise<Scope | undefined> {
  let call = made;
  for (const { file, class: own } of await mro(sources, instance)) {
    const initializer = own.methods.find(({ name }) => name === '__init__');
    const scope: Scope | undefined = initializer &&
      call && { file, function: initializer.node, call };
    if (own === owner.class) return scope;
    if (initializer) call = baseCall(initializer, file, scope);
  }
  return undefined;
}

/** `super().__init__(…)`, `Base.__init__(self, …)`. */
function baseCall(
  initializer: PythonFunction,
  file: PythonFile,
  scope: Scope | undefined,
): Value | undefined {
  const node = descendants(initializer.node, 'CallExpression').find((call) =>
    /\.__init__$/.test(calleeOf(call, file.text)),
  );
  return node && { file, node, scope };
}
