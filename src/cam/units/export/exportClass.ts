import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import type { ClassUnits, ClassUnitsQuery, UnitsDescription } from '../../results/units.ts';
import { classUnits } from '../views/classUnits.ts';
import type { ContactSheet, PatchDrawing } from './contactSheet.ts';
import { DEFAULT_DRAWING } from './contactSheet.ts';
import type { ExportedFile, ExportForm } from './exportUnits.ts';
import { exportUnits } from './exportUnits.ts';

/** The requested files of a class, and how its patches are drawn. */
export interface ExportOptions {
  forms: readonly ExportForm[];
  /** Default: {@link DEFAULT_DRAWING}. */
  drawing?: PatchDrawing;
}

/** The units of a class with their names, as files; see {@link classUnits} and {@link exportUnits}. */
export async function exportClass(
  index: FolderIndex,
  query: ClassUnitsQuery,
  model: UnitsDescription,
  { forms, drawing = DEFAULT_DRAWING }: ExportOptions,
  decoding: DecodeOptions,
): Promise<ExportedFile[]> {
  const units = await classUnits(index, query, model.labels.value, model.unitNames);
  return exportUnits(sheetOf(index, model, units), index, forms, drawing, decoding);
}

/** A class's units with what files say about their model and folder. */
export function sheetOf(
  index: FolderIndex,
  model: UnitsDescription,
  units: ClassUnits,
): ContactSheet {
  const { hash, mapKind, poolings, featureTensor } = index.model;
  return {
    modelPath: model.path,
    modelHash: hash,
    mapKind,
    poolings,
    featureTensor,
    folder: index.folder,
    images: index.images.length,
    labels: model.labels.value,
    names: model.unitNames,
    units,
  };
}
