import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import type { FolderIndex, IndexedImage } from '../../folder/folderIndex.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { planGeometry } from '../../image/planGeometry.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import { smallPixels } from '../../image/thumbnail.ts';

/** Pictures that are decoded at a time. */
const AT_ONCE = 4;

/** The part that is seen does not depend on the size of the input. */
export const ANY_SIZE = { width: undefined, height: undefined };

/**
 * The parts of pictures that the model sees, reduced to about `side`×`side` pixels, with the files as they are now:
 * decoding takes a fraction of its time.
 * @param rows of the index
 * @returns undefined for a picture that cannot be read
 */
export async function smallPictures(
  index: Pick<FolderIndex, 'folder' | 'images' | 'model'>,
  rows: readonly number[],
  side: number,
  options: DecodeOptions,
): Promise<(RgbPicture | undefined)[]> {
  const pictures = new Array<RgbPicture | undefined>(rows.length);
  const waiting = rows.entries();
  const read = async (image: IndexedImage): Promise<RgbPicture | undefined> => {
    try {
      const { seen } = planGeometry(image.photo, index.model.preprocessing, ANY_SIZE);
      return await smallPixels(
        path.join(index.folder, image.path),
        image.photo,
        seen,
        side,
        options,
      );
    } catch (error) {
      if (CamError.is(error) && error.code === 'unsupportedPlatform') throw error;
      return undefined;
    }
  };
  const work = async (): Promise<void> => {
    for (const [i, row] of waiting) {
      const image = index.images[row];
      pictures[i] = image && (await read(image));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return pictures;
}
