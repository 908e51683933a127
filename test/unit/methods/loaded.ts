import type { PicturePixels } from '../../../src/cam/classifier/probe/pictureFeeds.ts';
import { analyseScores } from '../../../src/cam/classifier/scores.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { MethodModel } from '../../../src/cam/methods/methodModel.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { modelPath, picturePath, sideOf } from './golden.ts';

/** A fixture with channels first, and a picture as values of its input, none of them 0. */
export async function loadFixture(
  name: string,
): Promise<{ model: MethodModel; picture: PicturePixels }> {
  const side = sideOf(name);
  const scores = await analyseScores(new Graph(await readOnnxModel(modelPath(name))), undefined);
  const { pixels } = await decodeImage(picturePath(side), {});
  const values = new Float32Array(3 * side * side);
  for (let i = 0; i < values.length; i++) {
    const [pixel, colour] = [i % (side * side), Math.floor(i / (side * side))];
    values[i] = (pixels[3 * pixel + colour] ?? 0) / 63.7 - 2;
  }
  const size = { width: side, height: side };
  return { model: new MethodModel(scores, size), picture: { ...size, values } };
}
