import type { RowSource } from '../results/evaluation/localization.ts';
import type { Evaluation } from './evaluation.ts';
import type { MapSource } from './mapSource.ts';
import { folderSource } from './sources/mapFolder.ts';
import { keptSources } from './sources/mapSources.ts';

/** The maps of a table's rows that need further runs of the model. */
export type MethodSource = (source: RowSource & { kind: 'method' }) => Promise<MapSource>;

/**
 * Where the maps of a table's rows come from.
 * @param seed of the random maps
 * @throws CamError about a method that the model does not allow
 */
export async function rowSources(
  evaluation: Evaluation,
  rows: readonly RowSource[],
  seed: number,
  ofMethod: MethodSource,
): Promise<MapSource[]> {
  const kept = keptSources(evaluation, seed);
  const sources: MapSource[] = [];
  for (const row of rows) {
    if (row.kind === 'baseline') sources.push(kept.baselines[row.baseline]);
    else if (row.kind === 'folder') sources.push(folderSource(evaluation, row.folder));
    else if (isKept(row, kept.own.source)) sources.push(kept.own);
    else sources.push(await ofMethod(row));
  }
  return sources;
}

/** A model without a class activation map has that of the method that stands in for it. */
function isKept(row: RowSource, own: RowSource): boolean {
  if (row.kind !== 'method' || own.kind !== 'method' || row.crops !== 1) return false;
  return row.method === own.method || row.method === 'cam';
}
