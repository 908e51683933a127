import { shortest } from '../../maps/files/report.ts';
import type { EvaluationReport, PictureLine } from '../../results/evaluation/report.ts';

/** Changes when a field changes its name or meaning; new fields do not count. */
const REPORT_VERSION = 1;

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

/** Typed arrays as lists. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value, shortest);
  return value;
}
