import { CamError } from '../base/errors.ts';
import type { ClassWeights, MapKind, Pooling, PowerPooling, Readout } from '../maps/featureMap.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { findBlockedTensors } from '../onnx/numbers/blockedLayout.ts';
import type { Precision } from '../results/fidelity.ts';
import type { CutTensor } from './feature/lastSpatial.ts';
import { findLastSpatial } from './feature/lastSpatial.ts';
import { inPicturePlaces } from './feature/picturePlaces.ts';
import type { Activation } from './gradient/linearParts.ts';
import { readInFloat32 } from './halfPrecisionPart.ts';
import type { LogitsTensor } from './head/logits.ts';
import { inferShapes, measureUnknown, withAskedShapes } from './input/graphShapes.ts';
import { concreteInput, findImageInput } from './input/imageInput.ts';
import { findInputScales } from './input/inputScales.ts';
import { findInputScaling } from './input/inputScaling.ts';
import type { GraphTensor } from './probe/graphFunction.ts';
import type { ImageInput } from './probe/pictureInput.ts';
import { ANALYSIS_SIDE } from './probe/pictureInput.ts';
import type { FeatureLayout, SpatialTensor } from './probe/spatialTensor.ts';
import { asSpatial } from './probe/spatialTensor.ts';
import { readQuantised } from './quantisedPart.ts';
import type { MapPart, MapReading } from './readMap.ts';
import { chooseOutput } from './scoresOutput.ts';

/** Which part of a model is explained; what is left out is found. */
export interface ModelVariant {
  /** Name of the graph output that holds the class scores. */
  output?: string;
  /** Name of the spatial tensor that the map is made of. */
  featureTensor?: string;
}

/** What a classifier is: found without loading more of it than its head. */
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
  /** For `gradCam`: from which tensor on the head is linear; undefined where it is not even at its end. */
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
  /** For `int8`: the rounded tensors whose lower end bounds nothing, see `dequantise`. */
  unclipped?: ReadonlySet<string>;
  /** Largest difference between the head and what was read of it, on a random map, ÷ the largest value. */
  probeResidual: number;
  inputScales: number[];
}

/** How far behind the last spatial tensor a class map is traced back. */
const STEPS_BACK = 6;

/** Sides of pictures that networks of free size are made for. */
const SIDES = [ANALYSIS_SIDE, 256, 384, 512, 128, 32];

/**
 * Finds a classifier's last spatial map, or the one that is asked for, and reads its head as a function.
 * @throws CamError with the reason why the model has no map.
 */
export async function analyseModel(graph: Graph, variant: ModelVariant = {}): Promise<Analysis> {
  // A file that reaches outside of its folder is refused before the runtime reads it.
  await graph.externalFiles();
  const input = findImageInput(graph);
  const isFree = input.width === undefined || input.height === undefined;
  let refusal: unknown;
  // Some state a free size, but hold what follows from the one that they were exported with.
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
  const shapes = await inferShapes(given, plain);
  const graph = withAskedShapes(given, shapes);
  const { outputs, output } = chooseOutput(graph, shapes, variant.output);
  const scaling = await findInputScaling(graph, plain, output, shapes);
  const input = { ...plain, scaling };
  const picture = analysedPicture(input);
  const tensors = graph.cutPoints(input.name, output).flatMap((name) => shapes.get(name) ?? []);
  const spatialOf = (tensor: GraphTensor) =>
    inPicturePlaces(graph, asSpatial(tensor, picture, input.batch ?? 1), picture);
  const known = await measureUnknown(graph, tensors, spatialOf);
  const blocked = findBlockedTensors(graph.model);
  const cuts = known.map((tensor): CutTensor => {
    const spatial = spatialOf(tensor);
    const isBlocked = blocked.has(tensor.name) && spatial !== undefined;
    return { tensor, spatial: isBlocked ? undefined : spatial, isBlocked };
  });
  const last = await findLastSpatial(graph, cuts, picture);
  const read = (index: number, steps: number) => readAt(graph, input.name, cuts, index, steps);
  const map = await readAsked(read, cuts, last, variant.featureTensor, graph.file);
  const { feature } = map;
  const inputScales = await findInputScales({ graph, input, output, feature, shapes });
  return { graph, input, outputs, output, inputScales, ...map };
}

function analysedPicture(input: ImageInput): { width: number; height: number } {
  const [, a = 0, b = 0, c = 0] = concreteInput(input).dims;
  return input.layout === 'NCHW' ? { height: b, width: c } : { height: a, width: b };
}

type Reading = MapReading & Pick<Analysis, 'precision' | 'unclipped'>;

/** Reads the map of the spatial tensor at `index`; a class map is traced back at most `steps` cut points. */
async function readAt(
  graph: Graph,
  input: string,
  cuts: CutTensor[],
  index: number,
  steps: number,
): Promise<Reading> {
  const feature = cuts[index]?.spatial;
  if (!feature) throw new Error('the tensor has no positions');
  const tail = cuts.slice(0, index).map(({ tensor }) => tensor);
  const earlier = cuts.slice(index + 1, index + 1 + steps).flatMap(({ spatial }) => spatial ?? []);
  const part = { graph, feature, tail, earlier };
  const quantised = await readQuantised(part, input, feature, readInFloat32);
  if (quantised) return { ...quantised, precision: 'int8' };
  const found = await readInFloat32(part);
  const traced = found.mapKind === 'classMapOnly' && (await traceQuantised(part, input));
  return traced || { ...found, precision: precisionOf([feature, ...tail]) };
}

/** The convolution that makes a class map may be quantised where the pooling behind it is not. */
async function traceQuantised(part: MapPart, input: string): Promise<Reading | undefined> {
  const first = part.earlier.at(-1);
  if (!first) return undefined;
  try {
    const found = await readQuantised(part, input, first, readInFloat32);
    return found && found.mapKind !== 'classMapOnly' ? { ...found, precision: 'int8' } : undefined;
  } catch (error) {
    // Its quantised operators are not known: the class map itself can still be shown.
    if (CamError.is(error) && error.code === 'headNotLinear') return undefined;
    throw error;
  }
}

/**
 * The map of the last spatial tensor, or of the one that is asked for. A class map's own reading may
 * begin some tensors earlier; asking for any tensor in between gets that tensor.
 */
async function readAsked(
  read: (index: number, steps: number) => Promise<Reading>,
  cuts: CutTensor[],
  last: number,
  asked: string | undefined,
  file: string,
): Promise<Reading> {
  if (asked === undefined) return read(last, STEPS_BACK);
  const index = cuts.findIndex(({ tensor }) => tensor.name === asked);
  if (!cuts[index]?.spatial || index === 0) throw tensorNotFound(file, asked);
  try {
    if (index > last && index <= last + STEPS_BACK) {
      const found = await read(last, STEPS_BACK);
      if (found.feature.name === asked) return found;
    }
    return await read(index, 0);
  } catch (error) {
    if (!CamError.is(error)) throw error;
    const { code, message, nextAction } = error;
    throw new CamError(
      { code, message: `From the tensor "${asked}" on: ${message}`, nextAction, file },
      { cause: error },
    );
  }
}

function tensorNotFound(file: string, asked: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: `${file} has no spatial tensor "${asked}" through which everything flows, so no map can be made of it.`,
    nextAction: 'Choose another layer, or leave the choice out: the last one is then taken.',
    file,
  });
}

function precisionOf(tensors: GraphTensor[]): Precision {
  const half: readonly number[] = [TensorElementType.float16, TensorElementType.bfloat16];
  return tensors.some(({ elementType }) => half.includes(elementType)) ? 'float16' : 'float32';
}
