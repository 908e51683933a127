import { plainLines } from './plainText.ts';
import type { PythonFrame } from './pythonException.ts';

/**
 * Where the operator that a message names stands in the code. PyTorch's TorchScript exporter stops at one that it does
 * not know without saying where; but it prints its graph before, in which each operator has its line.
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
