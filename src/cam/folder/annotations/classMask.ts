import { t } from '@vscode/l10n';
import { loadSharp } from '../../image/loadSharp.ts';
import { readImageFile } from '../../image/readImageFile.ts';
import type {
  AnnotatedObject,
  AnnotatedPicture,
  AskedPixels,
  ImageAnnotation,
} from './annotation.ts';
import { coordinatesOf } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import { withIndexPalette } from './palettePng.ts';

/** Value of pixels that belong to no object: borders, and pixels without annotation. */
const IGNORED = 255;

/** Names of classes that are not objects. */
const BACKGROUND = /^_*(background|ignore|unlabell?ed|void)_*$/i;

/**
 * Reads a picture whose pixels are class numbers: grey levels, or palette indices.
 * @param names by number; a number without a name and 255 are ignored
 * @throws CamError `annotationsInvalid`, or about the picture
 */
export async function readClassMask(
  file: string,
  names: readonly string[],
  picture: AnnotatedPicture,
): Promise<ImageAnnotation> {
  const { values, ...coordinates } = await readIndices(file, picture);
  const present = new Set(values);
  const ignored = present.has(IGNORED)
    ? values.map((value) => (value === IGNORED ? 1 : 0))
    : undefined;
  const objects = [...present].flatMap((index): AnnotatedObject[] => {
    const name = names[index];
    if (index === IGNORED || name === undefined || BACKGROUND.test(name)) return [];
    const covers = ({ pixels }: AskedPixels) =>
      new Uint8Array(pixels.length).map((_, i) => (values[pixels[i] as number] === index ? 1 : 0));
    return [{ name, covers }];
  });
  return { ...coordinates, file, objects, ignored };
}

async function readIndices(file: string, picture: AnnotatedPicture) {
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
  const stated = { name: t('the picture'), width, height, extent: { width, height } };
  const coordinates = coordinatesOf(file, stated, picture);
  try {
    const { data, info } = await sharp(plain.bytes, { failOn: 'error', ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const step = plain.colours === 'grey' ? 255 / (2 ** plain.bitDepth - 1) : 1;
    const values = new Uint8Array(width * height);
    for (let i = 0; i < values.length; i++) values[i] = (data[i * info.channels] ?? 0) / step;
    return { ...coordinates, values };
  } catch (cause) {
    throw invalidAnnotations.undecodedPng(file, cause);
  }
}
