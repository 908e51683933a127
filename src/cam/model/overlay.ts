import type { Geometry } from '../base/geometry.ts';
import { decodeImage } from '../image/decode.ts';
import { loadSharp } from '../image/loadSharp.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import { mapArea } from '../maps/pixels/box.ts';
import { opacityByValue, paintMap, signedColorTable } from '../maps/pixels/colormap.ts';
import { DEFAULT_LOOK } from '../maps/pixels/defaultLook.ts';
import { upsampleBilinear, upsampleCells } from '../maps/pixels/upsample.ts';

/**
 * The photo with the map over the part that the model saw, as PNG at photo resolution.
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
  const { width, height } = photo;
  const sharp = await loadSharp();
  const pixels = blend(photo, map, geometry, scale, interpolation);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** RGB pixels of the photo, blended with the map's colours where the map is; weak values let the photo through. */
function blend(
  photo: RgbPicture,
  map: ScalarMap,
  geometry: Geometry,
  scale: number,
  interpolation: 'bilinear' | 'cells',
): Uint8Array {
  const area = mapArea(geometry);
  const left = Math.round(area.x);
  const top = Math.round(area.y);
  const width = Math.max(Math.round(area.x + area.width) - left, 1);
  const height = Math.max(Math.round(area.y + area.height) - top, 1);
  const upsample = interpolation === 'cells' ? upsampleCells : upsampleBilinear;
  const { colormap, opacity } = DEFAULT_LOOK;
  const values = upsample(map, width, height);
  const colors = paintMap(values, signedColorTable(colormap), scale, opacityByValue());
  const pixels = Uint8Array.from(photo.pixels);
  for (let y = Math.max(top, 0); y < Math.min(top + height, photo.height); y++) {
    for (let x = Math.max(left, 0); x < Math.min(left + width, photo.width); x++) {
      const to = (y * photo.width + x) * 3;
      const from = ((y - top) * width + (x - left)) * 4;
      const alpha = (opacity * (colors[from + 3] as number)) / 255;
      for (let i = 0; i < 3; i++) {
        const color = colors[from + i] as number;
        pixels[to + i] = Math.round((pixels[to + i] as number) * (1 - alpha) + color * alpha);
      }
    }
  }
  return pixels;
}
