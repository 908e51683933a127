import { indexOfLargest } from '../../maps/scores.ts';
import type { Predict, RealPicture } from './pictures/realPicture.ts';
import { areaUnder, byFallingValue, exchanged, stepOf, underMap } from './pictures/removal.ts';
import { REMOVED, roadPictures } from './pictures/road.ts';

/** What a picture is changed to. */
export interface Substitutes {
  /** The picture in one colour. */
  colour: RealPicture;
  blurred: RealPicture;
}

/** What the model says of a picture and of those that are made of it by a map. */
export interface Faithfulness {
  /** Probabilities of the class as pixels are taken away, from none to all. */
  deletion: number[];
  /** … as pixels are added to the blurred picture. */
  insertion: number[];
  /** Probability of the class for the picture multiplied by the map. */
  underMap: number;
  /** By share removed: whether the class still is the first one. */
  road: { most: boolean[]; least: boolean[] };
}

/** Pictures of one map that are run together. */
const TOGETHER = 8;

/**
 * Runs the pictures that a map makes of one picture (`docs/evaluate.md`, Trust).
 * @param map one value for each pixel
 * @param classIndex the class that the map explains: the first one of the picture
 * @param seed of ROAD's noise
 */
export async function faithfulness(
  picture: RealPicture,
  map: Float64Array,
  { colour, blurred }: Substitutes,
  classIndex: number,
  seed: number,
  predict: Predict,
): Promise<Faithfulness> {
  const order = byFallingValue(map);
  const step = stepOf(order.length);
  const ofClass = (probabilities: Float32Array) => probabilities[classIndex] as number;
  const curve = async (from: RealPicture, to: RealPicture) =>
    (await predictAll(exchanged(from, to, order, step), predict)).map(ofClass);
  const deletion = await curve(picture, colour);
  const insertion = await curve(blurred, picture);
  const [under = new Float32Array()] = await predict([underMap(picture, map)]);
  const stays = (probabilities: Float32Array) => indexOfLargest(probabilities) === classIndex;
  const road: Faithfulness['road'] = { most: [], least: [] };
  const sides: ('most' | 'least')[] = [];
  function* removed(): Generator<RealPicture> {
    for (const { first, picture: without } of roadPictures(picture, order, REMOVED, seed)) {
      sides.push(first);
      yield without;
    }
  }
  for (const [i, probabilities] of (await predictAll(removed(), predict)).entries()) {
    road[sides[i] as 'most' | 'least'].push(stays(probabilities));
  }
  return { deletion, insertion, underMap: ofClass(under), road };
}

/** The numbers of one picture whose means are the scores. */
export interface PictureScores {
  deletion: number;
  insertion: number;
  /** In percent, as increase and gain. */
  drop: number;
  increase: number;
  gain: number;
  road: number;
}

/** @param probability of the class for the picture as it is */
export function scoresOf(
  { deletion, insertion, underMap: under, road }: Faithfulness,
  probability: number,
): PictureScores {
  const differences = road.least.map((stays, i) => (Number(stays) - Number(road.most[i])) / 2);
  return {
    deletion: areaUnder(deletion),
    insertion: areaUnder(insertion),
    drop: (100 * Math.max(0, probability - under)) / probability,
    increase: under > probability ? 100 : 0,
    gain: probability < 1 ? (100 * Math.max(0, under - probability)) / (1 - probability) : 0,
    road: differences.reduce((sum, value) => sum + value, 0) / differences.length,
  };
}

/** Probabilities of pictures, some at a time, so that few are in memory. */
export async function predictAll(
  pictures: Iterable<RealPicture>,
  predict: Predict,
): Promise<Float32Array[]> {
  const answers: Float32Array[] = [];
  let batch: RealPicture[] = [];
  for (const picture of pictures) {
    batch.push(picture);
    if (batch.length < TOGETHER) continue;
    answers.push(...(await predict(batch)));
    batch = [];
  }
  if (batch.length > 0) answers.push(...(await predict(batch)));
  return answers;
}
