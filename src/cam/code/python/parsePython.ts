import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { Slices } from '../../base/slices.ts';
import { computedName } from './computedName.ts';
import type {
  AttributeDefinition,
  AttributeUse,
  ImportedName,
  PythonClass,
  PythonFile,
  PythonFunction,
} from './pythonFile.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  descendants,
  enclosing,
  lineAt,
  sidesOf,
  stringValue,
  textOf,
} from './syntax.ts';

/**
 * Reads the classes of a Python file: where they set attributes of `self` and where they call them. Parts that cannot
 * be parsed are skipped. It works in slices, so that a long file does not block other work.
 * @param path for the result; nothing is read from it
 */
export async function parsePython(path: string, text: string): Promise<PythonFile> {
  const slices = new Slices();
  const tree = await parseTree(text, slices);
  const classes = new Map<number, PythonClass>();
  const file: PythonFile = {
    path,
    text,
    lines: text.split('\n'),
    root: tree.topNode,
    classes: [],
    functions: [],
    imports: new Map(),
  };
  const cursor = tree.cursor();
  do {
    if (slices.isOver) await slices.next();
    if (NOTED.has(cursor.name)) note(cursor.node, file, classes);
  } while (cursor.next());
  for (const { definitions, uses } of classes.values()) {
    definitions.sort(byLine);
    uses.sort(byLine);
  }
  return file;
}

async function parseTree(text: string, slices: Slices): Promise<Tree> {
  const parse = parser.startParse(text);
  for (;;) {
    const tree = parse.advance();
    if (tree) return tree;
    if (slices.isOver) await slices.next();
  }
}

const NOTED = new Set([
  'ClassDefinition',
  'FunctionDefinition',
  'AssignStatement',
  'CallExpression',
  'ForStatement',
  'ArrayComprehensionExpression',
  'ComprehensionExpression',
  'ImportStatement',
]);

/** @param classes by start position; they include those around the node */
function note(node: SyntaxNode, file: PythonFile, classes: Map<number, PythonClass>): void {
  const { text } = file;
  const owner = classes.get(enclosing(node, 'ClassDefinition')?.from ?? -1);
  if (isLoop(node)) owner?.uses.push(...loopedAttribute(node, text));
  switch (node.name) {
    case 'ClassDefinition': {
      const found = emptyClass(node, text);
      classes.set(node.from, found);
      file.classes.push(found);
      break;
    }
    case 'FunctionDefinition': {
      const isMethod =
        enclosing(node, 'ClassDefinition', 'FunctionDefinition')?.name === 'ClassDefinition';
      (isMethod && owner ? owner.methods : file.functions).push(functionOf(node, text));
      break;
    }
    case 'AssignStatement':
      owner?.definitions.push(...assignedAttributes(node, text));
      break;
    case 'CallExpression':
      owner?.definitions.push(...attributesSetByCall(node, text));
      owner?.uses.push(...calledAttribute(node, text));
      break;
    case 'ImportStatement':
      for (const [name, imported] of importedNames(node, text)) file.imports.set(name, imported);
      break;
  }
}

function byLine(a: { line: number }, b: { line: number }): number {
  return a.line - b.line;
}

function emptyClass(node: SyntaxNode, text: string): PythonClass {
  const name = textOf(text, node.getChild('VariableName'));
  const bases = argumentsOf(node, text)
    .filter((argument) => argument.name === undefined)
    .map(({ value }) => textOf(text, value));
  return { name, bases, ...linesOf(node, text), methods: [], definitions: [], uses: [] };
}

function functionOf(node: SyntaxNode, text: string): PythonFunction {
  return { name: textOf(text, node.getChild('VariableName')), ...linesOf(node, text), node };
}

/** The line of the first word, behind decorators. */
function linesOf(node: SyntaxNode, text: string): { line: number; endLine: number } {
  const end = text.slice(node.from, node.to).trimEnd().length;
  return { line: lineAt(text, node.from), endLine: lineAt(text, node.from + end) };
}

function methodAround(node: SyntaxNode, text: string): string {
  return textOf(text, enclosing(node, 'FunctionDefinition')?.getChild('VariableName'));
}

/**
 * `x` of `self.x`, `plain.layer` of `self.plain.layer`, `layers.0` of `self.layers[0]`; an index that is not a literal
 * is `*`. Empty for `self`, undefined for anything else.
 */
function pathFromSelf(node: SyntaxNode | null | undefined, text: string): string | undefined {
  if (node?.name === 'VariableName') return textOf(text, node) === 'self' ? '' : undefined;
  if (node?.name !== 'MemberExpression') return undefined;
  const before = pathFromSelf(node.firstChild, text);
  if (before === undefined) return undefined;
  const property = node.getChild('PropertyName');
  const [, index] = childrenOf(node);
  const name = property ? textOf(text, property) : indexName(text, index);
  return before === '' ? name : `${before}.${name}`;
}

function indexName(text: string, index: SyntaxNode | undefined): string {
  const written = textOf(text, index);
  return /^-?\d+$/.test(written) ? written : (stringValue(text, index) ?? '*');
}

/** `self.a = self.b = value`, `self.a: Type = value`, `self.a, self.b = one, two`, `self.a.b = value`. */
function assignedAttributes(node: SyntaxNode, text: string): AttributeDefinition[] {
  const { targets: sides, values } = sidesOf(node);
  const method = methodAround(node, text);
  return sides.flatMap((targets) =>
    targets.flatMap((target, i): AttributeDefinition[] => {
      const name = pathFromSelf(target, text);
      if (name === undefined || /^$|\*|\.-/.test(name)) return [];
      const value = targets.length === values.length ? values[i] : values[0];
      return [{ name, pattern: undefined, line: lineAt(text, target.from), method, value }];
    }),
  );
}

