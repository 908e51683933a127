import type { DisplayPicture } from '../results/explanation.ts';
import { encodePng } from './encodePng.ts';
import { loadSharp } from './loadSharp.ts';
import type { RgbPicture } from './prepareInput.ts';

/** The pixels of a picture as a browser shows it. */
export async function decodeShown({ bytes }: DisplayPicture): Promise<RgbPicture> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { width: info.width, height: info.height, pixels };
}

/** The same picture in a form that every program reads inside another file. */
export async function asJpegOrPng(picture: DisplayPicture): Promise<DisplayPicture> {
  if (picture.mimeType === 'image/jpeg' || picture.mimeType === 'image/png') return picture;
  return { bytes: await encodePng(await decodeShown(picture)), mimeType: 'image/png' };
}
