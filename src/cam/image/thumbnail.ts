import type { DecodeOptions } from './decode.ts';
import { decodePixels } from './decode.ts';
import type { Sharp } from './loadSharp.ts';
import { loadSharp } from './loadSharp.ts';
import type { RgbPicture } from './prepareInput.ts';
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
  const whole = (await plainJpeg(file, options)) ?? (await anyPicture(file, options));
  return reduced(whole, longestSide);
}

/**
 * A thumbnail of a picture that is decoded already. Smaller pictures keep their size.
 * @param longestSide in pixels
 * @returns JPEG
 */
export async function thumbnailOf(picture: RgbPicture, longestSide: number): Promise<Uint8Array> {
  return reduced(ofPixels(await loadSharp(), picture), longestSide);
}

async function reduced(picture: SharpPicture, longestSide: number): Promise<Uint8Array> {
  const size = {
    width: longestSide,
    height: longestSide,
    fit: 'inside',
    withoutEnlargement: true,
  } as const;
  return new Uint8Array(await picture.resize(size).jpeg({ quality: QUALITY }).toBuffer());
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
  return ofPixels(sharp, await decodePixels(file, options, async () => undefined));
}

function ofPixels(sharp: Sharp, { pixels, width, height }: RgbPicture): SharpPicture {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
