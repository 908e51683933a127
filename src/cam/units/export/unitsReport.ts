import { classLabel } from '../../base/classLabel.ts';
import type { Rect } from '../../base/geometry.ts';
import type { MapKind, Pooling } from '../../maps/featureMap.ts';
import { roundRect, shortest } from '../../maps/files/report.ts';
import type { ClassUnits, Patch, UnitRanking, UnitRow } from '../../results/units.ts';
import type { ContactSheet } from './contactSheet.ts';

/**
 * The units of a class as plain JSON: what `cam-lens units --json` prints and the panel saves. Fields may be added;
 * those that are here keep their name and meaning. Unknown values are null.
 */
export interface UnitsReport {
  /** Absolute path of the model. */
  model: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
  /** Null if the model has no map of its own. */
  mapKind: MapKind | null;
  featureTensor: string;
  /** Absolute path of the pictures' folder. */
  folder: string;
  /** Pictures of the folder in the index. */
  images: number;
  class: ClassName;
  ranking: UnitRanking;
  /** The rankings that the head allows. */
  rankings: UnitRanking[];
  notices: string[];
  classImages: ClassUnits['classImages'];
  speaksFor: UnitReportRow[];
  speaksAgainst: UnitReportRow[];
  /** Number of channels of each kind, including those that are not listed. */
  countFor: number;
  countAgainst: number;
}

interface ClassName {
  index: number;
  label: string;
}

export interface UnitReportRow {
  /** 1 for the first. */
  rank: number;
  /** Of the spatial tensor. */
  channel: number;
  pooling: Pooling;
  name: string | null;
  weight: number | null;
  contribution: number | null;
  gradientActivation: number | null;
  separation: number | null;
  patches: PatchReport[];
}

interface PatchReport {
  /** Absolute path. */
  image: string;
  maximum: number;
  mean: number;
  /** Cell of the maximum on the grid of the map. */
  cell: { x: number; y: number };
  /** [width, height] of the map, in cells. */
  grid: [width: number, height: number];
  /** The drawn part of the picture, in its pixels. */
  shown: Rect;
  predicted: ClassName;
  /** The class that the picture's folder names. */
  label: ClassName | null;
}

/** @param shownOf the part of a patch's photo to draw, in photo pixels */
export function reportUnits(sheet: ContactSheet, shownOf: (patch: Patch) => Rect): UnitsReport {
  const { units, labels } = sheet;
  const classOf = (index: number): ClassName => ({ index, label: classLabel(labels, index) });
  const reportRow = (row: UnitRow, i: number): UnitReportRow => ({
    rank: i + 1,
    channel: row.unit.channel,
    pooling: row.unit.pooling,
    name: row.unit.name ?? null,
    weight: orNull(row.weight),
    contribution: orNull(row.contribution),
    gradientActivation: orNull(row.gradientActivation),
    separation: orNull(row.separation),
    patches: row.patches.map((patch) => reportPatch(patch, shownOf(patch), classOf)),
  });
  return {
    model: sheet.modelPath,
    modelHash: sheet.modelHash,
    mapKind: sheet.mapKind ?? null,
    featureTensor: sheet.featureTensor,
    folder: sheet.folder,
    images: sheet.images,
    class: classOf(units.classIndex),
    ranking: units.ranking,
    rankings: units.rankings,
    notices: units.notices,
    classImages: units.classImages,
    speaksFor: units.speaksFor.map(reportRow),
    speaksAgainst: units.speaksAgainst.map(reportRow),
    countFor: units.countFor,
    countAgainst: units.countAgainst,
  };
}

function reportPatch(
  patch: Patch,
  shown: Rect,
  classOf: (index: number) => ClassName,
): PatchReport {
  const { path, maximum, mean, cell, grid, predicted, label } = patch;
  return {
    image: path,
    maximum: shortest(maximum),
    mean: shortest(mean),
    cell,
    grid: [grid.width, grid.height],
    shown: roundRect(shown),
    predicted: classOf(predicted),
    label: label === undefined ? null : classOf(label),
  };
}

function orNull(value: number | undefined): number | null {
  return value === undefined ? null : shortest(value);
}
