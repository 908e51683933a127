import type { Geometry } from '../cam/base/geometry.ts';
import { rangeOf } from '../cam/maps/cam.ts';
import type { ScalarMap } from '../cam/maps/featureMap.ts';
import type { MethodReport } from '../cam/maps/files/methodReport.ts';
import type { ExplanationReport } from '../cam/maps/files/report.ts';
import { mapOfClass } from '../cam/maps/files/report.ts';
import { methodInterpolation, methodLimit } from '../cam/maps/pixels/methodLook.ts';
import { isPointLike } from '../cam/maps/pixels/pointLike.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import type { MethodExplanation } from '../cam/results/methodMap.ts';

/** What `--out` gets of one image. */
export interface ImageFiles {
  imagePath: string;
  geometry: Geometry;
  /** What follows the image's name in the name of each map's files: nothing, `.class-281` … */
  maps: { suffix: string; map: ScalarMap }[];
  /** Value of the last colour. */
  limit: number;
  interpolation: 'bilinear' | 'cells';
  /** What follows the image's name in the name of the file of numbers: nothing, or the method. */
  reportSuffix: string;
  report: ExplanationReport | MethodReport;
}

/**
 * Class activation maps: of the first class without a suffix.
 * @param classes requested class indices; empty for the first class
 */
export function camFiles(
  model: ModelDescription,
  explanation: Explanation,
  report: ExplanationReport,
  classes: readonly number[],
  against: number | undefined,
): ImageFiles {
  const { geometry, imagePath } = explanation;
  const first = report.classes[0]?.index ?? 0;
  const drawn = [...new Set(classes.length > 0 ? classes : [first])];
  const maps = drawn.map((index) => ({
    suffix: suffixOf(classes.length > 0 ? index : undefined, against),
    map: mapOfClass(model, explanation, index, against),
  }));
  const topClass = explanation.ranking[0] ?? 0;
  const scaledBy =
    against === undefined ? mapOfClass(model, explanation, topClass, undefined) : maps[0]?.map;
  return {
    imagePath,
    geometry,
    maps,
    limit: scaledBy ? rangeOf(scaledBy).scale : 1,
    interpolation: isPointLike(model.poolings) ? 'cells' : 'bilinear',
    reportSuffix: '',
    report,
  };
}

/**
 * Maps by a method, named after it, so that several methods can share a folder.
 * @param classes requested class indices; empty for the first class
 */
export function methodFiles(
  { method, maps, geometry, imagePath }: MethodExplanation,
  report: MethodReport,
  classes: readonly number[],
): ImageFiles {
  const [first] = maps;
  return {
    imagePath,
    geometry,
    maps: maps.map(({ class: index, against, map }) => ({
      suffix: `.${method}${suffixOf(classes.length > 0 ? index : undefined, against)}`,
      map,
    })),
    limit: first ? methodLimit(method, first.map) : 1,
    interpolation: methodInterpolation(method),
    reportSuffix: `.${method}`,
    report,
  };
}

function suffixOf(index: number | undefined, against: number | undefined): string {
  return [
    ...(index === undefined ? [] : [`.class-${index}`]),
    ...(against === undefined ? [] : [`.against-${against}`]),
  ].join('');
}
