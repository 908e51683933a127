import path from 'node:path';
import type { IndexSummary, UnitRanking } from '../../cam/results/units.ts';
import type { UnitReportRow, UnitsReport } from '../../cam/units/export/unitsReport.ts';
import { table } from './table.ts';

/** The line about the folder, once, below the text about the model. */
export function folderText({
  folder,
  images,
  unreadable,
  masks = 0,
  classes,
}: IndexSummary): string {
  const left =
    (unreadable.length > 0 ? `, ${unreadable.length} left out` : '') +
    (masks > 0 ? `, ${masks} masks not run` : '');
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
      : ['', `${title}: ${rows.length} of ${all} channels by ${NAMES[ranking]}`, ...rowsText(rows)];
  return [
    '',
    `Class ${named.index}: ${named.label}, ${classImages.all} images (${told})`,
    ...notices.map((notice) => `Note: ${notice}`),
    ...part('Speaks for it', report.speaksFor, report.countFor),
    ...part('Speaks against it', report.speaksAgainst, report.countAgainst),
  ];
}

const NAMES: Record<UnitRanking, string> = {
  weight: 'weight',
  contribution: 'contribution',
  gradientActivation: 'gradient × activation',
  separation: 'separation',
};

const RANKINGS = Object.keys(NAMES) as UnitRanking[];

function rowsText(rows: UnitReportRow[]): string[] {
  const isPooledTwice = new Set(rows.map(({ pooling }) => pooling)).size > 1;
  const isNamed = rows.some(({ name }) => name !== null);
  // What no channel of the model can have is left out.
  const known = RANKINGS.filter((ranking) => rows.some((row) => row[ranking] !== null));
  const header = [
    'channel',
    ...(isNamed ? ['name'] : []),
    ...known.map((ranking) => NAMES[ranking]),
    'strongest in',
  ];
  const lines = rows.map((row) => [
    isPooledTwice ? `${row.channel} (${row.pooling})` : String(row.channel),
    ...(isNamed ? [row.name ?? ''] : []),
    ...known.map((ranking) => number(row[ranking])),
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
