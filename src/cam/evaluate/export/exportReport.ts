import type { DecodeOptions } from '../../image/decode.ts';
import type { EvaluationReport, PictureLine } from '../../results/evaluation/report.ts';
import { picturesCsv } from './picturesCsv.ts';
import { reportJson } from './reportJson.ts';

/** A file of a report. */
export type ReportForm = 'html' | 'json' | 'csv';

/**
 * A report as a file: HTML with pictures and plots, JSON with everything, CSV with a line for each labelled picture
 * (`docs/evaluate.md`, section Files).
 * @param lines every labelled picture
 * @param decoding as the pictures were read when the folder was run
 */
export async function exportReport(
  report: EvaluationReport,
  lines: readonly PictureLine[],
  form: ReportForm,
  decoding: DecodeOptions = {},
): Promise<string> {
  if (form === 'json') return reportJson(report, lines);
  if (form === 'csv') return picturesCsv(lines, report.classes);
  // Loaded when needed: the plots and what they are drawn with are a third of the engine's code.
  const [{ reportHtml }, { drawReportTiles }] = await Promise.all([
    import('./reportHtml.ts'),
    import('./reportTiles.ts'),
  ]);
  return reportHtml(report, await drawReportTiles(report, decoding));
}
