import type { PythonFile } from './pythonFile.ts';
import { argumentsOf, calleeOf, descendants, lineAt, stringValue } from './syntax.ts';

/** A call of `torch.onnx.export(…)`. */
export interface ExportCall {
  line: number;
  /** The file that it writes, as in the code; undefined if that is not a plain string. */
  target: string | undefined;
}

/** The calls that export a model, with the `.onnx` file that they name. */
export function exportCalls({ root, text }: PythonFile): ExportCall[] {
  return descendants(root, 'CallExpression')
    .filter((call) => /(^|\.)onnx\.export$/.test(calleeOf(call, text)))
    .map((call) => ({
      line: lineAt(text, call.from),
      target: argumentsOf(call, text)
        .map(({ value }) => stringValue(text, value))
        .find((value) => value?.endsWith('.onnx')),
    }));
}
