import { CamError } from '../base/errors.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { CutTensor } from './feature/cutTensors.ts';
import { readCutTensors } from './feature/cutTensors.ts';
import type { GraphShapes } from './input/graphShapes.ts';
import { inferShapes } from './input/graphShapes.ts';
import { findImageInput } from './input/imageInput.ts';
import { findInputScaling } from './input/inputScaling.ts';
import { normalisesPictures } from './input/pictureNormalisation.ts';
import type { ImageInput, PicturePath } from './probe/pictureInput.ts';
import { ANALYSIS_SIDE, analysedPicture, concreteInput } from './probe/pictureInput.ts';
import { chooseOutput } from './scoresOutput.ts';

/** A classifier from its picture to its scores. */
export interface ScoresPart {
  /** With the shapes for a picture of the analysed size. */
  graph: Graph;
  input: ImageInput;
  /** Graph outputs that may be the class scores, and the one that is explained. */
  outputs: string[];
  output: string;
}

/** What is known of it before its map is looked for. */
export interface PicturePart extends ScoresPart {
  path: PicturePath;
  /** The output first. */
  cuts: CutTensor[];
  shapes: GraphShapes;
}

/** Picture sides for which networks of free size are made. */
const SIDES = [ANALYSIS_SIDE, 256, 384, 512, 128, 32];

/**
 * Analyses a model with a picture of a size that it accepts.
 * @throws CamError of the first size, if the runtime refuses all.
 */
export async function atAnalysedSize<T>(
  graph: Graph,
  analyse: (input: ImageInput) => Promise<T>,
): Promise<T> {
  const input = await findImageInput(graph);
  const isFree = input.width === undefined || input.height === undefined;
  let refusal: unknown;
  // Some declare a free size, but contain values that depend on the size they were exported with.
  for (const analysedSide of isFree ? SIDES : [ANALYSIS_SIDE]) {
    try {
      return await analyse({ ...input, analysedSide });
    } catch (error) {
      if (!CamError.is(error) || error.code !== 'modelRefused') throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/**
 * The way of a picture through a model, with the tensors through which everything flows.
 * @param plain with the size that is analysed
 * @param asked name of an output; if left out, the first that may hold class scores
 * @throws CamError `outputNotFound`, or where the runtime refuses the model.
 */
export async function readPicturePart(
  given: Graph,
  plain: ImageInput,
  asked: string | undefined,
): Promise<PicturePart> {
  const fed = concreteInput(plain);
  const picture = analysedPicture(plain);
  const shapes = await inferShapes(given, given.tensorsToShape(fed.name), fed);
  const { outputs, output } = chooseOutput(given, shapes, fed.name, asked);
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
  return { graph, input, outputs, output, path, cuts, shapes };
}
