import type { ImageLabels } from '../../config/labels/folderLabels.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import { evenlySpaced } from './evenlySpaced.ts';

/** Largest number of images used for a class, and for the others. */
const LIMIT = 4096;

/** The images of a class and the others, as rows of the index. */
export interface ClassImages {
  by: 'folder' | 'prediction';
  /** How many images are of the class. */
  all: number;
  /** The ones used: all, or 4,096 evenly spaced ones. */
  rows: readonly number[];
  /** Images that are not of the class: all, or 4,096 evenly spaced ones if the class has more. */
  others: readonly number[];
  /** Whether `rows` and `others` together are the whole folder. */
  isWhole: boolean;
}

/** Images whose folder names the class; if no folder does, those that are predicted as the class. */
export function imagesOfClass(
  index: Pick<FolderIndex, 'images'>,
  imageLabels: ImageLabels,
  classIndex: number,
): ClassImages {
  const by = imageLabels.includes(classIndex) ? 'folder' : 'prediction';
  const own: number[] = [];
  const others: number[] = [];
  for (const [row, { predicted }] of index.images.entries()) {
    const of = by === 'folder' ? imageLabels[row] : predicted;
    (of === classIndex ? own : others).push(row);
  }
  const isWhole = own.length <= LIMIT;
  return {
    by,
    all: own.length,
    rows: evenlySpaced(own, LIMIT),
    others: isWhole ? others : evenlySpaced(others, LIMIT),
    isWhole,
  };
}
