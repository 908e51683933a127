import type { DecodeOptions } from './decode.ts';
import { decodePixels } from './decode.ts';
import type { Sharp } from './loadSharp.ts';
import { loadSharp } from './loadSharp.ts';
import { readImageFile } from './readImageFile.ts';

type SharpPicture = ReturnType<Sharp>;

const QUALITY = 86;

/**
 * A thumbnail as it was analysed: EXIF orientation not applied, the colour profile according to `options`. Smaller
 * pictures keep their size.
 * @param longestSide in pixels
 * @returns JPEG
 * @throws where it cannot be read or decoded
 */
export async function thumbnail(
  file: string,
  longestSide: number,
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  const size = {
    width: longestSide,
    height: longestSide,
    fit: 'inside',
    withoutEnlargement: true,
  } as const;
  const whole = (await plainJpeg(file, options)) ?? (await anyPicture(file, options));
  const bytes = await whole.resize(size).jpeg({ quality: QUALITY }).toBuffer();
  return new Uint8Array(bytes);
}

/** A JPEG is decoded at a fraction of its size, in a fraction of the time; undefined if it has no RGB. */
async function plainJpeg(file: string, options: DecodeOptions): Promise<SharpPicture | undefined> {
  const { bytes, format } = await readImageFile(file);
  if (format !== 'JPEG') return undefined;
  const sharp = await loadSharp();
  const picture = sharp(bytes, { ignoreIcc: !options.useColourProfile, failOn: 'error' });
  const { space } = await picture.metadata();
  return space === 'srgb' ? picture : undefined;
}

async function anyPicture(file: string, options: DecodeOptions): Promise<SharpPicture> {
  const sharp = await loadSharp();
  const { pixels, width, height } = await decodePixels(file, options, async () => undefined);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
