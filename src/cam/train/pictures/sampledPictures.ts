import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import { stratifiedPart } from '../../linear/folds.ts';
import type { TrainingSet } from '../trainingSet.ts';
import { smallPictures } from './smallPictures.ts';

/** So many pictures are read: an interval is ±3 % then, and reading takes seconds, however many there are. */
const MOST_READ = 1000;

/** Pixels of these pictures in each direction. */
export const SIDE = 64;

/** Some pictures of a training set, small. */
export interface SampledPictures {
  /** Rows of the set, ascending; of each class as large a part. */
  rows: Uint32Array;
  /** About {@link SIDE}² pixels each; undefined where a file cannot be read. */
  pictures: (RgbPicture | undefined)[];
}

/** Reads up to 1000 of a set's pictures, see {@link smallPictures}; the same for the same seed. */
export async function sampledPictures(
  { labels, groups, images }: TrainingSet,
  index: Pick<FolderIndex, 'folder' | 'images' | 'model'>,
  options: DecodeOptions & { seed: number },
): Promise<SampledPictures> {
  const alone = Array.from(labels, (_, row) => row);
  const rows = stratifiedPart(labels, groups ?? alone, MOST_READ, options.seed);
  const ofIndex = Array.from(rows, (row) => images[row] ?? 0);
  return { rows, pictures: await smallPictures(index, ofIndex, SIDE, options) };
}
