import { classLabel } from '../../base/classLabel.ts';
import { csvPath, csvText } from '../../folder/tables/csvFields.ts';
import { shortest } from '../../maps/files/report.ts';
import type { PictureLine } from '../../results/evaluation/report.ts';

const COLUMNS = [
  'path',
  'truth',
  'truth_label',
  'predicted',
  'predicted_label',
  'right',
  'confidence',
  'truth_probability',
  'loss',
  'margin',
  'iou',
];

/**
 * One line for each labelled picture, as RFC 4180: fields with separators in quotes, lines end in CRLF. Texts that a
 * table program would run as a formula get a sign before them: `./` for a path, which stays the same file, `'` for a
 * label. Numbers have as many digits as they need; one that is unknown is empty.
 * @param classes names of the classes
 */
export function picturesCsv(lines: Iterable<PictureLine>, classes: readonly string[]): string {
  let text = `${COLUMNS.join(',')}\r\n`;
  for (const line of lines) {
    const { path, truth, predicted } = line;
    const fields = [
      csvPath(path),
      String(truth),
      csvText(classLabel(classes, truth)),
      String(predicted),
      csvText(classLabel(classes, predicted)),
      truth === predicted ? '1' : '0',
      ...[line.confidence, line.truthProbability, line.loss, line.margin, line.iou].map(number),
    ];
    text += `${fields.join(',')}\r\n`;
  }
  return text;
}

function number(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : String(shortest(value));
}
