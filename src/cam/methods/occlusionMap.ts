import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { cover, neutralColour, OCCLUDER_GRID, occluders } from './occluders.ts';

/**
 * Occlusion (Zeiler & Fergus, ECCV 2014): by how much each score falls when the picture is covered with the neutral colour
 * at each of {@link OCCLUDER_GRID}'s positions.
 * @param scoresAt the scores of a picture; they are the same number for each
 * @param onStep gets how many positions are done, and how many there are
 * @returns a map for each score
 */
export async function occlusionMaps(
  picture: PicturePixels,
  input: ImageInput,
  preprocessing: Preprocessing,
  scoresAt: (values: Float32Array) => Promise<number[]>,
  onStep: (done: number, all: number) => void = () => undefined,
): Promise<ScalarMap[]> {
  const colour = neutralColour(picture, input, preprocessing);
  const whole = await scoresAt(picture.values);
  const { width, height } = OCCLUDER_GRID;
  const maps = whole.map(() => new Float32Array(width * height));
  const places = occluders(picture);
  for (const [i, place] of places.entries()) {
    const scores = await scoresAt(cover(picture, input, place, colour));
    for (const [s, map] of maps.entries()) map[i] = (whole[s] as number) - (scores[s] as number);
    onStep(i + 1, places.length);
  }
  return maps.map((values) => ({ width, height, values }));
}
