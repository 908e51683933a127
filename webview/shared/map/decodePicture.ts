import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import { strings } from '../format/strings.ts';

export type DecodedPicture = { picture: ImageBitmap } | { error: CamErrorData };

/**
 * Decodes the photo. The bytes no longer contain what the engine did not apply (orientation, unused colour profiles),
 * because browsers would always apply it. Fails if the browser cannot decode the photo, or if its size differs from the
 * analysed one: a map over such a picture would be wrong.
 */
export async function decodePicture({
  picture: { bytes, mimeType },
  geometry,
  imagePath,
}: Pick<Explanation, 'picture' | 'geometry' | 'imagePath'>): Promise<DecodedPicture> {
  const file = imagePath.split(/[/\\]/).pop() ?? imagePath;
  const unreadable = (message: string): DecodedPicture => ({
    error: { code: 'imageUnreadable', message, nextAction: strings.pictureNext, file: imagePath },
  });
  const picture = await decode(new Blob([new Uint8Array(bytes)], { type: mimeType }));
  if (picture === undefined) return unreadable(strings.pictureUnreadable(file));
  const { width, height } = geometry.photo;
  if (picture.width === width && picture.height === height) return { picture };
  const got = `${picture.width}×${picture.height}`;
  picture.close();
  return unreadable(strings.pictureSize(file, got, `${width}×${height}`));
}

async function decode(blob: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(blob);
  } catch {
    return undefined;
  }
}
