import type { PythonPlace } from './traceback/problems.ts';

/** A part of one line; from 0, in UTF-16 units. */
export interface CodeRange {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Where a place of a traceback is in the current file: the nearest line with the same code, because lines may have been
 * added; in it the part that Python underlined, else the line without its indentation.
 */
export function codeRange(lines: readonly string[], place: PythonPlace): CodeRange {
  const { source, columns } = place;
  const line = nearestLine(lines, place) ?? Math.min(place.line, Math.max(lines.length, 1)) - 1;
  const text = lines[line] ?? '';
  const indentation = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (!columns || text.trim() !== source) return { line, start: Math.min(indentation, end), end };
  return { line, start: indentation + columns[0], end: indentation + columns[1] };
}

/** Index of the line with the same code that is nearest to where it was. */
function nearestLine(lines: readonly string[], { source, line }: PythonPlace): number | undefined {
  const recorded = line - 1;
  if (!source) return undefined;
  let nearest: number | undefined;
  for (const [index, text] of lines.entries()) {
    const isNearer =
      nearest === undefined || Math.abs(index - recorded) < Math.abs(nearest - recorded);
    if (isNearer && text.trim() === source) nearest = index;
  }
  return nearest;
}
