import type { Metadata, SharpOptions } from 'sharp';
import { CamError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';
import type { DisplayPicture } from '../results/explanation.ts';
import type { BmpHeader } from './bmp.ts';
import { decodeBmp, readBmpHeader } from './bmp.ts';
import { cmykToRgb } from './cmyk.ts';
import type { DecodeFacts } from './decodeNotices.ts';
import { decodeNotices } from './decodeNotices.ts';
import { originalForDisplay } from './displayPicture.ts';
import { encodePng } from './encodePng.ts';
import { morePixelsThan, notDecoded, otherDepth } from './errors.ts';
import type { ReadableFormat } from './imageFormat.ts';
import type { Sharp } from './loadSharp.ts';
import { loadSharp } from './loadSharp.ts';
import type { RgbPicture } from './prepareInput.ts';
import { readImageFile } from './readImageFile.ts';

/** A photo for the model's preprocessing, and for display. */
export interface DecodedImage extends RgbPicture {
  /** All differences between this picture and what an image viewer shows. */
  notices: string[];
  picture: DisplayPicture;
}

/** Settings of {@link decodeImage}. */
export interface DecodeOptions {
  /** Convert by the embedded colour profile to sRGB; otherwise the stored values are used, as in PIL. */
  useColourProfile?: boolean;
}

/** The number above which PIL raises `DecompressionBombError`. */
const MAX_PIXELS = 178_956_970;

/**
 * Decodes a picture to 8-bit RGB as `PIL.Image.open(file).convert('RGB')` does: no rotation by EXIF, colour profile
 * ignored, alpha dropped, CMYK as R = n − C·n/255 with n = 255 − K, the first frame of an animation. Equal byte for byte
 * for JPEG, PNG, WebP, TIFF, BMP and opaque GIF; AVIF with colours at half resolution differs by a few levels; of 16-bit
 * grey the upper 8 bits are taken, where PIL clips nearly everything to white.
 *
 * @returns height × width × 3 bytes, and the picture for a browser.
 * @throws CamError `fileNotFound`, `emptyFile`, `lfsPointer`, `imageFormatUnsupported`, `imageTooLarge` (before anything
 *   is decoded), `imageUnreadable`, `unsupportedPlatform`.
 */
export async function decodeImage(
  file: string,
  options: DecodeOptions = {},
): Promise<DecodedImage> {
  return withFileOf(file, async ({ bytes, format, sharp }) => {
    const profileUsed = options.useColourProfile ?? false;
    const header = await readHeader(file, sharp, bytes, format);
    const { transparent, ...rgb } = await decodeRgb(sharp, bytes, header, profileUsed);
    const facts = decodeFacts(format, header, transparent, profileUsed);
    const picture = originalForDisplay(bytes, facts) ?? (await pngForDisplay(rgb));
    return { ...rgb, picture, notices: decodeNotices(facts) };
  });
}

/**
 * Only the pixels of {@link decodeImage}, for many pictures, and the EXIF orientation that is not applied.
 * @param admit is awaited before the pixels are decoded: there may be no room for so many bytes yet
 * @throws CamError as {@link decodeImage}
 */
export async function decodePixels(
  file: string,
  options: DecodeOptions,
  admit: (bytes: number) => Promise<void>,
): Promise<RgbPicture & { orientation: number }> {
  return withFileOf(file, async ({ bytes, format, sharp }) => {
    const header = await readHeader(file, sharp, bytes, format);
    await admit(header.width * header.height * 3);
    const rgb = await decodeRgb(sharp, bytes, header, options.useColourProfile ?? false);
    return { ...rgb, orientation: header.orientation ?? 1 };
  });
}

interface PictureBytes {
  bytes: Uint8Array;
  format: ReadableFormat;
  sharp: Sharp;
}

/** Decodes; an error of the decoder becomes a message with the name of the file. */
async function withFileOf<T>(
  file: string,
  decode: (picture: PictureBytes) => Promise<T>,
): Promise<T> {
  const { bytes, format } = await readImageFile(file);
  const sharp = await loadSharp();
  try {
    return await decode({ bytes, format, sharp });
  } catch (error) {
    if (CamError.is(error)) throw error;
    throw notDecoded(file, format, error);
  }
}

/** What is known before the pixels are decoded; of a BMP, which sharp does not read, its own header. */
type Header = Partial<Metadata> & { width: number; height: number; bmp?: BmpHeader };

async function readHeader(
  file: string,
  sharp: Sharp,
  bytes: Uint8Array,
  format: ReadableFormat,
): Promise<Header> {
  if (format === 'BMP') {
    const bmp = readBmpHeader(bytes);
    requireSize(file, bmp);
    return { width: bmp.width, height: bmp.height, bmp };
  }
  const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  const { depth } = metadata;
  requireSize(file, metadata);
  if (depth !== 'uchar' && depth !== 'ushort') throw otherDepth(file, depth);
  return metadata;
}

function requireSize(file: string, { width, height }: Size): void {
  if (width * height > MAX_PIXELS) throw morePixelsThan(file, { width, height }, MAX_PIXELS);
}

async function decodeRgb(
  sharp: Sharp,
  bytes: Uint8Array,
  metadata: Header,
  profileUsed: boolean,
): Promise<RgbPicture & { transparent: boolean }> {
  if (metadata.bmp) return { ...decodeBmp(bytes, metadata.bmp), transparent: false };
  const options: SharpOptions = {
    ignoreIcc: !profileUsed,
    failOn: 'error',
    limitInputPixels: MAX_PIXELS,
  };
  const keepCmyk = metadata.space === 'cmyk' && !(profileUsed && metadata.hasProfile);
  const pipeline = keepCmyk
    ? sharp(bytes, options).pipelineColourspace('cmyk').toColourspace('cmyk')
    : sharp(bytes, options).toColourspace('srgb');
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (keepCmyk) return { width, height, pixels: cmykToRgb(raw, channels), transparent: false };
  if (channels === 3) return { width, height, pixels: raw, transparent: false };
  return { width, height, ...withoutAlpha(raw, channels) };
}

/** Three of the channels; grey three times. */
function withoutAlpha(raw: Uint8Array, channels: number) {
  const pixels = new Uint8Array((raw.length / channels) * 3);
  const colour = channels >= 3 ? 1 : 0;
  const alpha = channels % 2 === 0 ? channels - 1 : undefined;
  let transparent = false;
  for (let from = 0, to = 0; from < raw.length; from += channels, to += 3) {
    pixels[to] = raw[from] as number;
    pixels[to + 1] = raw[from + colour] as number;
    pixels[to + 2] = raw[from + colour * 2] as number;
    if (alpha !== undefined && raw[from + alpha] !== 255) transparent = true;
  }
  return { pixels, transparent };
}

function decodeFacts(
  format: ReadableFormat,
  metadata: Header,
  transparent: boolean,
  profileUsed: boolean,
): DecodeFacts {
  return {
    format,
    orientation: metadata.orientation ?? 1,
    transparent,
    profile: metadata.icc,
    profileUsed,
    frames: metadata.pages ?? 1,
    cmyk: metadata.space === 'cmyk',
    sixteenBit: metadata.depth === 'ushort',
  };
}

async function pngForDisplay(picture: RgbPicture): Promise<DisplayPicture> {
  return { bytes: await encodePng(picture, { compressionLevel: 2 }), mimeType: 'image/png' };
}
