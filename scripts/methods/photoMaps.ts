import type { Geometry } from '../../src/cam/base/geometry.ts';
import { Engine } from '../../src/cam/engine.ts';
import { decodeImage } from '../../src/cam/image/decode.ts';
import { prepareInput } from '../../src/cam/image/prepareInput.ts';
import { classMap } from '../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../src/cam/maps/classWeightsOf.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';
import { readSubject, sizedModel } from '../../src/cam/methods/methodSubject.ts';
import { ModelCache } from '../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../src/cam/model/openModel.ts';
import type { MapMethod } from '../../src/cam/results/methodMap.ts';
import type { Photo } from './photos.ts';

/** `cam`: as *Show CAM* draws it. `gradient`: ∂S/∂x itself, signed, of which saliency is the magnitude. */
export type MeasuredMethod = 'cam' | 'gradient' | MapMethod;

/** The map of a photo for the class that it shows. */
export interface PhotoMap {
  map: ScalarMap;
  geometry: Geometry;
  /** The class with the largest logit. */
  top: number;
}

/** A model whose maps are measured. */
export interface MeasuredModel {
  mapOf(photo: Photo, method: MeasuredMethod): Promise<PhotoMap>;
  dispose(): Promise<void>;
}

/**
 * @param file absolute path of the model
 * @param configPath its sidecar
 */
export function measuredModel(file: string, configPath: string): MeasuredModel {
  const engine = new Engine();
  const cache = new ModelCache();
  const options = { configPath };
  const cam = async (photo: Photo): Promise<PhotoMap> => {
    const description = await engine.openModel(file, options);
    const found = await engine.explain(file, photo.file, options);
    const map = classMap(found.featureMap, classWeightsOf(description, found), photo.label);
    return { map, geometry: found.geometry, top: found.ranking[0] ?? -1 };
  };
  const byMethod = async (photo: Photo, method: MapMethod): Promise<PhotoMap> => {
    const query = { method, classes: [photo.label] };
    const found = await engine.explainByMethod(file, photo.file, query, options);
    const [{ map } = {}] = found.maps;
    if (!map) throw new Error(`${file} gives no map of ${photo.file}`);
    return { map, geometry: found.geometry, top: found.ranking[0] ?? -1 };
  };
  const gradient = async (photo: Photo): Promise<PhotoMap> => {
    const subject = await readSubject(await OpenModel.read(cache, file, options), options);
    const { input } = subject.scores;
    const decoded = await decodeImage(photo.file);
    const { tensor, geometry } = prepareInput(decoded, subject.config.preprocessing.value, input);
    const { width, height } = geometry.crop;
    const { model } = await sizedModel(subject, { width, height });
    const picture = { width, height, values: tensor };
    const found = await model.valueAndGradient(picture, { class: photo.label }, input.name);
    // Its colours lie below each other: it is not drawn, only compared.
    const map = { width, height: height * input.channels, values: found.gradient };
    return { map, geometry, top: -1 };
  };
  return {
    mapOf(photo, method) {
      if (method === 'cam') return cam(photo);
      return method === 'gradient' ? gradient(photo) : byMethod(photo, method);
    },
    async dispose() {
      await engine.dispose();
      await cache.dispose();
    },
  };
}
