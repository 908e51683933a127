import type { SyntaxNode } from '@lezer/common';
import type { Expression, PythonClass, PythonFile, PythonFunction } from './pythonFile.ts';

/** The node's children, without punctuation and comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (/^\w/.test(child.name) && child.name !== 'Comment') children.push(child);
  }
  return children;
}

/** The expressions of an assignment: `a` and `b, c` of `a = b, c = x, y` are targets, `x, y` the values. */
export function sidesOf(assignment: SyntaxNode): { targets: SyntaxNode[][]; values: SyntaxNode[] } {
  const sides: SyntaxNode[][] = [[]];
  for (const child of childrenOf(assignment)) {
    if (child.name === 'AssignOp' || child.name === 'UpdateOp') sides.push([]);
    else if (child.name !== 'TypeDef') sides.at(-1)?.push(child);
  }
  const values = sides.pop() ?? [];
  return { targets: sides, values };
}

/** All nodes of a kind below a node, in the order of the text. */
export function descendants(node: SyntaxNode, ...names: string[]): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate(({ name, node: inner }) => {
    if (names.includes(name)) found.push(inner);
  });
  return found;
}

/** All nodes of a kind that begin on some lines of a file; the first and the last count from 1. */
export function nodesOnLines(
  { root, text }: PythonFile,
  kind: string,
  first: number,
  last: number,
): SyntaxNode[] {
  const starts = lineStarts(text);
  const [from = text.length, beyond = text.length] = [starts[first - 1], starts[last]];
  const found: SyntaxNode[] = [];
  root.cursor().iterate((inner) => {
    if (inner.to <= from || inner.from >= beyond) return false;
    if (inner.name === kind && inner.from >= from) found.push(inner.node);
    return true;
  });
  return found;
}

/** The nearest node around it of one of these kinds. */
export function enclosing(node: SyntaxNode, ...names: string[]): SyntaxNode | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (names.includes(outer.name)) return outer;
  }
  return undefined;
}

export function textOf(text: string, node: SyntaxNode | null | undefined): string {
  return node ? text.slice(node.from, node.to) : '';
}

/** The line starts of the last text: thousands of calls are about the same file. */
let known: { text: string; starts: number[] } = { text: '', starts: [0] };

function lineStarts(text: string): readonly number[] {
  if (known.text !== text) {
    const starts = [0];
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      starts.push(end + 1);
    }
    known = { text, starts };
  }
  return known.starts;
}

/** The line that a position is on; from 1. */
export function lineAt(text: string, at: number): number {
  const starts = lineStarts(text);
  let [first, beyond] = [0, starts.length];
  while (beyond - first > 1) {
    const middle = (first + beyond) >> 1;
    if ((starts[middle] ?? 0) <= at) first = middle;
    else beyond = middle;
  }
  return first + 1;
}

/** The first line of an expression, from 1. */
export function lineOf({ file, node }: Expression): number {
  return lineAt(file.text, node.from);
}

/** The value of a plain string literal; undefined for a formatted one or anything else. */
export function stringValue(text: string, node: SyntaxNode | undefined): string | undefined {
  if (node?.name !== 'String') return undefined;
  const [, , quoted] = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(textOf(text, node)) ?? [];
  return quoted;
}

/** An argument of a call: `Linear(512, out_features=10)`, `Sequential(*layers)`. */
export interface Argument {
  name: string | undefined;
  isSpread: boolean;
  value: SyntaxNode;
}

export function argumentsOf(call: SyntaxNode, text: string): Argument[] {
  const list = call.getChild('ArgList');
  const found: Argument[] = [];
  let name: string | undefined;
  let isSpread = false;
  let previous: SyntaxNode | undefined;
  for (let child = list?.firstChild ?? null; child; child = child.nextSibling) {
    if (child.name === 'AssignOp') {
      name = textOf(text, previous);
      found.pop();
    } else if (child.name === '*' || child.name === '**') isSpread = true;
    else if (child.name === 'for') break;
    else if (/^\w/.test(child.name) && child.name !== 'Comment') {
      found.push({ name, isSpread, value: child });
      [name, isSpread] = [undefined, false];
    }
    previous = child;
  }
  return found;
}

/** The callee as written, e.g. `nn.Conv2d`; empty if it is not a call. */
export function calleeOf(node: SyntaxNode | undefined, text: string): string {
  return node?.name === 'CallExpression'
    ? textOf(text, node.firstChild).replaceAll(/\s+/g, '')
    : '';
}

/** `nn.Conv2d` is `Conv2d`. */
export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** The class around a line; the innermost of several. */
export function classAt(file: PythonFile, line: number): PythonClass | undefined {
  return innermostAt(file.classes, line);
}

/** Name of the function around a line; empty if there is none. */
export function functionAt(file: PythonFile, line: number): string {
  return innermostAt(functionsOf(file), line)?.name ?? '';
}

function* functionsOf({ functions, classes }: PythonFile): Iterable<PythonFunction> {
  yield* functions;
  for (const { methods } of classes) yield* methods;
}

/** Of those around a line, the one that begins last. */
function innermostAt<Found extends { line: number; endLine: number }>(
  all: Iterable<Found>,
  line: number,
): Found | undefined {
  let innermost: Found | undefined;
  for (const found of all) {
    const isAround = found.line <= line && line <= found.endLine;
    if (isAround && found.line > (innermost?.line ?? 0)) innermost = found;
  }
  return innermost;
}

/** The last line of the simple statement that a line belongs to; of a compound one, the line itself. */
export function lastLineOfStatement(file: PythonFile, line: number): number {
  const start = file.lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const indent = file.lines[line - 1]?.search(/\S/) ?? 0;
  let node: SyntaxNode | null = file.root.resolveInner(start + Math.max(0, indent), 1);
  while (node && !/(Statement|Definition)$/.test(node.name)) node = node.parent;
  if (!node || node.getChild('Body')) return line;
  return lineAt(file.text, file.text.slice(0, node.to).trimEnd().length);
}
