import type { Classifier } from '../classifier/classifier.ts';
import type { PicturePixels } from '../classifier/pictureFeeds.ts';
import type { Preprocessing } from '../classifier/preprocessing.ts';
import { runPicture } from '../classifier/runPicture.ts';
import { prepare } from '../explain.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { Rect, Size } from '../image/geometry.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { cover, neutralColour, OCCLUDER_GRID, occluders } from './occlusion.ts';
import type { EmpiricalField } from './results.ts';

/** Part of the largest drop from which a cell belongs to the field. */
const INSIDE = 0.5;

/** How many of the runs of {@link empiricalFields} are done. */
export interface FieldProgress {
  done: number;
  all: number;
}

/**
 * {@link empiricalField} of one channel for several pictures, in their order.
 * @param imagePaths absolute
 * @throws CamError about a picture or the preprocessing.
 */
export async function empiricalFields(
  classifier: Classifier,
  preprocessing: Preprocessing,
  modelPath: string,
  imagePaths: readonly string[],
  channel: number,
  options: DecodeOptions,
  onProgress: (progress: FieldProgress) => void,
): Promise<EmpiricalField[]> {
  const all = imagePaths.length * OCCLUDER_GRID.width * OCCLUDER_GRID.height;
  const fields: EmpiricalField[] = [];
  let done = 0;
  for (const path of imagePaths) {
    const paths = { imagePath: path, modelPath };
    const prepared = prepare(classifier, await decodeImage(path, options), preprocessing, paths);
    const { width, height } = prepared.geometry.crop;
    const picture = { width, height, values: prepared.tensor };
    const field = await empiricalField(classifier, picture, preprocessing, channel, () => {
      done++;
      onProgress({ done, all });
    });
    fields.push({ path, ...field });
  }
  return fields;
}

/**
 * What moves a channel where it is largest (Zhou et al. 2015, arXiv 1412.6856): the picture is covered
 * at each of {@link OCCLUDER_GRID}'s positions in turn, and drop(i) = f_k(p) − f_k(p | covered at i), p
 * being the cell in which f_k is largest for the whole picture.
 * @param picture as the model takes it
 * @param channel of the feature map as the network makes it, at least 0
 * @param onCovered called after each position
 * @returns the field without its picture's path; an empty box where covering never lowers the channel
 */
export async function empiricalField(
  classifier: Classifier,
  picture: PicturePixels,
  preprocessing: Preprocessing,
  channel: number,
  onCovered: () => void,
): Promise<Omit<EmpiricalField, 'path'>> {
  const activation = async (values: Float32Array): Promise<Float32Array> => {
    const { feature } = await runPicture(classifier, { ...picture, values });
    if (!(channel < feature.channels)) throw new RangeError(`there is no channel ${channel}`);
    const positions = feature.width * feature.height;
    return feature.values.subarray(channel * positions, (channel + 1) * positions);
  };
  const whole = await activation(picture.values);
  const cell = indexOfLargest(whole);
  const colour = neutralColour(picture, classifier.input, preprocessing);
  const drop: number[] = [];
  for (const rect of occluders(picture)) {
    const covered = await activation(cover(picture, classifier.input, rect, colour));
    drop.push((whole[cell] ?? 0) - (covered[cell] ?? 0));
    onCovered();
  }
  const map = { ...OCCLUDER_GRID, values: Float32Array.from(drop) };
  return { drop: map, box: boxOfHalf(map, picture) };
}

/** Bounding box of the cells with at least half of the largest drop, in pixels of the input. */
function boxOfHalf({ width, height, values }: ScalarMap, input: Size): Rect {
  const largest = values[indexOfLargest(values)] ?? 0;
  if (!(largest > 0)) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const [i, value] of values.entries()) {
    if (value < INSIDE * largest) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const scaleX = input.width / width;
  const scaleY = input.height / height;
  return {
    x: left * scaleX,
    y: top * scaleY,
    width: (right - left) * scaleX,
    height: (bottom - top) * scaleY,
  };
}

function indexOfLargest(values: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) > (values[largest] ?? 0)) largest = i;
  }
  return largest;
}
