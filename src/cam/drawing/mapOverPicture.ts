import type { Rect } from '../base/geometry.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { ColormapName } from '../maps/pixels/colormap.ts';
import { opacityByValue, paintMap, signedColorTable } from '../maps/pixels/colormap.ts';
import { DEFAULT_LOOK } from '../maps/pixels/defaultLook.ts';
import { upsampleBilinear, upsampleCells } from '../maps/pixels/upsample.ts';
import type { RgbaPicture } from './picture.ts';

/** A picture inside another; x and y are its left and top edge, in whole pixels. */
export interface PlacedPicture extends RgbaPicture {
  x: number;
  y: number;
}

/** How a map is coloured. */
export interface MapLook {
  /** Value of the last colour. */
  limit: number;
  colormap: ColormapName;
  /** Whether weak values let what is below through. */
  byValue: boolean;
  interpolation: 'bilinear' | 'cells';
}

/** A map enlarged to an area and coloured, as far as it is inside `clip`; undefined if nothing is. */
export function colouredMap(
  map: ScalarMap,
  area: Rect,
  clip: Rect,
  look: MapLook,
): PlacedPicture | undefined {
  const [x, y] = [Math.max(area.x, clip.x), Math.max(area.y, clip.y)];
  const width = Math.min(area.x + area.width, clip.x + clip.width) - x;
  const height = Math.min(area.y + area.height, clip.y + clip.height) - y;
  if (width <= 0 || height <= 0) return undefined;
  const upsample = look.interpolation === 'cells' ? upsampleCells : upsampleBilinear;
  const part = { x: x - area.x, y: y - area.y, width, height };
  const values = upsample(map, area.width, area.height, part);
  const opacity = look.byValue ? opacityByValue() : undefined;
  const colours = paintMap(values, signedColorTable(look.colormap), look.limit, opacity);
  const pixels = new Uint8Array(colours.buffer, colours.byteOffset, colours.length);
  return { x, y, width, height, pixels };
}

/**
 * A copy of a picture with a map over it in the usual colours; weak values let the picture through.
 * @param area of the map, in pixels of the picture
 * @param limit value of the last colour
 * @param interpolation `cells` for point-like maps, which must not be smoothed
 */
export function withMap(
  { width, height, pixels }: RgbPicture,
  map: ScalarMap,
  area: Rect,
  limit: number,
  interpolation: 'bilinear' | 'cells',
): RgbPicture {
  const picture = { width, height, pixels: Uint8Array.from(pixels) };
  const { colormap, opacity } = DEFAULT_LOOK;
  const look = { limit, colormap, byValue: true, interpolation };
  const colours = colouredMap(map, wholePixels(area), { x: 0, y: 0, width, height }, look);
  if (colours) blendOver(picture, colours, opacity);
  return picture;
}

/** A rectangle in whole pixels, at least one wide and high. */
export function wholePixels({ x, y, width, height }: Rect): Rect {
  const left = Math.round(x);
  const top = Math.round(y);
  return {
    x: left,
    y: top,
    width: Math.max(Math.round(x + width) - left, 1),
    height: Math.max(Math.round(y + height) - top, 1),
  };
}

/**
 * Blends a picture with transparency into another; what does not fit is left out.
 * @param opacity 0…1, of the opaque pixels
 */
export function blendOver(onto: RgbPicture, over: PlacedPicture, opacity: number): void {
  const right = Math.min(over.x + over.width, onto.width);
  const bottom = Math.min(over.y + over.height, onto.height);
  for (let y = over.y; y < bottom; y++) {
    let to = (y * onto.width + over.x) * 3;
    let from = (y - over.y) * over.width * 4;
    for (let x = over.x; x < right; x++, from += 4, to += 3) {
      const alpha = (opacity * (over.pixels[from + 3] as number)) / 255;
      for (let i = 0; i < 3; i++) {
        const below = onto.pixels[to + i] as number;
        const colour = over.pixels[from + i] as number;
        onto.pixels[to + i] = Math.round(below * (1 - alpha) + colour * alpha);
      }
    }
  }
}
