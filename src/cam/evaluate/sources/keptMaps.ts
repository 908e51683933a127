import { t } from '@vscode/l10n';
import { isPointLike } from '../../maps/pixels/pointLike.ts';
import type { Evaluation, KeptMaps } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';

/** The first classes that are kept of each picture. */
const TOP = 5;

/** The model's own class activation maps, as the pass over the folder kept them. */
export function camSource(evaluation: Evaluation, kept: KeptReader): MapSource {
  const { top } = evaluation.predictions;
  return {
    source: { kind: 'method', method: 'cam', crops: 1 },
    name: t('CAM'),
    async read(image) {
      const maps = await kept.read(image);
      if (maps.ofClasses.size === 0) return undefined;
      const classes = top.subarray(TOP * image, TOP * (image + 1));
      return {
        ...placeOf(evaluation, image),
        top: [...classes].filter((classIndex) => classIndex >= 0),
        mapOf: (classIndex) => maps.ofClasses.get(classIndex),
      };
    },
  };
}

/** Where kept maps lie, and how they are enlarged. */
export function placeOf(
  evaluation: Evaluation,
  image: number,
): Pick<PictureMaps, 'geometry' | 'interpolation'> {
  return {
    geometry: evaluation.geometryOf(image),
    interpolation: isPointLike(evaluation.index.model.poolings) ? 'cells' : 'bilinear',
  };
}

/** Reads the kept maps of a picture once for all rows of a table that use them. */
export class KeptReader {
  #image = -1;
  #maps: Promise<KeptMaps> | undefined;

  constructor(readonly evaluation: Evaluation) {}

  read(image: number): Promise<KeptMaps> {
    if (this.#maps && image === this.#image) return this.#maps;
    this.#image = image;
    this.#maps = this.evaluation.mapsOf(image);
    return this.#maps;
  }
}
