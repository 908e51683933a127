import type { SyntaxNode } from '@lezer/common';
import type { SourceLine } from '../python/codeLink.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import { argumentsOf, calleeOf, childrenOf, nodesOnLines, textOf } from '../python/syntax.ts';

/** A change of a text; offsets in UTF-16 units. */
export interface TextEdit {
  file: string;
  from: number;
  to: number;
  text: string;
}

/** A parsed file and one of its lines. */
export interface ParsedLine {
  file: PythonFile;
  line: SourceLine['line'];
}

/**
 * The edits that pool a map before it is flattened, so that each channel has one class weight:
 * `nn.Flatten(), nn.Linear(25088, 10)` becomes `nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)`.
 * @param flatten where the map is flattened
 * @param linear where the linear layer behind it is made
 * @param map the size of the map in the exported model
 * @returns undefined if the necessary edit is not certain
 */
export function poolBeforeFlatten(
  flatten: ParsedLine,
  linear: ParsedLine,
  map: { channels: number; height: number; width: number },
): TextEdit[] | undefined {
  const made = onlyCall(linear, /(^|\.)Linear$/);
  if (!made) return undefined;
  const [inputs] = argumentsOf(made, linear.file.text);
  const isKnown = inputs && (inputs.name === undefined || inputs.name === 'in_features');
  if (!isKnown || productOf(inputs.value, linear.file) !== map.channels * map.height * map.width) {
    return undefined;
  }
  const pooled = flattenBefore(made, linear.file) ?? flattenModule(flatten) ?? flattenCall(flatten);
  return pooled && [pooled, replace(linear.file, inputs.value, String(map.channels))];
}

function onlyCall({ file, line }: ParsedLine, callee: RegExp): SyntaxNode | undefined {
  const calls = nodesOnLines(file, 'CallExpression', line, line).filter((call) =>
    callee.test(calleeOf(call, file.text)),
  );
  return calls.length === 1 ? calls[0] : undefined;
}

/** The value of `512 * 7 * 7`; undefined for anything but a product of whole numbers. */
function productOf(node: SyntaxNode, file: PythonFile): number | undefined {
  const text = textOf(file.text, node).replaceAll(/[\s()]/g, '');
  if (!/^\d+(\*\d+)*$/.test(text)) return undefined;
  return text.split('*').reduce((product, factor) => product * Number(factor), 1);
}

/** `nn.Flatten()` before it in the same `nn.Sequential`; only a Dropout may lie between. */
function flattenBefore(linear: SyntaxNode, file: PythonFile): TextEdit | undefined {
  const list = linear.parent;
  if (
    list?.name !== 'ArgList' ||
    !/Sequential$/.test(calleeOf(list.parent ?? undefined, file.text))
  ) {
    return undefined;
  }
  const elements = childrenOf(list).filter(({ name }) => name === 'CallExpression');
  const before = elements
    .slice(
      0,
      elements.findIndex(({ from }) => from === linear.from),
    )
    .findLast((element) => !/Dropout$/.test(calleeOf(element, file.text)));
  const prefix = before && plainFlatten(before, file);
  if (!before || prefix === undefined) return undefined;
  const lineStart = file.text.lastIndexOf('\n', before.from) + 1;
  const indent = file.text.slice(lineStart, before.from);
  const separator = /^\s*$/.test(indent) && lineStart > 0 ? `,\n${indent}` : ', ';
  const text = `${prefix}AdaptiveAvgPool2d(1)${separator}`;
  return { file: file.path, from: before.from, to: before.from, text };
}

/** `nn.` of `nn.Flatten()`; undefined for another call, or one with arguments. */
function plainFlatten(call: SyntaxNode, file: PythonFile): string | undefined {
  const [, prefix] = /^(|.*\.)Flatten$/.exec(calleeOf(call, file.text)) ?? [];
  return argumentsOf(call, file.text).length === 0 ? prefix : undefined;
}

/** `self.flatten = nn.Flatten()`. */
function flattenModule(flatten: ParsedLine): TextEdit | undefined {
  const call = onlyCall(flatten, /(^|\.)Flatten$/);
  const prefix = call && plainFlatten(call, flatten.file);
  if (!call || prefix === undefined) return undefined;
  const text = `${prefix}Sequential(${prefix}AdaptiveAvgPool2d(1), ${prefix}Flatten())`;
  return replace(flatten.file, call, text);
}

/** `torch.flatten(x, 1)`, `x.flatten(1)`, `x.view(x.size(0), -1)` become `x.mean((2, 3))`. */
function flattenCall(flatten: ParsedLine): TextEdit | undefined {
  const { text } = flatten.file;
  const call = onlyCall(flatten, /\.(flatten|view|reshape)$/);
  if (!call) return undefined;
  const given = argumentsOf(call, text).map(({ value }) => textOf(text, value));
  const callee = calleeOf(call, text);
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  const object = callee.slice(0, -name.length - 1);
  const isFunction = object === 'torch';
  const [map = '', ...rest] = isFunction ? given : [object, ...given];
  const isFlat =
    name === 'flatten'
      ? rest.length === 1 && /^(start_dim=)?1$/.test(rest[0] ?? '')
      : rest.length === 2 && rest[1] === '-1';
  return isFlat && /^\w+$/u.test(map)
    ? replace(flatten.file, call, `${map}.mean((2, 3))`)
    : undefined;
}

function replace(file: PythonFile, { from, to }: SyntaxNode, text: string): TextEdit {
  return { file: file.path, from, to, text };
}
