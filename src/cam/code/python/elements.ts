import type { SyntaxNode } from '@lezer/common';
import { computedName } from './computedName.ts';
import type { Expression, PythonFile } from './pythonFile.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  descendants,
  enclosing,
  lastPart,
  stringValue,
  textOf,
} from './syntax.ts';

/** An element of a container of modules. */
export interface Element extends Expression {
  /** Of a named one (OrderedDict, ModuleDict, add_module). */
  name: string | undefined;
  /** Possible names, if the name is computed. */
  pattern: RegExp | undefined;
  /**
   * Whether it represents any number of elements: made in a loop or under a condition, or spread from something
   * unknown.
   */
  isRepeated: boolean;
}

const CONTAINERS = new Set([
  'Sequential',
  'ModuleList',
  'ModuleDict',
  'OrderedDict',
  'list',
  'tuple',
  'dict',
]);

export function isContainer(className: string): boolean {
  return CONTAINERS.has(lastPart(className));
}

/**
 * The elements of a container of modules, from its expression: the arguments of `nn.Sequential(…)`, the elements of a
 * list (also if filled by `append`), the entries of a dictionary. Empty if it is not a container.
 */
export function elementsOf({ file, node }: Expression): Element[] {
  const { text } = file;
  switch (node.name) {
    case 'CallExpression':
      return isContainer(calleeOf(node, text)) ? elementsOfArguments({ file, node }) : [];
    case 'ParenthesizedExpression':
      return childrenOf(node).flatMap((inner) => elementsOf({ file, node: inner }));
    case 'ArrayExpression':
    case 'TupleExpression':
      return childrenOf(node).flatMap((inner) => listed(file, inner));
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression': {
      const [made] = childrenOf(node);
      return made ? [{ ...one(file, made), isRepeated: true }] : [];
    }
    case 'DictionaryComprehensionExpression': {
      const [, value] = childrenOf(node);
      return value ? [{ ...one(file, value), pattern: /^/, isRepeated: true }] : [];
    }
    case 'DictionaryExpression':
      return dictionaryEntries(file, node);
    case 'BinaryExpression': {
      const [left, right] = [node.firstChild, node.lastChild];
      return [left, right].flatMap((side) => (side ? elementsOf({ file, node: side }) : []));
    }
    case 'VariableName':
      return elementsOfVariable(file, node);
    default:
      return [];
  }
}

/** The arguments of a call as elements: `Sequential(a, *b)`, `super().__init__(*layers)`. */
export function elementsOfArguments({ file, node }: Expression): Element[] {
  const { text } = file;
  const comprehension = node.getChild('ArgList')?.getChild('for');
  const given = argumentsOf(node, text).filter(({ name }) => name === undefined);
  if (comprehension) {
    return given.slice(0, 1).map(({ value }) => ({ ...one(file, value), isRepeated: true }));
  }
  const isList = !/(^|\.)Sequential$|__init__$/.test(calleeOf(node, text));
  return given.flatMap(({ value, isSpread }) => {
    const inner = elementsOf({ file, node: value });
    if (isSpread) return inner.length > 0 ? inner : [{ ...one(file, value), isRepeated: true }];
    const isDictionary = lastPart(calleeOf(value, text)) === 'OrderedDict';
    return isList || isDictionary ? inner : [one(file, value)];
  });
}

function one(file: PythonFile, node: SyntaxNode): Element {
  return { file, node, name: undefined, pattern: undefined, isRepeated: false };
}

/** An element of a list; `('name', module)` is a named one, as in an OrderedDict. */
function listed(file: PythonFile, node: SyntaxNode): Element[] {
  if (node.name === 'TupleExpression') {
    const [key, value] = childrenOf(node);
    const name = stringValue(file.text, key);
    const pattern = computedName(file.text, key);
    if ((name !== undefined || pattern) && value) return [{ ...one(file, value), name, pattern }];
  }
  return [one(file, node)];
}

function dictionaryEntries(file: PythonFile, node: SyntaxNode): Element[] {
  const parts = childrenOf(node);
  return parts.flatMap((key, i): Element[] => {
    const value = parts[i + 1];
    const name = stringValue(file.text, key);
    return i % 2 === 0 && value && name !== undefined ? [{ ...one(file, value), name }] : [];
  });
}

