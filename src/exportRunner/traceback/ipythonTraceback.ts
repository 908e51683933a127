import type { PythonFrame } from './pythonException.ts';

/**
 * IPython and notebooks print their own form of tracebacks: numbered lines around the failed one, and no colon here.
 */
export const IPYTHON_HEADER = /^[\w.]+ {2,}Traceback \(most recent call last\)$/;

const FILE_FRAME = /^File (.+):(\d+)(?:, in (.+))?$/;
const CELL_FRAME = /^(?:Cell )?(In ?\[\d+\]), line (\d+)(?:, in (.+))?$/;
const FAILED_LINE = /^-+> ?\d+ (.*)$/;

/** A frame in a file or in a cell; the file of a cell is called `In[2]`, with the number of its execution. */
export function ipythonFrame(line: string): PythonFrame | undefined {
  const match = FILE_FRAME.exec(line) ?? CELL_FRAME.exec(line);
  const [, file, number, call] = match ?? [];
  if (file === undefined) return undefined;
  const functionName = call?.replace(/\(.*$/, '') ?? '<module>';
  return { file: file.replace(' [', '['), line: Number(number), functionName };
}

/** The code of the line with the arrow. */
export function ipythonCode(line: string): string | undefined {
  return FAILED_LINE.exec(line)?.[1]?.trim();
}
