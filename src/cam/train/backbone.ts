import { CamError } from '../base/errors.ts';
import type { IndexOptions, IndexPlace } from '../folder/indexPlace.ts';
import { firstPhoto, layerRunner } from '../folder/scanSource.ts';
import { readScanSubject } from '../folder/scanSubject.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { FeatureTensor } from '../newModel/headNodes.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { positionsWithoutPlace } from './errors.ts';

/** The part of a model whose features are learned from. */
export interface Backbone {
  graph: Graph;
  /** Name of the picture input. */
  input: string;
  feature: FeatureTensor;
}

/**
 * A model up to the map of which an index has the means: its own last one, or the layer that is asked for, or, in a model
 * without a class activation map, the one that methods show. What comes behind it does not matter.
 * @throws CamError with the reason if the model has no such map, or if its positions are not all places of the picture
 */
export async function backboneOf(
  model: OpenModel,
  { folder }: IndexPlace,
  options: IndexOptions,
): Promise<Backbone> {
  const analysis = await model.analysisOrRefusal();
  if (!CamError.is(analysis)) {
    const { graph, input, feature, layout } = analysis;
    return { graph, input: input.name, feature: { ...feature, layout } };
  }
  const subject = await readScanSubject(model, options);
  const { target } = await layerRunner(subject, await firstPhoto(folder, options));
  const { tensor, elementType, rowDims, layout, positions } = target;
  if (positions !== layout.width * layout.height) {
    throw positionsWithoutPlace(model.graph.file, tensor);
  }
  return {
    graph: model.graph,
    input: (await subject.methods()).scores.input.name,
    feature: { name: tensor, elementType, dims: [1, ...rowDims], layout },
  };
}
