import path from 'node:path';
import { classLabel } from '../../base/classLabel.ts';
import type { ChannelNames } from '../../maps/channelName.ts';
import { shownName } from '../../maps/channelName.ts';
import type { MapKind, Pooling } from '../../maps/featureMap.ts';
import type { ClassUnits, Patch, UnitIdentity, UnitRanking, UnitRow } from '../../results/units.ts';

/** The units of one class, with all data for files outside the editor. */
export interface ContactSheet {
  /** Absolute path. */
  modelPath: string;
  /** SHA-256 of the model file, hexadecimal. */
  modelHash: string;
  /** Undefined if the model has no map of its own. */
  mapKind: MapKind | undefined;
  poolings: readonly Pooling[];
  /** The tensor whose channels the units are. */
  featureTensor: string;
  /** Absolute path of the pictures' folder. */
  folder: string;
  /** Pictures in the index. */
  images: number;
  /** One label per class. */
  labels: readonly string[];
  /** The user's names for channels. */
  names: ChannelNames;
  units: ClassUnits;
}

/** How a patch is drawn. */
export interface PatchDrawing {
  /** `contour`: a line around the region; `dim`: the rest is darker. */
  mask: 'contour' | 'dim' | 'none';
  /** Fraction of the patch's largest activation from which a cell belongs to its region. */
  threshold: number;
}

/** The panel's default drawing of patches. */
export const DEFAULT_DRAWING: PatchDrawing = { mask: 'contour', threshold: 0.5 };

/** One part of the sheet: the rows for the class, or those against it. */
export interface SheetPart {
  title: string;
  rows: readonly UnitRow[];
  /** All channels of this kind, including those that are not listed. */
  count: number;
}

/** The parts that have rows. */
export function partsOf({ units, labels }: ContactSheet): SheetPart[] {
  const label = classLabel(labels, units.classIndex);
  return [
    { title: `Speaks for ${label}`, rows: units.speaksFor, count: units.countFor },
    { title: `Speaks against ${label}`, rows: units.speaksAgainst, count: units.countAgainst },
  ].filter(({ rows }) => rows.length > 0);
}

const ORDER: Record<UnitRanking, string> = {
  weight: 'by weight',
  contribution: 'by mean contribution to the logit',
  gradientActivation: "by mean gradient × activation over the class's images",
  separation: "by how well they tell the class's images apart",
};

/** What the sheet shows: `Units of scenes.onnx by weight, with their strongest patches from pictures`. */
export function sheetSubject({ units, modelPath, folder }: ContactSheet): string {
  const order = ORDER[units.ranking];
  return `Units of ${path.basename(modelPath)} ${order}, with their strongest patches from ${path.basename(folder)}`;
}

/** `8 of the class (by the prediction)` */
export function classImagesText({ units }: ContactSheet): string {
  const { all, by } = units.classImages;
  return `${all} of the class (${{ folder: 'by their folder', prediction: 'by the prediction' }[by]})`;
}

/** Facts about the sheet, in lines below its title. */
export function sheetLines(sheet: ContactSheet): string[] {
  const { images, units } = sheet;
  return [sheetSubject(sheet), `${images} images, ${classImagesText(sheet)}`, ...units.notices];
}

/** `channel 17`, or `channel 17 (max)` where the head pools channels in two ways. */
export function unitTitle({ channel, pooling }: UnitIdentity, { poolings }: ContactSheet): string {
  return poolings.length > 1 ? `channel ${channel} (${pooling})` : `channel ${channel}`;
}

/** The user's name for a channel, see {@link shownName}. */
export function unitName({ channel }: UnitIdentity, { names }: ContactSheet): string | undefined {
  return shownName(names, channel);
}

/** The row's available numbers: `weight +0.1234`. */
export function rowFigures(row: UnitRow): string[] {
  const { weight, contribution, gradientActivation, separation } = row;
  const figures: [string, number | undefined, string][] = [
    ['weight', weight, ''],
    ['contribution', contribution, ''],
    ['gradient × activation', gradientActivation, ''],
    ['separation', separation, ' σ'],
  ];
  return figures.flatMap(([name, value, unit]) =>
    value === undefined ? [] : [`${name} ${signed(value)}${unit}`],
  );
}

/** Four significant digits, always with its sign. */
function signed(value: number): string {
  const text = Number(Math.abs(value).toPrecision(4)).toString();
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** A patch in words: where it is and how strong. */
export function patchText(
  { path: file, maximum, predicted }: Patch,
  labels: readonly string[],
): string {
  const value = Number(maximum.toPrecision(4));
  return `${path.basename(file)}: largest activation ${value}, predicted ${classLabel(labels, predicted)}`;
}
