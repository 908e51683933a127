import type { Rect, Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { PictureRun } from '../classifier/runPicture.ts';
import type { PictureRunner } from '../folder/scan/pictureRunner.ts';
import { openScanSource } from '../folder/scanSource.ts';
import { readScanSubject } from '../folder/scanSubject.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { decodeImage } from '../image/decode.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { cover, neutralColour, OCCLUDER_GRID, occluders } from '../methods/occluders.ts';
import { prepare } from '../model/explainImage.ts';
import type { OpenModel, SizedOptions } from '../model/openModel.ts';
import type { EmpiricalField } from '../results/units.ts';

/** Fraction of the largest drop from which a cell belongs to the field. */
const INSIDE = 0.5;

/** How many of the runs of {@link empiricalFields} are done. */
export interface FieldProgress {
  done: number;
  all: number;
}

/**
 * The field of one channel in several pictures, in their order, see {@link empiricalField}.
 * @param imagePaths absolute
 * @throws CamError about a picture or the preprocessing.
 */
export async function empiricalFields(
  model: OpenModel,
  imagePaths: readonly string[],
  channel: number,
  options: SizedOptions & DecodeOptions,
  onProgress: (progress: FieldProgress) => void,
): Promise<EmpiricalField[]> {
  const all = imagePaths.length * OCCLUDER_GRID.width * OCCLUDER_GRID.height;
  const subject = await readScanSubject(model, options);
  const { preprocessing } = subject;
  const [first = ''] = imagePaths;
  const { runner, input } = await openScanSource(
    subject,
    () => decodeImage(first, options),
    'maps',
  );
  const fields: EmpiricalField[] = [];
  let done = 0;
  for (const path of imagePaths) {
    const paths = { imagePath: path, modelPath: model.graph.file };
    const prepared = prepare({ input }, await decodeImage(path, options), preprocessing, paths);
    const { width, height } = prepared.geometry.crop;
    const picture = { width, height, values: prepared.tensor };
    const colour = neutralColour(picture, input, preprocessing);
    const covered = (rect: Rect): PicturePixels => ({
      ...picture,
      values: cover(picture, input, rect, colour),
    });
    const field = await empiricalField(runner, picture, covered, channel, (count) => {
      done += count;
      onProgress({ done, all });
    });
    fields.push({ path, channel, ...field });
  }
  return fields;
}

/**
 * The part of a picture that changes a channel where it is largest (Zhou et al. 2015, arXiv 1412.6856): the picture is
 * covered at each of {@link OCCLUDER_GRID}'s positions in turn, and drop(i) = f_k(p) − f_k(p | covered at i), where p
 * is the cell in which f_k is largest for the whole picture.
 * @param picture as input of the model
 * @param covered the same with a rectangle of it covered
 * @param channel of the feature map as computed by the network, at least 0
 * @param onCovered gets the number of positions since its last call
 * @returns the field without its picture's path; an empty box if covering never lowers the channel
 */
async function empiricalField(
  runner: PictureRunner,
  picture: PicturePixels,
  covered: (rect: Rect) => PicturePixels,
  channel: number,
  onCovered: (count: number) => void,
): Promise<Pick<EmpiricalField, 'drop' | 'box'>> {
  const [run] = await runner.run([picture]);
  if (!run) throw new Error('the session gave no row');
  const whole = channelOf(run, channel);
  const cell = indexOfLargest(whole);
  const rects = occluders(picture);
  const size = runner.batchSize(picture);
  const drop: number[] = [];
  for (let first = 0; first < rects.length; first += size) {
    const batch = rects.slice(first, first + size);
    for (const result of await runner.run(batch.map(covered))) {
      drop.push((whole[cell] as number) - (channelOf(result, channel)[cell] ?? 0));
    }
    onCovered(batch.length);
  }
  const map = { ...OCCLUDER_GRID, values: Float32Array.from(drop) };
  return { drop: map, box: boxOfHalf(map, picture) };
}

function channelOf({ feature }: PictureRun, channel: number): Float32Array {
  const { channels, width, height, values } = feature;
  if (!(channel < channels))
    throw new RangeError(`there is no channel ${channel}: there are ${channels}`);
  return values.subarray(channel * width * height, (channel + 1) * width * height);
}

/** Bounding box of the cells with at least half of the largest drop, in pixels of the input. */
function boxOfHalf({ width, height, values }: ScalarMap, input: Size): Rect {
  const largest = values[indexOfLargest(values)] as number;
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
    if ((values[i] as number) > (values[largest] as number)) largest = i;
  }
  return largest;
}
