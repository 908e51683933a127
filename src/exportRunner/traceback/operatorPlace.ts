import { plainLines } from './plainText.ts';
import type { PythonFrame } from './pythonException.ts';

/**
 * Where the operator that a message names is in the code. PyTorch's TorchScript exporter stops at an unknown operator
 * without a line number. But before that it prints its graph, in which each operator has its line.
 */
export function operatorPlace(output: string, message: string): PythonFrame | undefined {
  const [, operator] = /'(\w+::\w+)'/.exec(message) ?? [];
  if (operator === undefined) return undefined;
  for (const line of plainLines(output)) {
    if (!line.includes(`= ${operator}(`)) continue;
    const [, file, number] = /# (\S[^#]*):(\d+):\d+$/.exec(line) ?? [];
    if (file !== undefined) return { file, line: Number(number), functionName: undefined };
  }
  return undefined;
}
