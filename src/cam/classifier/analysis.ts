import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { ClassWeights, MapKind, Pooling, PowerPooling, Readout } from '../maps/featureMap.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { dequantise } from '../onnx/numbers/dequantise.ts';
import type { Precision } from '../results/fidelity.ts';
import type { CutTensor } from './feature/cutTensors.ts';
import { findLastSpatial } from './feature/lastSpatial.ts';
import type { FloatReading } from './floatReading.ts';
import { readInFloat } from './floatReading.ts';
import type { Activation } from './gradient/linearParts.ts';
import type { LogitsTensor } from './head/logits.ts';
import { findInputScales } from './input/inputScales.ts';
import type { PicturePart, ScoresPart } from './picturePart.ts';
import { atAnalysedSize, readPicturePart } from './picturePart.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import type { FeatureLayout, SpatialTensor } from './probe/spatialTensor.ts';
import type { MapPart } from './readMap.ts';
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
export interface Analysis extends ScoresPart {
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

/**
 * Finds a classifier's last spatial map, or the requested one, and reads its head as a function.
 * @throws CamError with the reason why the model has no map.
 */
export async function analyseModel(graph: Graph, variant: ModelVariant = {}): Promise<Analysis> {
  const training = await trainingLayerOf(graph);
  try {
    const analysis = await analyseInSizes(graph, variant);
    return training ? { ...analysis, training } : analysis;
  } catch (error) {
    if (!training || !CamError.is(error) || error.code !== 'headNotLinear') throw error;
    throw refuseTraining(graph.file, training, error);
  }
}

function analyseInSizes(graph: Graph, variant: ModelVariant): Promise<Analysis> {
  return atAnalysedSize(graph, async (input) =>
    analyseMap(await readPicturePart(graph, input, variant.output), variant.featureTensor),
  );
}

async function analyseMap(part: PicturePart, asked: string | undefined): Promise<Analysis> {
  const { graph, input, outputs, output, path, cuts, shapes } = part;
  const last = await findLastSpatial(graph, cuts, path.picture);
  const twin = await dequantise(graph.model, path.carrying);
  const read = (index: number, steps: number) =>
    readInFloat(partAt(graph, cuts, index, steps), twin);
  const map = await readAsked(read, cuts, last, asked, graph.file);
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
