import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
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
  stringValue,
  textOf,
} from './syntax.ts';

/**
 * Reads the classes of a Python file: where they set attributes of `self` and where they call them. What
 * cannot be parsed is passed over.
 * @param path for the result; nothing is read from it
 */
export function parsePython(path: string, text: string): PythonFile {
  const root = parser.parse(text).topNode;
  const nodes = descendants(
    root,
    'ClassDefinition',
    'FunctionDefinition',
    'AssignStatement',
    'CallExpression',
    'ForStatement',
    'ArrayComprehensionExpression',
    'ComprehensionExpression',
    'ImportStatement',
  );
  const named = (name: string) => nodes.filter((node) => node.name === name);
  const classes = new Map(
    named('ClassDefinition').map((node) => [node.from, emptyClass(node, text)] as const),
  );
  const classOf = (node: SyntaxNode) => classes.get(enclosing(node, 'ClassDefinition')?.from ?? -1);
  const functions: PythonFunction[] = [];
  for (const node of named('FunctionDefinition')) {
    const found = functionOf(node, text);
    const around = enclosing(node, 'ClassDefinition', 'FunctionDefinition');
    const owner = around?.name === 'ClassDefinition' ? classes.get(around.from) : undefined;
    (owner?.methods ?? functions).push(found);
  }
  for (const node of named('AssignStatement')) {
    classOf(node)?.definitions.push(...assignedAttributes(node, text));
  }
  for (const node of named('CallExpression')) {
    const owner = classOf(node);
    if (!owner) continue;
    owner.definitions.push(...attributesSetByCall(node, text));
    owner.uses.push(...calledAttribute(node, text));
  }
  for (const node of nodes.filter(isLoop)) classOf(node)?.uses.push(...loopedAttribute(node, text));
  for (const { definitions, uses } of classes.values()) {
    definitions.sort(byLine);
    uses.sort(byLine);
  }
  return {
    path,
    text,
    lines: text.split('\n'),
    root,
    classes: [...classes.values()],
    functions,
    imports: new Map(named('ImportStatement').flatMap((node) => importedNames(node, text))),
  };
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

/** `x` of `self.x`; undefined for anything else. */
function selfAttribute(node: SyntaxNode | null | undefined, text: string): string | undefined {
  if (node?.name !== 'MemberExpression') return undefined;
  const [, name] = /^self\s*\.\s*([\p{ID_Continue}]+)$/u.exec(textOf(text, node)) ?? [];
  return name;
}

/** `self.a = self.b = value`, `self.a: Type = value`, `self.a, self.b = one, two`. */
function assignedAttributes(node: SyntaxNode, text: string): AttributeDefinition[] {
  const sides = [...splitAt(node, 'AssignOp')];
  const values = sides.pop() ?? [];
  const method = methodAround(node, text);
  return sides.flatMap((targets) =>
    targets.flatMap((target, i): AttributeDefinition[] => {
      const name = selfAttribute(target, text);
      if (name === undefined) return [];
      const value = targets.length === values.length ? values[i] : values[0];
      return [{ name, line: lineAt(text, target.from), method, value }];
    }),
  );
}

/** The expressions between the operators of an assignment. */
function splitAt(node: SyntaxNode, operator: string): SyntaxNode[][] {
  const sides: SyntaxNode[][] = [[]];
  for (const child of childrenOf(node)) {
    if (child.name === operator) sides.push([]);
    else if (child.name !== 'TypeDef') sides.at(-1)?.push(child);
  }
  return sides;
}

/** `self.add_module('name', value)`, `setattr(self, 'name', value)`; `line` is that of the call. */
function attributesSetByCall(node: SyntaxNode, text: string): AttributeDefinition[] {
  const callee = calleeOf(node, text);
  const isSetattr = callee === 'setattr';
  if (!isSetattr && callee !== 'self.add_module' && callee !== 'self.register_module') return [];
  const [name, value] = argumentsOf(node, text)
    .slice(isSetattr ? 1 : 0)
    .map((argument) => argument.value);
  const literal = stringValue(text, name);
  if (literal === undefined) return [];
  const line = lineAt(text, node.from);
  return [{ name: literal, line, method: methodAround(node, text), value }];
}

/** `self.conv(x)`, `self.layers[0](x)`, `self.conv.forward(x)`. */
function calledAttribute(node: SyntaxNode, text: string): AttributeUse[] {
  let callee = node.firstChild;
  while (callee?.name === 'MemberExpression' && /(\]|\.forward)$/.test(textOf(text, callee))) {
    callee = callee.firstChild;
  }
  const name = selfAttribute(callee, text);
  if (name === undefined) return [];
  return [{ name, line: lineAt(text, node.from), method: methodAround(node, text) }];
}

/** Also of a call with a generator: `sum(branch(x) for branch in self.branches)`. */
function isLoop(node: SyntaxNode): boolean {
  return node.name === 'CallExpression'
    ? Boolean(node.getChild('ArgList')?.getChild('for'))
    : /^(ForStatement|(Array)?ComprehensionExpression)$/.test(node.name);
}

/**
 * `for layer in self.layers: x = layer(x)` and `[layer(x) for layer in self.layers]`: the line of the call is
 * where `layers` is used.
 */
function loopedAttribute(node: SyntaxNode, text: string): AttributeUse[] {
  const [, targets = '', name] =
    /\bfor\s+(.+?)\s+in\s+[^:\]]*?\bself\s*\.\s*([\p{ID_Continue}]+)/su.exec(textOf(text, node)) ??
    [];
  if (name === undefined) return [];
  const variables = new Set(targets.match(/[\p{ID_Continue}]+/gu));
  const call = descendants(node, 'CallExpression').find((inner) =>
    variables.has(calleeOf(inner, text)),
  );
  if (!call) return [];
  return [{ name, line: lineAt(text, call.from), method: methodAround(node, text) }];
}

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
