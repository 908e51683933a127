import { CamError } from '../base/errors.ts';
import { findImageInput } from '../classifier/input/imageInput.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { pictureFeeds } from '../classifier/probe/pictureFeeds.ts';
import { batchRows } from '../classifier/probe/spatialTensor.ts';
import { runPicture } from '../classifier/runPicture.ts';
import type { Scores } from '../classifier/scores.ts';
import { modelBytes } from '../gradients/modelBytes.ts';
import { relativeDifference } from '../maps/identity.ts';
import type { OpenModel } from '../model/openModel.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { TensorElementType } from '../onnx/file/model.ts';
import { exposeValues } from '../onnx/numbers/quantisation.ts';
import { exposing } from '../onnx/write/encode.ts';
import { asFloatTensor, createSession } from '../runtime/session.ts';
import type { MethodSubject } from './methodSubject.ts';

/** The values of the logits' tensor as the model itself gives them. */
export interface OwnLogits {
  values: Float32Array;
  /** Largest difference of the float twin ÷ largest of these; undefined if the model is differentiated as it is. */
  twinError?: number;
}

/**
 * @param ofTwin what the differentiated model gives for the picture
 * @throws CamError where the runtime refuses the model.
 */
export async function ownLogits(
  open: OpenModel,
  { scores, analysis }: MethodSubject,
  picture: PicturePixels,
  ofTwin: Float32Array,
): Promise<OwnLogits> {
  if (scores.changes.length === 0) return { values: ofTwin };
  const values = CamError.is(analysis)
    ? await runOnce(open.graph, scores, picture)
    : (await runPicture(await open.load(), picture)).scores;
  return { values, twinError: relativeDifference(ofTwin, values) };
}

async function runOnce(
  graph: Graph,
  scores: Scores,
  picture: PicturePixels,
): Promise<Float32Array> {
  const { float, float16 } = TensorElementType;
  const type = scores.changes.includes('float16') ? float16 : float;
  const exposed = exposeValues(graph.model, scores.logits.name, type);
  const bytes = await modelBytes(graph, exposing([exposed]));
  const session = await createSession(bytes, graph.file, {
    ...graph.sessionNeeds,
    optimization: 'all',
  });
  try {
    const feeds = pictureFeeds(await findImageInput(graph), picture);
    const found = (await session.run(feeds, [exposed.outputName])).get(exposed.outputName);
    if (!found) throw new Error(`the session gave no ${exposed.outputName}`);
    const [values = new Float32Array()] = batchRows(asFloatTensor(exposed.outputName, found));
    return values;
  } finally {
    await session.release();
  }
}
