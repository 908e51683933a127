import { shortest } from '../../maps/files/report.ts';
import type { EvaluationReport, PictureLine } from '../../results/evaluation/report.ts';

/** Changes when a field changes its name or meaning; new fields do not count. */
const REPORT_VERSION = 1;

/** What a picture has for drawing it: its numbers are in the file, its map is not. */
const ONLY_FOR_DRAWING = new Set(['map', 'limit', 'geometry', 'interpolation']);

/**
 * A report as JSON (`docs/evaluate.md`, section Files): the fields of {@link EvaluationReport}. Numbers that are
 * unknown are null, maps lists of their values.
 * @param lines every labelled picture, in place of the first ones
 */
export function reportJson(report: EvaluationReport, lines: readonly PictureLine[]): string {
  const { made, classes, overview, pictures: _, ...parts } = report;
  const content = {
    format: 'cam-lens-evaluation',
    version: REPORT_VERSION,
    ...{ made, classes, overview, pictures: lines, ...parts },
  };
  return `${JSON.stringify(content, plain, 1)}\n`;
}

/** Typed arrays as lists; what JSON cannot hold as null. */
function plain(key: string, value: unknown): unknown {
  if (ONLY_FOR_DRAWING.has(key)) return undefined;
  if (value instanceof Float32Array) return Array.from(value, shortest);
  return value;
}
