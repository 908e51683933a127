import type { Geometry } from '../../../../src/cam/base/geometry.ts';
import { noPredictions, predict } from '../../../../src/cam/evaluate/classification/predictions.ts';
import type { Evaluation, KeptMaps } from '../../../../src/cam/evaluate/evaluation.ts';
import type { FolderIndex, IndexedModel } from '../../../../src/cam/folder/folderIndex.ts';

export interface MemoryPicture {
  path: string;
  geometry: Geometry;
  logits: readonly number[];
  labels: readonly number[];
  maps: KeptMaps['ofClasses'];
}

/** A folder of a few pictures with the model's answers. What is not given is not there. */
export function memoryEvaluation(
  pictures: readonly MemoryPicture[],
  labels: readonly string[],
  model: Partial<IndexedModel> = {},
): Evaluation {
  const predictions = noPredictions(pictures.length);
  for (const [image, picture] of pictures.entries()) {
    predict(predictions, image, Float32Array.from(picture.logits), picture.labels, 'softmax');
  }
  const at = (image: number): MemoryPicture => pictures[image] as MemoryPicture;
  const images = pictures.map(({ path, geometry }) => ({
    path,
    photo: geometry.photo,
    size: 1000,
  }));
  const index = { images, unreadable: [], model: { hash: 'hash', poolings: ['mean'], ...model } };
  return {
    index: index as unknown as FolderIndex,
    labels,
    labelSource: undefined,
    annotationSource: undefined,
    findings: [],
    predictions,
    geometryOf: (image) => at(image).geometry,
    mapsOf: async (image) => {
      const ofClasses = at(image).maps;
      const meanActivation = { width: 1, height: 1, values: Float32Array.of(0) };
      return { meanActivation, ofClasses, otherClass: undefined };
    },
    objectsOf: async () => undefined,
  };
}
