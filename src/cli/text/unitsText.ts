import path from 'node:path';
import type { IndexSummary } from '../../cam/results/units.ts';
import type { UnitReportRow, UnitsReport } from '../../cam/units/export/unitsReport.ts';
import { table } from './table.ts';

/** The line about the folder, once, below the text about the model. */
export function folderText({ folder, images, unreadable, classes }: IndexSummary): string {
  const left = unreadable.length > 0 ? `, ${unreadable.length} left out` : '';
  const count = classes.classes.length;
  const named = classes.by === 'folder' ? `, sub-folders name ${count} classes` : '';
  return `Images         ${images} in ${folder}${left}${named}`;
}

/** The units of one class as lines of text. */
export function unitsText(report: UnitsReport): string[] {
  const { class: named, classImages, notices, ranking } = report;
  const told = { folder: 'by folder', prediction: 'by prediction' }[classImages.by];
  const part = (title: string, rows: UnitReportRow[], all: number): string[] =>
    rows.length === 0
      ? []
      : ['', `${title}: ${rows.length} of ${all} channels by ${ranking}`, ...rowsText(rows)];
  return [
    '',
    `Class ${named.index}: ${named.label}, ${classImages.all} images (${told})`,
    ...notices.map((notice) => `Note: ${notice}`),
    ...part('Speaks for it', report.speaksFor, report.countFor),
    ...part('Speaks against it', report.speaksAgainst, report.countAgainst),
  ];
}

function rowsText(rows: UnitReportRow[]): string[] {
  const isPooledTwice = new Set(rows.map(({ pooling }) => pooling)).size > 1;
  const isNamed = rows.some(({ name }) => name !== null);
  const header = [
    'channel',
    ...(isNamed ? ['name'] : []),
    'weight',
    'contribution',
    'separation',
    'strongest in',
  ];
  const lines = rows.map((row) => [
    isPooledTwice ? `${row.channel} (${row.pooling})` : String(row.channel),
    ...(isNamed ? [row.name ?? ''] : []),
    number(row.weight),
    number(row.contribution),
    number(row.separation),
    row.patches
      .slice(0, 3)
      .map(({ image }) => path.basename(image))
      .join(', '),
  ]);
  return table(header, lines);
}

function number(value: number | null): string {
  return value === null ? '–' : value.toFixed(4);
}
