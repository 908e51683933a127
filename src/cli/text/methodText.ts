import type { MethodClassReport, MethodReport } from '../../cam/maps/files/methodReport.ts';
import { boxText, percent } from './numbers.ts';
import { titleOf } from './showText.ts';
import { table } from './table.ts';

/** One image with maps by a method as lines of text: what the maps are, then the classes. */
export function methodText(
  image: string,
  notices: readonly string[],
  report: MethodReport,
): string[] {
  const { classes, claim, place, layer, grid, predictions } = report;
  const mapped = new Set(classes.map(({ index }) => index));
  const rows = [
    ...classes.map((one) => [...scoreCells(one, titleOf(one.label, one.against)), boxCell(one)]),
    ...predictions
      .filter(({ index }) => !mapped.has(index))
      .map((one) => [...scoreCells(one, one.label), '']),
  ];
  const claims =
    classes.length === 1
      ? [`${claim.text} · ${place.text}`]
      : [
          ...classes.map((one) => `${titleOf(one.label, one.against)}: ${one.claim.text}`),
          place.text,
        ];
  const [width, height] = grid;
  return [
    '',
    image,
    ...claims,
    ...(layer === undefined ? [] : [`Made of ${layer}, ${width}×${height}`]),
    ...notices.map((notice) => `Note: ${notice}`),
    '',
    ...table(
      ['class', 'label', 'probability', 'logit', 'box at 20 % (x, y, width × height)'],
      rows,
    ),
  ];
}

function scoreCells(
  { index, probability, logit }: MethodReport['predictions'][number],
  title: string,
): string[] {
  return [String(index), title, percent(probability), logit.toFixed(3)];
}

function boxCell({ box }: MethodClassReport): string {
  return box === null ? 'none' : boxText(box);
}
