import type { SyntaxNode } from '@lezer/common';
import type { PythonFile } from './pythonFile.ts';
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  descendants,
  lastPart,
  lineAt,
  textOf,
} from './syntax.ts';

/** A step of preprocessing that the code gives in numbers: `transforms.Normalize([0.5], [0.5])`. */
export type Transform = { line: number } & (
  | { name: 'Normalize'; mean: number[]; std: number[] }
  | { name: 'Resize' | 'CenterCrop'; size: number[] }
);

/** The torchvision transforms of a file whose arguments are numbers, or names of lists of numbers. */
export function transformsOf(file: PythonFile): Transform[] {
  const { root, text } = file;
  return descendants(root, 'CallExpression').flatMap((call): Transform[] => {
    const name = lastPart(calleeOf(call, text));
    const line = lineAt(text, call.from);
    const argument = (at: number, keyword: string) => {
      const given = argumentsOf(call, text);
      const found = given.find((one) => one.name === keyword) ?? given[at];
      return found && (found.name === undefined || found.name === keyword)
        ? numbersOf(found.value, file)
        : undefined;
    };
    if (name === 'Normalize') {
      const [mean, std] = [argument(0, 'mean'), argument(1, 'std')];
      return mean && std ? [{ line, name, mean, std }] : [];
    }
    if (name !== 'Resize' && name !== 'CenterCrop') return [];
    const size = argument(0, 'size');
    return size ? [{ line, name, size }] : [];
  });
}

/** `224`, `[0.485, 0.456, 0.406]`, or a name with such a value in the file. */
function numbersOf(node: SyntaxNode, file: PythonFile): number[] | undefined {
  const { text, root } = file;
  if (node.name === 'VariableName') {
    const name = textOf(text, node);
    const assigned = root
      .getChildren('AssignStatement')
      .filter((statement) => textOf(text, statement.firstChild) === name);
    const [only] = assigned;
    const value = assigned.length === 1 ? childrenOf(only ?? node).at(-1) : undefined;
    return value && value.name !== 'VariableName' ? numbersOf(value, file) : undefined;
  }
  const isList = node.name === 'ArrayExpression' || node.name === 'TupleExpression';
  const numbers = (isList ? childrenOf(node) : [node]).map((item) => Number(textOf(text, item)));
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : undefined;
}
