import type { FolderIndex } from '../../folder/folderIndex.ts';
import { planGeometry } from '../../image/planGeometry.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { GivenAway } from '../../results/training.ts';
import type { TrainingSet } from '../trainingSet.ts';
import type { FixedRegion } from './fixedRegions.ts';
import { fixedRegions } from './fixedRegions.ts';
import type { SampledPictures } from './sampledPictures.ts';
import { SIDE } from './sampledPictures.ts';
import { ANY_SIZE } from './smallPictures.ts';

/** Pictures of each class that a report names. */
const EXAMPLES = 3;

/** Of a border that is wider, too much of the picture would be lost. */
const WIDEST_BORDER = 0.25;

/**
 * Places by which a class can be told without its object, see {@link fixedRegions}, and the border that would have to be
 * cut away.
 */
export function givenAway(
  { labels, images }: TrainingSet,
  index: Pick<FolderIndex, 'images' | 'model'>,
  { rows, pictures }: SampledPictures,
): GivenAway[] {
  const read = pictures.flatMap((picture, i) => {
    const row = rows[i] as number;
    return picture ? [{ picture, row, label: labels[row] as number }] : [];
  });
  const squares = read.map(({ picture }) => square(picture, SIDE));
  const found = fixedRegions(
    squares,
    read.map(({ label }) => label),
    SIDE,
  );
  return found.map(({ classIndex, region, ratio }) => {
    const own = read.filter(({ label }) => label === classIndex);
    const some = own.slice(0, EXAMPLES).map(({ row }) => images[row] ?? 0);
    return {
      ...{ classIndex, region, ratio, pictures: own.length },
      border: borderWithout(region),
      examples: some.map((image) => exampleOf(index, image, region)),
    };
  });
}

/** The nearest pixels, where a side has a few more or less. */
function square({ pixels, width, height }: RgbPicture, side: number): Uint8Array {
  if (width === side && height === side) return pixels;
  const squared = new Uint8Array(3 * side * side);
  for (let y = 0, at = 0; y < side; y++) {
    const row = Math.floor(((y + 0.5) * height) / side) * width;
    for (let x = 0; x < side; x++, at += 3) {
      const from = 3 * (row + Math.floor(((x + 0.5) * width) / side));
      squared.set(pixels.subarray(from, from + 3), at);
    }
  }
  return squared;
}

/** Share of each side, with a pixel to spare; undefined if the region lies too far inside. */
function borderWithout({ x, y, width, height }: FixedRegion['region']): number | undefined {
  const border = Math.min(x + width, y + height, 1 - x, 1 - y) + 1 / SIDE;
  return border <= WIDEST_BORDER ? border : undefined;
}

function exampleOf(
  { images, model }: Pick<FolderIndex, 'images' | 'model'>,
  row: number,
  region: FixedRegion['region'],
): GivenAway['examples'][number] {
  const { path = '', photo = { width: 1, height: 1 } } = images[row] ?? {};
  const { seen } = planGeometry(photo, model.preprocessing, ANY_SIZE);
  return {
    path,
    photo,
    box: {
      x: seen.x + region.x * seen.width,
      y: seen.y + region.y * seen.height,
      width: region.width * seen.width,
      height: region.height * seen.height,
    },
  };
}
