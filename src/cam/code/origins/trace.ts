import type { SourceLine } from '../python/codeLink.ts';
import type { PythonFile } from '../python/pythonFile.ts';
import type { PythonSources } from '../python/pythonSources.ts';
import { classAt, functionAt, lastLineOfStatement } from '../python/syntax.ts';
import type { Frame } from './frames.ts';

/** The current line of a recorded call. */
export interface TracedLine extends SourceLine {
  /** Last line of its statement. */
  endLine: number;
  text: string;
}

/** Condition for accepting a line. */
export interface Expected {
  /** Whether the text of a line can be the call's; used if the exporter kept no text. */
  looksRight: (text: string) => boolean;
  /** Names of the model's classes; a file of another name must have the line in one of them. */
  classNames: ReadonlySet<string>;
}

/**
 * Finds a recorded call in the sources: in the file of the same path or the longest equal end, if the line still has
 * the same text; else at the nearest line with this text, in any of those files. If the exporter kept no text, the line
 * must be in a function of the recorded name and look as it should.
 */
export async function findFrame(
  sources: PythonSources,
  frame: Frame,
  { looksRight, classNames }: Expected,
): Promise<TracedLine | undefined> {
  const { text, line } = frame;
  const files: PythonFile[] = [];
  for (const candidate of await sources.filesLike(frame.file)) {
    const file = await sources.read(candidate);
    if (file) files.push(file);
  }
  if (text === undefined) {
    const file = files.find((one) => functionAt(one, line) === frame.function);
    const found = file && tracedLine(file, line);
    return found && looksRight(statementText(file, found)) ? found : undefined;
  }
  const same = files.find((file) => file.lines[line - 1]?.trim() === text);
  if (same) return tracedLine(same, line);
  for (const file of files) {
    const moved = nearest(file, frame);
    if (moved !== undefined) return tracedLine(file, moved);
  }
  // The file itself was renamed.
  for (const candidate of await sources.filesContaining(text)) {
    const file = await sources.read(candidate);
    const moved = file && nearest(file, frame);
    const around = moved !== undefined && file ? classAt(file, moved)?.name : undefined;
    if (file && moved !== undefined && classNames.has(around ?? '')) return tracedLine(file, moved);
  }
  return undefined;
}

/** The nearest line of the recorded text; one in a function of the recorded name comes first. */
function nearest(file: PythonFile, frame: Frame): number | undefined {
  const lines = file.lines.flatMap((line, i) => (line.trim() === frame.text ? [i + 1] : []));
  const inFunction = lines.filter((line) => functionAt(file, line) === frame.function);
  const found = inFunction.length > 0 ? inFunction : lines;
  return found.sort((a, b) => Math.abs(a - frame.line) - Math.abs(b - frame.line))[0];
}

function tracedLine(file: PythonFile, line: number): TracedLine {
  const text = file.lines[line - 1]?.trim() ?? '';
  return { file: file.path, line, endLine: lastLineOfStatement(file, line), text };
}

function statementText(file: PythonFile, { line, endLine }: TracedLine): string {
  return file.lines.slice(line - 1, endLine).join('\n');
}
