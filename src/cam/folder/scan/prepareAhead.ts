import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import type { Size } from '../../base/geometry.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { PictureInput } from '../../image/prepareInput.ts';
import { prepareInput } from '../../image/prepareInput.ts';
import type { ArrayPool } from './arrayPool.ts';
import { ByteBudget } from './byteBudget.ts';
import type { FoundImage } from './walkFolder.ts';
import type { WorkList } from './workList.ts';

/** A picture as input of the model. */
export interface PreparedImage {
  found: FoundImage;
  photo: Size;
  /** Of EXIF, not applied. */
  orientation: number;
  width: number;
  height: number;
  values: Float32Array;
}

/** A picture that cannot be read, and why. */
export interface UnusableImage {
  found: FoundImage;
  reason: string;
}

/**
 * Pictures that are read and decoded while the model runs. Reading takes several turns of the event loop, and a run
 * blocks the loop; so each turn must give work to the decoder's threads.
 */
const PICTURES_AHEAD = 48;

const FILE_BYTES_AHEAD = 64 * 2 ** 20;
const PIXEL_BYTES_AHEAD = 128 * 2 ** 20;

/** How pictures are read and prepared as inputs. */
export interface Preparation {
  folder: string;
  preprocessing: Preprocessing;
  input: PictureInput;
  decoding: DecodeOptions;
}

/**
 * The listed pictures in order, each prepared in advance.
 * @param arrays for their values; the caller returns the array after running a picture
 */
export async function* prepareAhead(
  list: WorkList<FoundImage>,
  preparation: Preparation,
  arrays: ArrayPool,
): AsyncGenerator<PreparedImage | UnusableImage> {
  const budgets = {
    files: new ByteBudget(FILE_BYTES_AHEAD),
    pixels: new ByteBudget(PIXEL_BYTES_AHEAD),
  };
  const ahead: Promise<PreparedImage | UnusableImage>[] = [];
  for (;;) {
    while (ahead.length < PICTURES_AHEAD && (ahead.length === 0 || list.length > 0)) {
      const found = await list.next();
      if (!found) break;
      const prepared = prepareOne(found, preparation, budgets, arrays);
      prepared.catch(() => undefined);
      ahead.push(prepared);
    }
    const next = ahead.shift();
    if (!next) return;
    yield await next;
  }
}

async function prepareOne(
  found: FoundImage,
  { folder, preprocessing, input, decoding }: Preparation,
  budgets: { files: ByteBudget; pixels: ByteBudget },
  arrays: ArrayPool,
): Promise<PreparedImage | UnusableImage> {
  let pixelBytes = 0;
  await budgets.files.take(found.size);
  try {
    const file = path.join(folder, found.path);
    const picture = await decodePixels(file, decoding, async (bytes) => {
      await budgets.pixels.take(bytes);
      pixelBytes = bytes;
    });
    const { geometry, tensor } = prepareInput(picture, preprocessing, input, (length) =>
      arrays.take(length),
    );
    const { width, height } = geometry.crop;
    const { orientation } = picture;
    return { found, photo: geometry.photo, orientation, width, height, values: tensor };
  } catch (error) {
    if (!CamError.is(error) || concernsModel(error)) throw error;
    return { found, reason: error.message };
  } finally {
    budgets.files.give(found.size);
    budgets.pixels.give(pixelBytes);
  }
}

/** Errors that would occur for every picture. */
function concernsModel({ code }: CamError): boolean {
  return code === 'preprocessingMismatch' || code === 'unsupportedPlatform';
}
