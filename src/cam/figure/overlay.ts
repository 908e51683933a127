import type { Geometry } from '../base/geometry.ts';
import { withMap } from '../drawing/mapOverPicture.ts';
import { decodeImage } from '../image/decode.ts';
import { encodePng } from '../image/encodePng.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { mapArea } from '../maps/pixels/box.ts';

/**
 * The photo with the map over the part that the model saw, as PNG at photo resolution; weak values let the photo
 * through.
 * @param map at feature resolution, in logit units
 * @param scale logit units of the last colour; the same for all classes of an image
 * @param interpolation `cells` for point-like maps, which must not be smoothed
 * @throws CamError if the image cannot be decoded.
 */
export async function overlayPng(
  imagePath: string,
  map: ScalarMap,
  geometry: Geometry,
  scale: number,
  interpolation: 'bilinear' | 'cells',
): Promise<Uint8Array> {
  const photo = await decodeImage(imagePath);
  return encodePng(withMap(photo, map, mapArea(geometry), scale, interpolation));
}
