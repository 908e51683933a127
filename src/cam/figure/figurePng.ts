import type { Rect } from '../base/geometry.ts';
import { blendOver, colouredMap } from '../drawing/mapOverPicture.ts';
import { blankPicture } from '../drawing/picture.ts';
import { lineImage } from '../drawing/textLines.ts';
import { decodeShown } from '../image/decodeShown.ts';
import { encodePng } from '../image/encodePng.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { resample } from '../image/resample.ts';
import { figureTooLarge } from './errors.ts';
import { barColours } from './legendBar.ts';
import type { Line, Mark, Plan } from './marks.ts';

/** As many as a photo may have. */
const MOST_PIXELS = 178_956_970;

/**
 * The figure as a PNG on white. All pixels are computed here, by the same arithmetic and with the same font on every
 * machine; a photo at twice its size is enlarged as PIL does it, bicubically.
 * @throws CamError `imageTooLarge`
 */
export async function figurePng({ marks, ...size }: Plan): Promise<Uint8Array> {
  const { width, height } = size;
  if (width * height > MOST_PIXELS) throw figureTooLarge(size);
  const onto = blankPicture({ width, height }, [255, 255, 255]);
  for (const mark of marks) await draw(onto, mark);
  return encodePng(onto);
}

async function draw(onto: RgbPicture, mark: Mark): Promise<void> {
  switch (mark.kind) {
    case 'photo': {
      const photo = await decodeShown(mark.photo);
      copyInto(onto, enlarged(photo, mark.rect), mark.rect, mark.clip);
      break;
    }
    case 'map': {
      const colours = colouredMap(mark.map.map, mark.rect, mark.clip, mark.map);
      if (colours) blendOver(onto, colours, mark.map.opacity);
      break;
    }
    case 'bar':
      blendOver(onto, { ...mark.rect, ...barColours(mark.legend, mark.rect) }, 1);
      break;
    case 'fill':
      fill(onto, mark.rect, mark.clip, mark);
      break;
    case 'frame':
      for (const part of partsOfFrame(mark.rect, mark)) fill(onto, part, mark.clip, mark);
      break;
    case 'text': {
      const line = await lineImage(mark.text, mark.size, mark.colour);
      blendOver(onto, { ...line, x: mark.x, y: mark.y }, 1);
      break;
    }
    default:
      mark satisfies never;
  }
}

function enlarged(photo: RgbPicture, { width, height }: Rect): RgbPicture {
  if (photo.width === width && photo.height === height) return photo;
  const whole = { x: 0, y: 0, width, height };
  return { width, height, pixels: resample({ ...photo, channels: 3 }, whole, whole, 'bicubic') };
}

function copyInto(onto: RgbPicture, picture: RgbPicture, at: Rect, clip: Rect): void {
  const width = Math.min(picture.width, clip.width);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.pixels.subarray(y * picture.width * 3, (y * picture.width + width) * 3);
    onto.pixels.set(row, ((at.y + y) * onto.width + at.x) * 3);
  }
}

function fill(
  onto: RgbPicture,
  rect: Rect,
  clip: Rect | undefined,
  { colour, opacity }: Pick<Line, 'colour' | 'opacity'>,
): void {
  const inside = clip ?? { x: 0, y: 0, width: onto.width, height: onto.height };
  const left = Math.max(rect.x, inside.x);
  const right = Math.min(rect.x + rect.width, inside.x + inside.width);
  const top = Math.max(rect.y, inside.y);
  const bottom = Math.min(rect.y + rect.height, inside.y + inside.height);
  const rgb = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  for (let y = top; y < bottom; y++) {
    for (let at = (y * onto.width + left) * 3; at < (y * onto.width + right) * 3; at++) {
      const below = onto.pixels[at] as number;
      const own = rgb[(at - y * onto.width * 3) % 3] as number;
      onto.pixels[at] = Math.round(below * (1 - opacity) + own * opacity);
    }
  }
}

/** The sides of a frame, or its dashes, as rectangles that do not overlap. */
function partsOfFrame({ x, y, width, height }: Rect, { lineWidth, dash }: Line): Rect[] {
  const half = Math.floor(lineWidth / 2);
  const [left, top] = [x - half, y - half];
  const [across, down] = [width + lineWidth, height + lineWidth];
  const sides: Rect[] = [
    { x: left, y: top, width: across, height: lineWidth },
    { x: left, y: top + height, width: across, height: lineWidth },
    { x: left, y: top + lineWidth, width: lineWidth, height: down - 2 * lineWidth },
    { x: left + width, y: top + lineWidth, width: lineWidth, height: down - 2 * lineWidth },
  ];
  return dash ? sides.flatMap((side) => dashes(side, dash)) : sides;
}

function dashes(side: Rect, [dash, gap]: readonly [number, number]): Rect[] {
  const isAcross = side.width >= side.height;
  const length = isAcross ? side.width : side.height;
  return Array.from({ length: Math.ceil(length / (dash + gap)) }, (_, i) => {
    const start = i * (dash + gap);
    const long = Math.min(dash, length - start);
    return isAcross
      ? { ...side, x: side.x + start, width: long }
      : { ...side, y: side.y + start, height: long };
  });
}
