import { stat } from 'node:fs/promises';
import { isWeight } from '../layers/parameters.ts';
import { authorNoteOf } from '../model/describeModel.ts';
import { resolveLocation } from '../onnx/file/externalData.ts';
import type { OnnxModel, ValueInfo } from '../onnx/file/model.ts';
import { elementTypeName } from '../onnx/file/model.ts';
import type { Layer, ModelFacts, TensorFacts } from '../results/inspection.ts';

/** What a model's file says about itself. Only files in the model's folder are read. */
export async function collectFacts(model: OnnxModel, layers: Layer[]): Promise<ModelFacts> {
  const { path, byteSize } = model.file;
  const locations = [...new Set(model.externalTensors.map(({ location }) => location))];
  const weights = [...model.initializers.values()].filter(isWeight);
  const elementsOfType = new Map<number, number>();
  for (const { elementType, elements } of weights) {
    elementsOfType.set(elementType, (elementsOfType.get(elementType) ?? 0) + elements);
  }
  return {
    path,
    byteSize,
    externalFiles: await Promise.all(
      locations.map(async (location) => ({ location, byteSize: await sizeOf(location, path) })),
    ),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    irVersion: model.irVersion,
    operatorSets: model.operatorSets,
    parameters: weights.reduce((total, { elements }) => total + elements, 0),
    weightTypes: [...elementsOfType]
      .sort(([, a], [, b]) => b - a)
      .map(([elementType]) => elementTypeName(elementType)),
    nodeCount: model.nodes.length,
    inputs: model.inputs.map(tensorFacts),
    outputs: model.outputs.map(tensorFacts),
    metadata: [...model.metadata],
    authorNote: authorNoteOf(model),
    layers,
  };
}

/** Undefined for a file that is missing, or lies outside the model's folder. */
async function sizeOf(location: string, model: string): Promise<number | undefined> {
  try {
    return (await stat(await resolveLocation(location, model))).size;
  } catch {
    return undefined;
  }
}

function tensorFacts({ name, elementType, dims, dimNames }: ValueInfo): TensorFacts {
  return {
    name,
    elementType: elementTypeName(elementType),
    dims: dims.map((size, axis) => size ?? dimNames?.[axis] ?? '?'),
  };
}
