import { t } from '@vscode/l10n';
import type { Size } from '../../base/geometry.ts';
import { loadSharp } from '../../image/loadSharp.ts';
import { readImageFile } from '../../image/readImageFile.ts';
import type {
  AnnotatedObject,
  AnnotatedPicture,
  AskedPixels,
  ImageAnnotation,
} from './annotation.ts';
import { coordinatesOf, MAX_MASK_PIXELS } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import { partBoxes } from './maskBoxes.ts';
import { withIndexPalette } from './palettePng.ts';

/** Value of pixels that belong to no object: borders, and pixels without annotation. */
const IGNORED = 255;

/** Names of classes that are not objects. */
const BACKGROUND = /^_*(background|ignore|unlabell?ed|void)_*$/i;

/**
 * Reads a picture whose pixels are class numbers: grey levels, or palette indices.
 * @param names by number; a number without a name and 255 are ignored. Without names the mask marks an object of whatever
 *   class the picture is: by 1, or by 255 if no pixel is 1
 * @throws CamError `annotationsInvalid`, or about the picture
 */
export async function readClassMask(
  file: string,
  names: readonly string[] | undefined,
  picture: AnnotatedPicture,
): Promise<ImageAnnotation> {
  const { values, size } = await readIndices(file);
  if (!names && !isBinary(values)) throw invalidAnnotations.namelessNumbers(file);
  if (!names && !values.includes(1))
    for (let i = 0; i < values.length; i++) values[i] = values[i] ? 1 : 0;
  const stated = { name: t('the picture'), ...size, extent: size };
  const coordinates = coordinatesOf(file, stated, picture);
  // A mask that only marks is one object, also if it marks nothing: an empty mask is said.
  const present = new Set(names ? values : [1]);
  const ignored = values.includes(IGNORED)
    ? values.map((value) => (value === IGNORED ? 1 : 0))
    : undefined;
  const objects = [...present].flatMap((index): AnnotatedObject[] => {
    const name = nameOf(index, names ?? MARK);
    if (name === undefined) return [];
    const covers = ({ pixels }: AskedPixels) =>
      new Uint8Array(pixels.length).map((_, i) => (values[pixels[i] as number] === index ? 1 : 0));
    const boxes = () => partBoxes(values, size, index);
    return [{ name, hasMask: true, isCrowd: false, boxes, covers }];
  });
  return { ...coordinates, file, objects, ignored };
}

/** The names of a mask that only marks. */
const MARK: readonly (string | undefined)[] = [undefined, ''];

function isBinary(values: Uint8Array): boolean {
  return values.every((value) => value <= 1 || value === IGNORED);
}

/** Whether a mask has no other numbers than 0, 1 and 255. */
export async function isBinaryMask(file: string): Promise<boolean> {
  return isBinary((await readIndices(file)).values);
}

/** Names of the classes in a picture of class numbers. */
export async function categoriesOfClassMask(
  file: string,
  names: readonly string[] | undefined,
): Promise<readonly string[]> {
  if (!names) return [];
  const { values } = await readIndices(file);
  return [...new Set(values)].flatMap((index) => nameOf(index, names) ?? []);
}

/** Undefined for what is no object. */
function nameOf(index: number, names: readonly (string | undefined)[]): string | undefined {
  const name = names[index];
  return index === IGNORED || name === undefined || BACKGROUND.test(name) ? undefined : name;
}

async function readIndices(file: string): Promise<{ values: Uint8Array; size: Size }> {
  const { bytes, format } = await readImageFile(file);
  if (format !== 'PNG') throw invalidAnnotations.notPng(file);
  const sharp = await loadSharp();
  const plain = withIndexPalette(bytes);
  if (!plain) throw invalidAnnotations.damagedPng(file);
  if (plain.colours !== 'palette' && plain.colours !== 'grey') {
    throw invalidAnnotations.coloured(file);
  }
  if (plain.bitDepth > 8) throw invalidAnnotations.sixteenBits(file);
  const { width, height } = plain;
  if (width * height > MAX_MASK_PIXELS) {
    throw invalidAnnotations.tooManyPixels(file, { width, height }, t('the picture'));
  }
  try {
    const { data, info } = await sharp(plain.bytes, { failOn: 'error', ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const step = plain.colours === 'grey' ? 255 / (2 ** plain.bitDepth - 1) : 1;
    const values = new Uint8Array(width * height);
    for (let i = 0; i < values.length; i++) values[i] = (data[i * info.channels] ?? 0) / step;
    return { values, size: { width, height } };
  } catch (cause) {
    throw invalidAnnotations.undecodedPng(file, cause);
  }
}
