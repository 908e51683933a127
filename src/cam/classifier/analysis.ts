import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { ClassWeights, MapKind, Pooling, PowerPooling, Readout } from '../maps/featureMap.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { dequantise } from '../onnx/numbers/dequantise.ts';
import type { Precision } from '../results/fidelity.ts';
import type { CutTensor } from './feature/cutTensors.ts';
import { readCutTensors } from './feature/cutTensors.ts';
import { findLastSpatial } from './feature/lastSpatial.ts';
import type { FloatReading } from './floatReading.ts';
import { readInFloat } from './floatReading.ts';
import type { Activation } from './gradient/linearParts.ts';
import type { LogitsTensor } from './head/logits.ts';
import { inferShapes } from './input/graphShapes.ts';
import { findImageInput } from './input/imageInput.ts';
import { findInputScales } from './input/inputScales.ts';
import { findInputScaling } from './input/inputScaling.ts';
import { normalisesPictures } from './input/pictureNormalisation.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import type { ImageInput, PicturePath } from './probe/pictureInput.ts';
import { ANALYSIS_SIDE, analysedPicture, concreteInput } from './probe/pictureInput.ts';
import type { FeatureLayout, SpatialTensor } from './probe/spatialTensor.ts';
import type { MapPart } from './readMap.ts';
import { chooseOutput } from './scoresOutput.ts';
import type { TrainingLayer } from './trainingMode.ts';
import { refuseTraining, trainingLayerOf } from './trainingMode.ts';

/** Which part of a model to explain; what is left out is chosen automatically. */
export interface ModelVariant {
  /** Name of the graph output that holds the class scores. */
  output?: string;
  /** Name of the spatial tensor that the map is made of. */
  featureTensor?: string;
}

/** What is known of a classifier without loading more than its head. */
export interface Analysis {
  /** With the shapes for a picture of the analysed size. */
  graph: Graph;
  input: ImageInput;
  /** Graph outputs that may be the class scores, and the one that is explained. */
  outputs: string[];
  output: string;
  mapKind: MapKind;
  poolings: Pooling[];
  /** For `powerPooled`. */
  power: PowerPooling | undefined;
  /** For `gradCam`: the tensor from which the head is linear; undefined where not even its end is. */
  linearEnd: GraphTensor | undefined;
  /** For `gradCam`: the activations of a head that is linear between them, see `LinearParts`. */
  activations: Activation[] | undefined;
  readout: Readout;
  feature: SpatialTensor;
  layout: FeatureLayout;
  /** Undefined for `gradCam`. */
  classWeights: ClassWeights | undefined;
  logits: LogitsTensor;
  classes: number;
  precision: Precision;
  /** For `int8`: the rounded tensors whose lower end clips nothing, see `graphOfTwin`. */
  unclipped?: ReadonlySet<string>;
  /** Largest difference between the head and what was read from it, on a random map, ÷ the largest value. */
  probeResidual: number;
  inputScales: number[];
  /** A layer that computes as in training; absent for most. */
  training?: TrainingLayer;
}

/** Over how many cut points a class map is traced back from the last spatial tensor. */
const STEPS_BACK = 6;

/** Picture sides for which networks of free size are made. */
const SIDES = [ANALYSIS_SIDE, 256, 384, 512, 128, 32];

/**
 * Finds a classifier's last spatial map, or the requested one, and reads its head as a function.
 * @throws CamError with the reason why the model has no map.
 */
export async function analyseModel(graph: Graph, variant: ModelVariant = {}): Promise<Analysis> {
  const training = await trainingLayerOf(graph.model);
  try {
    const analysis = await analyseInSizes(graph, variant);
    return training ? { ...analysis, training } : analysis;
  } catch (error) {
    if (!training || !CamError.is(error) || error.code !== 'headNotLinear') throw error;
    throw refuseTraining(graph.file, training, error);
  }
}

