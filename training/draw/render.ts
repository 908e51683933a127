import sharp from 'sharp';
import { pictureSizePx as size } from './pictureSize.ts';
import type { Scene } from './scene.ts';

// Scenes are rendered side by side; threads inside one small picture only get in the way.
sharp.concurrency(1);
sharp.cache(false);

/** A scene in pixels. */
export interface Rendering {
  /** RGB, row by row. */
  rgb: Buffer;
  /** Per pixel 0 for the background, else 1 + the index of the object in view. */
  objectIds: Buffer;
}

export async function renderScene(scene: Scene): Promise<Rendering> {
  const picture = sharp(Buffer.from(scene.pictureSvg)).flatten().removeAlpha();
  const mask = sharp(Buffer.from(scene.maskSvg)).removeAlpha().extractChannel(0);
  const [rgb, objectIds] = await Promise.all([picture.raw().toBuffer(), mask.raw().toBuffer()]);
  return { rgb, objectIds };
}

/** Lossless, so that the shipped pixels are the ones that were drawn. */
export async function encodePng(rgb: Buffer): Promise<Buffer> {
  const raw = { width: size, height: size, channels: 3 } as const;
  return sharp(rgb, { raw }).png({ compressionLevel: 9 }).toBuffer();
}