/** The elements of a variable of the function around: `layers = […]`, `layers += […]`, `layers.append(…)`. */
function elementsOfVariable(file: PythonFile, variable: SyntaxNode): Element[] {
  const scope = enclosing(variable, 'FunctionDefinition');
  return scope
    ? elementsAdded({ file, node: scope }, textOf(file.text, variable), variable.from)
    : [];
}

/**
 * The elements that a function adds to a container, in the order of the text: by assignments, `+=`, `append`, `extend`,
 * `add_module` and `layers['name'] = …`.
 * @param name of the variable, or `self.layers`, whose assignments are not counted
 * @param before where the container is used: later code does not count, nor code before an assignment that is always
 *   run
 */
export function elementsAdded(
  { file, node: scope }: Expression,
  name: string,
  before = scope.to,
): Element[] {
  const { text } = file;
  const isAttribute = name.startsWith('self.');
  let found: Element[] = [];
  const add = (elements: Element[], isSure: boolean) => {
    found.push(...elements.map((one) => (isSure ? one : { ...one, isRepeated: true })));
  };
  for (const node of descendants(scope, 'AssignStatement', 'UpdateStatement', 'CallExpression')) {
    if (node.from >= before) break;
    const isSure = isRunBefore(node, before, scope);
    if (changesOrder(node, text, name)) {
      found.push(...putAnywhere({ file, node }));
      found = found.map((one) => ({ ...one, isRepeated: true }));
      continue;
    }
    if (node.name === 'CallExpression') {
      add(elementsOfCall({ file, node }, name), isSure);
      continue;
    }
    const [target, ...others] = childrenOf(node);
    const value = others.at(-1);
    if (!target || !value || node.to > before) continue;
    const [, key] = /^(.+)\[["'](.+)["']\]$/.exec(textOf(text, target)) ?? [];
    const assigned = textOf(text, target);
    if (key !== undefined && assigned.startsWith(`${name}[`)) {
      add([{ ...one(file, value), name: key }], isSure);
    } else if (assigned === name && node.name === 'UpdateStatement') {
      add(elementsOf({ file, node: value }), isSure);
    } else if (assigned === name && !isAttribute) {
      const elements = elementsOf({ file, node: value });
      if (isSure) found = elements;
      else if (found.length === 0) add(elements, true);
      else {
        const all = [...found, ...elements];
        found = [];
        add(all, false);
      }
    }
  }
  return found;
}

/** `layers.insert(0, …)`, `layers.pop()`, `layers[0] = …`: after it, the positions of elements are unknown. */
function changesOrder(node: SyntaxNode, text: string, name: string): boolean {
  const start = textOf(text, node.firstChild);
  return (
    start.startsWith(name) &&
    (node.name === 'CallExpression'
      ? /^\.(insert|pop|remove|reverse|sort)$/.test(start.slice(name.length))
      : /^\[[^"']/.test(start.slice(name.length)))
  );
}

/** The module of `layers.insert(0, module)` and `layers[0] = module`. */
function putAnywhere({ file, node }: Expression): Element[] {
  const [, inserted] = argumentsOf(node, file.text);
  const put = node.name === 'CallExpression' ? inserted?.value : childrenOf(node).at(-1);
  return put ? [one(file, put)] : [];
}

/** Whether the code at a place has always run when a later place of the function is reached. */
export function isRunBefore(node: SyntaxNode, later: number, scope: SyntaxNode): boolean {
  const body = enclosing(node, 'Body', ...BRANCHES);
  if (!body || body.parent?.from === scope.from) return true;
  return body.from <= later && later < body.to;
}

/** Expressions with a part that may not run, or may run more than once. */
const BRANCHES = [
  'LambdaExpression',
  'ConditionalExpression',
  'ArrayComprehensionExpression',
  'ComprehensionExpression',
];

/** `layers.append(…)`, `layers.extend(…)`, `layers.add_module('name', …)`. */
function elementsOfCall({ file, node }: Expression, name: string): Element[] {
  const callee = calleeOf(node, file.text);
  if (!callee.startsWith(`${name}.`)) return [];
  const [first, second] = argumentsOf(node, file.text);
  if (!first) return [];
  switch (callee.slice(name.length + 1)) {
    case 'append':
      return listed(file, first.value);
    case 'extend':
      return elementsOf({ file, node: first.value });
    case 'add_module':
    case 'register_module': {
      const key = stringValue(file.text, first.value);
      const pattern = computedName(file.text, first.value);
      return second ? [{ ...one(file, second.value), name: key, pattern }] : [];
    }
    default:
      return [];
  }
}
