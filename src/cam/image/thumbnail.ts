import type { Rect, Size } from '../base/geometry.ts';
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
  return reduced(await wholePicture(file, options), longestSide);
}

/**
 * A thumbnail of a picture that is decoded already. Smaller pictures keep their size.
 * @param longestSide in pixels
 * @returns JPEG
 */
export async function thumbnailOf(picture: RgbPicture, longestSide: number): Promise<Uint8Array> {
  return reduced(ofPixels(await loadSharp(), picture), longestSide);
}

/** A side of a reduced picture is not longer, however small the part of it. */
const MAX_SIDE = 1024;

/**
 * The pixels of a part of a picture, as it was analysed, reduced to about `side`×`side` whatever its proportions.
 * @param photo size of the whole picture
 * @param part in its pixels
 * @throws where it cannot be read or decoded
 */
export async function smallPixels(
  file: string,
  photo: Size,
  part: Rect,
  side: number,
  options: DecodeOptions = {},
): Promise<RgbPicture> {
  const whole = (length: number, cut: number) =>
    Math.min(MAX_SIDE, Math.max(1, Math.round((side * length) / cut)));
  const width = whole(photo.width, part.width);
  const height = whole(photo.height, part.height);
  const [left, columns] = cutOf(part.x / photo.width, part.width / photo.width, width);
  const [top, rows] = cutOf(part.y / photo.height, part.height / photo.height, height);
  const picture = await wholePicture(file, options);
  const { data, info } = await picture
    .resize({ width, height, fit: 'fill' })
    .extract({ left, top, width: columns, height: rows })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { width: info.width, height: info.height, pixels };
}

/** First pixel and number of pixels of a part of a side, at least one. */
function cutOf(start: number, share: number, length: number): [first: number, count: number] {
  const first = Math.min(length - 1, Math.round(start * length));
  return [first, Math.min(length - first, Math.max(1, Math.round(share * length)))];
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

async function wholePicture(file: string, options: DecodeOptions): Promise<SharpPicture> {
  return (await plainJpeg(file, options)) ?? (await anyPicture(file, options));
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