async function analyseInSizes(graph: Graph, variant: ModelVariant): Promise<Analysis> {
  const input = findImageInput(graph);
  const isFree = input.width === undefined || input.height === undefined;
  let refusal: unknown;
  // Some declare a free size, but contain values that depend on the size they were exported with.
  for (const analysedSide of isFree ? SIDES : [ANALYSIS_SIDE]) {
    try {
      return await analyseAt(graph, { ...input, analysedSide }, variant);
    } catch (error) {
      if (!CamError.is(error) || error.code !== 'modelRefused') throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

async function analyseAt(
  given: Graph,
  plain: ImageInput,
  variant: ModelVariant,
): Promise<Analysis> {
  const fed = concreteInput(plain);
  const picture = analysedPicture(plain);
  const names = given.tensorsToShape(fed.name);
  const shapes = await inferShapes(given, names, fed);
  const { outputs, output } = chooseOutput(given, shapes, fed.name, variant.output);
  const graph = given.withShapes(shapes.values());
  const path: PicturePath = {
    fed,
    picture,
    carrying: graph.dependents(fed.name),
    cutPoints: graph.cutPoints(fed.name, output).flatMap((name) => shapes.get(name) ?? []),
    blocked: graph.blockedTensors(),
  };
  const scaling = await findInputScaling(graph, plain, path);
  const normalises = !scaling && (await normalisesPictures(graph, plain, path));
  const input = { ...plain, scaling, normalises };
  const cuts = await readCutTensors(graph, path);
  const last = await findLastSpatial(graph, cuts, picture);
  const twin = await dequantise(graph.model, path.carrying);
  const read = (index: number, steps: number) =>
    readInFloat(partAt(graph, cuts, index, steps), twin);
  const map = await readAsked(read, cuts, last, variant.featureTensor, graph.file);
  const { feature } = map;
  const inputScales = await findInputScales({ graph, input, output, feature, shapes });
  return { graph, input, outputs, output, inputScales, ...map };
}

/** The part after the spatial tensor at `index`; a class map is traced back at most `steps` cut points. */
function partAt(graph: Graph, cuts: CutTensor[], index: number, steps: number): MapPart {
  const feature = cuts[index]?.spatial;
  if (!feature) throw new Error('the tensor has no positions');
  const tail = cuts.slice(0, index).map(({ tensor }) => tensor);
  const earlier = cuts.slice(index + 1, index + 1 + steps).flatMap(({ spatial }) => spatial ?? []);
  return { graph, feature, tail, earlier };
}

/**
 * The map of the last spatial tensor, or of the requested one. The reading of a class map may begin some
 * tensors earlier; a request for any tensor in between gets that tensor.
 */
async function readAsked(
  read: (index: number, steps: number) => Promise<FloatReading>,
  cuts: CutTensor[],
  last: number,
  asked: string | undefined,
  file: string,
): Promise<FloatReading> {
  if (asked === undefined) return read(last, STEPS_BACK);
  const index = cuts.findIndex(({ tensor }) => tensor.name === asked);
  if (!cuts[index]?.spatial || index === 0) throw noSpatialTensor(file, asked);
  try {
    if (index > last && index <= last + STEPS_BACK) {
      const found = await read(last, STEPS_BACK);
      if (found.feature.name === asked) return found;
    }
    return await read(index, 0);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    throw fromTensorOn(asked, error, file);
  }
}

/** @param asked name of a tensor */
function noSpatialTensor(file: string, asked: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: t(
      '{0} has no spatial tensor "{1}" that everything flows through, so no map can be made from it.',
      file,
      asked,
    ),
    nextAction: t('Choose another layer, or leave it out to use the last one.'),
    file,
  });
}

/** A reason that applies to the part of the model after the requested tensor. */
function fromTensorOn(asked: string, error: CamError, file: string): CamError {
  const { code, nextAction } = error;
  const message = t('From tensor "{0}" on: {1}', asked, error.message);
  return new CamError({ code, message, nextAction, file }, { cause: error });
}
