import type { MethodReport } from '../../../src/cam/maps/files/methodReport.ts';
import { reportMethod } from '../../../src/cam/maps/files/methodReport.ts';
import type { Loaded } from '../state/store.ts';

/** The map on show by a method as plain JSON, as the command line gives it; undefined while there is none. */
export function reportMethodMap({ by, explanation, model }: Loaded): MethodReport | undefined {
  if (!by?.map) return undefined;
  const { method, layer, geometry, place, ...map } = by.map;
  const { path, labels } = model.model;
  return reportMethod(labels.value, explanation.modelHash, {
    ...explanation,
    ...{ method, modelPath: path, maps: [map], geometry, place },
    ...(layer === undefined ? {} : { layer }),
  });
}