/** `self.add_module('name', value)`, `setattr(self, 'name', value)`; `line` is that of the call. */
function attributesSetByCall(node: SyntaxNode, text: string): AttributeDefinition[] {
  const callee = calleeOf(node, text);
  const given = argumentsOf(node, text).map((argument) => argument.value);
  const isSetattr = callee === 'setattr';
  if (!isSetattr && !/\.(add|register)_module$/.test(callee)) return [];
  const [name, value] = isSetattr ? given.slice(1) : given;
  const object = pathFromSelf(isSetattr ? given[0] : node.firstChild?.firstChild, text);
  if (object === undefined) return [];
  const before = object === '' ? '' : `${object}.`;
  const literal = stringValue(text, name);
  const pattern = before === '' ? computedName(text, name) : undefined;
  if (literal === undefined && !pattern) return [];
  const line = lineAt(text, node.from);
  const shown = `${before}${literal ?? textOf(text, name)}`;
  return [{ name: shown, pattern, line, method: methodAround(node, text), value }];
}

/** `self.conv(x)`, `self.layers[0](x)`, `self.conv.forward(x)`, `getattr(self, 'conv')(x)`. */
function calledAttribute(node: SyntaxNode, text: string): AttributeUse[] {
  const callee = node.firstChild;
  const use = (name: string, pattern?: RegExp) => [{ name, pattern, ...placeOf(node, text) }];
  if (callee?.name === 'CallExpression') {
    const [object, name] = argumentsOf(callee, text).map((argument) => argument.value);
    if (calleeOf(callee, text) !== 'getattr' || textOf(text, object) !== 'self') return [];
    const literal = stringValue(text, name);
    const pattern = computedName(text, name);
    return literal === undefined && !pattern ? [] : use(literal ?? textOf(text, name), pattern);
  }
  const name = pathFromSelf(callee, text) ?? pathOfAlias(callee, text);
  return name === undefined || name === '' ? [] : use(name.replace(/\.forward$/, ''));
}

function placeOf(node: SyntaxNode, text: string): Pick<AttributeUse, 'line' | 'to' | 'method'> {
  return { line: lineAt(text, node.from), to: node.to, method: methodAround(node, text) };
}

/** `pool` where `call(x)` follows the only assignment of that name in its function, `call = self.pool`. */
function pathOfAlias(callee: SyntaxNode | null, text: string): string | undefined {
  const scope = callee?.name === 'VariableName' && enclosing(callee, 'FunctionDefinition');
  const name = textOf(text, callee);
  // Called for every call: most are decided without a search in the tree.
  if (!scope || !textOf(text, scope).includes(`${name} = self`)) return undefined;
  const assigned = descendants(scope, 'AssignStatement', 'ForStatement').filter((node) =>
    childrenOf(node)
      .slice(0, -1)
      .some((target) => textOf(text, target) === name),
  );
  const [only, ...others] = assigned;
  if (only?.name !== 'AssignStatement' || others.length > 0 || only.from > callee.from)
    return undefined;
  return pathFromSelf(only.lastChild, text);
}

/** Also of a call with a generator: `sum(branch(x) for branch in self.branches)`. */
function isLoop(node: SyntaxNode): boolean {
  return node.name === 'CallExpression'
    ? Boolean(node.getChild('ArgList')?.getChild('for'))
    : /^(ForStatement|(Array)?ComprehensionExpression)$/.test(node.name);
}

/**
 * `for layer in self.layers: x = layer(x)` and `[layer(x) for layer in self.layers]`: the line of the call is where
 * `layers` is used; for `for layer in self`, all modules of the class.
 */
function loopedAttribute(node: SyntaxNode, text: string): AttributeUse[] {
  const [, targets = '', looped = '', name = ''] =
    /\bfor\s+(.+?)\s+in\s+([^:\]]*?\bself\b((?:\s*\.\s*[\p{ID_Continue}]+)*))/su.exec(
      textOf(text, node),
    ) ?? [];
  if (looped === '') return [];
  const variables = new Set(targets.match(/[\p{ID_Continue}]+/gu));
  const call = descendants(node, 'CallExpression').find((inner) =>
    variables.has(calleeOf(inner, text)),
  );
  if (!call) return [];
  const path = name.replaceAll(/\s/g, '').replace(ITERATION, '').slice(1);
  return [{ name: path, pattern: undefined, ...placeOf(call, text) }];
}

/** The method of a container that a loop over modules calls. */
const ITERATION = /\.(items|values|children|named_children|modules|named_modules|_modules)$/;

function importedNames(node: SyntaxNode, text: string): [string, ImportedName][] {
  const statement = textOf(text, node).replaceAll(/[()\\\s]+/g, ' ');
  const [, from, names] =
    /^(?:from ([\p{ID_Continue}. ]+?) )?import (.+?) ?$/u.exec(statement) ?? [];
  const module = from?.replaceAll(' ', '');
  return (names ?? '').split(',').flatMap((part): [string, ImportedName][] => {
    const [name = '', , alias] = part.trim().split(' ');
    if (name === '' || name === '*') return [];
    if (module !== undefined) return [[alias ?? name, { module, name }]];
    return [[alias ?? name.split('.')[0] ?? name, { module: name, name: undefined }]];
  });
}
