import { isPointLike } from '../../maps/pixels/pointLike.ts';
import { wayName } from '../../results/mapWay.ts';
import { firstClassesOf } from '../classification/topClasses.ts';
import type { Evaluation, KeptMaps } from '../evaluation.ts';
import type { MapSource, PictureMaps } from '../mapSource.ts';

/**
 * The maps of classes as the pass over the folder kept them: the model's own class activation maps, or Grad-CAM where it
 * has none.
 */
export function ownSource(evaluation: Evaluation, kept: KeptReader): MapSource {
  const way = evaluation.index.model.mapKind === undefined ? 'grad-cam' : 'cam';
  return {
    source: { kind: 'method', method: way, crops: 1 },
    name: wayName(way),
    async read(image) {
      const maps = await kept.read(image);
      if (maps.ofClasses.size === 0) return undefined;
      return {
        ...placeOf(evaluation, image),
        top: firstClassesOf(evaluation.predictions, image),
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
