import type { Geometry } from '../base/geometry.ts';
import { withMap } from '../drawing/mapOverPicture.ts';
import { encodePng } from '../image/encodePng.ts';
import { loadSharp } from '../image/loadSharp.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { channelMap, rangeOf } from '../maps/cam.ts';
import type { FeatureMap, ScalarMap } from '../maps/featureMap.ts';
import { mapArea } from '../maps/pixels/box.ts';

/** The mean over the channels at each position: (1/K) Σ_k f_k(x, y), in the units of the feature map. */
export function meanMap(featureMap: FeatureMap): ScalarMap {
  const { channels, width, height } = featureMap;
  const values = new Float32Array(width * height);
  for (let channel = 0; channel < channels; channel++) {
    const { values: own } = channelMap(featureMap, channel);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) + (own[i] ?? 0) / channels;
  }
  return { width, height, values };
}

/**
 * A small picture of the photo with a map over it, in its true cells, scaled from 0 to its own peak; weak values let the
 * photo through.
 * @param map over the part of the photo that the model saw
 * @param longestSide of the picture, in pixels; a smaller photo keeps its size
 * @returns PNG
 */
export async function mapOverPhoto(
  map: ScalarMap,
  photo: RgbPicture,
  geometry: Geometry,
  longestSide: number,
): Promise<Uint8Array> {
  const factor = Math.min(1, longestSide / Math.max(photo.width, photo.height));
  const small = await shrunk(photo, factor);
  const { x, y, width, height } = mapArea(geometry);
  const area = { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
  return encodePng(withMap(small, map, area, rangeOf(map).scale, 'cells'));
}

async function shrunk(photo: RgbPicture, factor: number): Promise<RgbPicture> {
  if (factor === 1) return photo;
  const [width, height] = [photo.width, photo.height].map((side) =>
    Math.max(1, Math.round(side * factor)),
  ) as [number, number];
  const sharp = await loadSharp();
  const raw = { width: photo.width, height: photo.height, channels: 3 as const };
  const pixels = await sharp(photo.pixels, { raw })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { width, height, pixels };
}
