import { t } from '@vscode/l10n';
import { loadSharp } from '../../image/loadSharp.ts';
import { readImageFile } from '../../image/readImageFile.ts';
import type { AnnotatedObject, ImageAnnotation } from './annotation.ts';
import { checkedSize } from './annotation.ts';
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
): Promise<ImageAnnotation> {
  const { size, values } = await readIndices(file);
  const present = new Set(values);
  const ignored = present.has(IGNORED)
    ? values.map((value) => (value === IGNORED ? 1 : 0))
    : undefined;
  const objects = [...present].flatMap((index): AnnotatedObject[] => {
    const name = names[index];
    if (index === IGNORED || name === undefined || BACKGROUND.test(name)) return [];
    return [{ name, mask: () => values.map((value) => (value === index ? 1 : 0)) }];
  });
  return { size, objects, ignored };
}

async function readIndices(file: string) {
  const { bytes, format } = await readImageFile(file);
  if (format !== 'PNG') throw invalidAnnotations.notPng(file);
  const sharp = await loadSharp();
  const plain = withIndexPalette(bytes);
  if (!plain) throw invalidAnnotations.damagedPng(file);
  if (plain.colours !== 'palette' && plain.colours !== 'grey') {
    throw invalidAnnotations.coloured(file);
  }
  if (plain.bitDepth > 8) throw invalidAnnotations.sixteenBits(file);
  const size = checkedSize(file, plain.width, plain.height, t('the mask'));
  try {
    const { data, info } = await sharp(plain.bytes, { failOn: 'error', ignoreIcc: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const step = plain.colours === 'grey' ? 255 / (2 ** plain.bitDepth - 1) : 1;
    const values = new Uint8Array(size.width * size.height);
    for (let i = 0; i < values.length; i++) values[i] = (data[i * info.channels] ?? 0) / step;
    return { size, values };
  } catch (cause) {
    throw invalidAnnotations.undecodedPng(file, cause);
  }
}
