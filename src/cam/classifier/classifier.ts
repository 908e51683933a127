import path from 'node:path';
import { CamError } from '../errors.ts';
import type { ClassWeights, MapKind, Readout } from '../maps/featureMap.ts';
import { encodeSkeleton, findCutPoints } from '../onnx/cut.ts';
import { encodeExtraOutputs, exposeAsFloat } from '../onnx/encode.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { elementTypeNamed } from '../onnx/model.ts';
import type { ModelFile } from '../onnx/modelFile.ts';
import { appendToModel, findExternalFiles } from '../onnx/modelFile.ts';
import { readOnnxModel } from '../onnx/readModel.ts';
import type { Session } from '../runtime/session.ts';
import { createSession } from '../runtime/session.ts';
import { isIdentity, traceClassMap } from './classMapStep.ts';
import type { GraphTensor } from './graphFunction.ts';
import { GraphFunction } from './graphFunction.ts';
import type { LinearHead } from './head.ts';
import { readHead } from './head.ts';
import type { ImageInput } from './imageInput.ts';
import { concreteInput, findImageInput } from './imageInput.ts';
import type { LogitsTensor } from './logits.ts';
import type { FeatureLayout, SpatialTensor } from './spatialTensor.ts';

/** A model that is understood and loaded: it gives its last spatial map and its logits. */
export interface Classifier {
  input: ImageInput;
  /** Files beside the model that hold weights, absolute. */
  externalFiles: string[];
  metadata: Map<string, string>;
  /** What the model's author wrote into the file; empty for most. */
  description: string;
  mapKind: MapKind;
  readout: Readout;
  feature: SpatialTensor;
  layout: FeatureLayout;
  classWeights: ClassWeights;
  logits: LogitsTensor;
  session: Session;
  /** Names under which the session gives the feature map and the logits, both float32. */
  featureOutput: string;
  logitsOutput: string;
}

/** What the analysis of a head gives; everything of a {@link Classifier} but the loaded session. */
type Analysis = Pick<
  Classifier,
  'mapKind' | 'readout' | 'feature' | 'layout' | 'classWeights' | 'logits'
>;

/** How far behind the last spatial tensor a class map is traced back. */
const STEPS_BACK = 6;

/**
 * Opens a classifier: finds its last spatial map, reads its head as a function, and loads it with the
 * map exposed. Weights are never decoded, the file is never re-encoded.
 * @throws CamError with the reason why the file is no model, or the model has no exact map.
 */
export async function openClassifier(file: ModelFile): Promise<Classifier> {
  const model = readOnnxModel(file.bytes, file.path);
  const externalFiles = await findExternalFiles(model, file.path);
  const settings = externalFiles.length > 0 ? { externalDataFolder: path.dirname(file.path) } : {};
  const input = findImageInput(model, file.path);
  const tensors = await inferCutTensors(model, input, file.path);
  const analysis = await analyse(model, tensors, file.path, settings);
  const feature = exposeAsFloat(analysis.feature.name, analysis.feature.elementType);
  const logits = exposeAsFloat(analysis.logits.name, analysis.logits.elementType);
  const existing = model.outputs.map(({ name }) => name);
  const bytes = appendToModel(file, encodeExtraOutputs([feature, logits], existing));
  const session = await createSession(bytes, file.path, { ...settings, optimization: 'all' });
  return {
    ...analysis,
    input,
    externalFiles,
    metadata: model.metadata,
    description: model.description,
    session,
    featureOutput: feature.outputName,
    logitsOutput: logits.outputName,
  };
}

/** The cut points with their shapes, the output first. */
async function inferCutTensors(
  model: OnnxModel,
  input: ImageInput,
  file: string,
): Promise<GraphTensor[]> {
  const output = model.outputs[0]?.name ?? '';
  const names = findCutPoints(model, input.name, output);
  const skeleton = encodeSkeleton(model, concreteInput(input), names);
  const session = await createSession(skeleton, file, { optimization: 'none' });
  try {
    return names.map((name) => ({
      name,
      elementType: elementTypeNamed(session.outputType(name)),
      dims: (session.outputDims(name) ?? []).map((size) => size ?? 0),
    }));
  } finally {
    await session.release();
  }
}

async function analyse(
  model: OnnxModel,
  tensors: GraphTensor[],
  file: string,
  settings: { externalDataFolder?: string },
): Promise<Analysis> {
  const index = tensors.findIndex(isSpatial);
  const feature = tensors.slice(index, index + 1).find(isSpatial);
  if (!feature || index === 0) throw noSpatialMap(file);
  const tail = tensors.slice(0, index);
  const earlier = tensors.slice(index + 1, index + 1 + STEPS_BACK).filter(isSpatial);
  const head = await GraphFunction.create(model, feature, tail, file, settings);
  try {
    const linear = await readHead({ head, feature, tail, file });
    return await readKind(model, feature, linear, earlier, file, settings);
  } finally {
    await head.dispose();
  }
}

async function readKind(
  model: OnnxModel,
  feature: SpatialTensor,
  linear: LinearHead,
  earlier: SpatialTensor[],
  file: string,
  settings: { externalDataFolder?: string },
): Promise<Analysis> {
  const { layout, logits, classWeights } = linear;
  const base: Analysis = {
    mapKind: linear.pooling === 'max' ? 'maxPooled' : 'cam',
    readout: { kind: 'mean' },
    feature,
    layout,
    logits,
    classWeights,
  };
  if (linear.pooling === 'max' || !isIdentity(classWeights)) return base;
  const step = await traceClassMap(model, feature, layout, earlier, file, settings);
  if (!step) return { ...base, mapKind: 'classMapOnly' };
  return {
    ...base,
    mapKind: step.readout.kind === 'mean' ? 'cam' : 'classMap',
    readout: step.readout,
    feature: step.feature,
    layout: step.layout,
    classWeights: step.classWeights,
  };
}

/** Four dimensions, of which at least two beside the batch are larger than one. */
function isSpatial(tensor: GraphTensor): tensor is SpatialTensor {
  const [, ...rest] = tensor.dims;
  return rest.length === 3 && rest.filter((size) => size > 1).length >= 2 && !rest.includes(0);
}

function noSpatialMap(file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message: `${file} has no spatial feature map between its input and its output.`,
    nextAction: 'Choose a convolutional image classifier; its last layers must keep positions.',
    file,
  });
}
