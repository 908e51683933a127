import type { Rect } from '../base/geometry.ts';
import { colouredMap } from '../drawing/mapOverPicture.ts';
import type { RgbaPicture } from '../drawing/picture.ts';
import { asJpegOrPng } from '../image/decodeShown.ts';
import { encodePng } from '../image/encodePng.ts';
import { barColours } from './legendBar.ts';
import type { Line, Mark, PlacedText, Plan } from './marks.ts';

/** From the top of `Å` to the baseline, in sizes of the text. */
const BASELINE = 0.93;

/**
 * The figure as SVG 1.1 without other files: photo and map as embedded pictures, the map as in the PNG, boxes as shapes,
 * text as text.
 */
export async function figureSvg({ width, height, marks, title }: Plan): Promise<Uint8Array> {
  const clips = new Clips();
  const drawn: string[] = [];
  for (const mark of marks) drawn.push(await draw(mark, clips));
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>${escapeXml(title)}</title>
<defs>${clips.text}</defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${drawn.join('\n')}
</svg>
`;
  return new TextEncoder().encode(text);
}

async function draw(mark: Mark, clips: Clips): Promise<string> {
  switch (mark.kind) {
    case 'photo': {
      const { bytes, mimeType } = await asJpegOrPng(mark.photo);
      return image(mark.rect, clips.of(mark.rect, mark.clip), dataUrl(bytes, mimeType), 1);
    }
    case 'map': {
      const colours = colouredMap(mark.map.map, mark.rect, mark.clip, mark.map);
      if (!colours) return '';
      return image(colours, '', dataUrl(await png(colours), 'image/png'), mark.map.opacity);
    }
    case 'bar': {
      const colours = await png(barColours(mark.legend, { ...mark.rect, height: 1 }));
      return image(mark.rect, '', dataUrl(colours, 'image/png'), 1);
    }
    case 'fill':
      return `<rect ${place(mark.rect)} fill="${mark.colour}" fill-opacity="${mark.opacity}"${clips.of(mark.rect, mark.clip)}/>`;
    case 'frame':
      return frame(mark.rect, mark, clips.of(withLine(mark.rect, mark.lineWidth), mark.clip));
    case 'text':
      return textElement(mark);
    default:
      return mark satisfies never;
  }
}

/** A line of odd width is shifted as in the PNG, so that it covers whole pixels. */
function frame(rect: Rect, { lineWidth, colour, opacity, dash }: Line, clip: string): string {
  const shift = (lineWidth % 2) / 2;
  const at = { ...rect, x: rect.x + shift, y: rect.y + shift };
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return `<rect ${place(at)} fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${lineWidth}"${dashes}${clip}/>`;
}

/** What a frame covers. */
function withLine({ x, y, width, height }: Rect, lineWidth: number): Rect {
  const half = Math.floor(lineWidth / 2);
  return { x: x - half, y: y - half, width: width + lineWidth, height: height + lineWidth };
}

function textElement({ text, x, y, size, colour }: PlacedText): string {
  const fonts = "'CAM Lens Sans', 'DejaVu Sans', Verdana, sans-serif";
  return `<text x="${x}" y="${Math.round(y + BASELINE * size)}" font-family="${fonts}" font-size="${size}" fill="${colour}">${escapeXml(text)}</text>`;
}

function image(rect: Rect, clip: string, href: string, opacity: number): string {
  return `<image ${place(rect)} preserveAspectRatio="none" opacity="${opacity}"${clip} xlink:href="${href}"/>`;
}

function place({ x, y, width, height }: Rect): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}

/** Areas outside of which something is not drawn. */
class Clips {
  readonly #ids = new Map<string, string>();

  /** The attribute that clips what may reach beyond. */
  of(rect: Rect, clip: Rect | undefined): string {
    if (!clip) return '';
    const isInside =
      rect.x >= clip.x &&
      rect.y >= clip.y &&
      rect.x + rect.width <= clip.x + clip.width &&
      rect.y + rect.height <= clip.y + clip.height;
    if (isInside) return '';
    const key = place(clip);
    const id = this.#ids.get(key) ?? `clip${this.#ids.size + 1}`;
    this.#ids.set(key, id);
    return ` clip-path="url(#${id})"`;
  }

  get text(): string {
    return [...this.#ids]
      .map(([rect, id]) => `<clipPath id="${id}"><rect ${rect}/></clipPath>`)
      .join('');
  }
}

function png(picture: RgbaPicture): Promise<Uint8Array> {
  return encodePng(picture, { channels: 4 });
}

function dataUrl(bytes: Uint8Array, mimeType: string): string {
  const { buffer, byteOffset, length } = bytes;
  return `data:${mimeType};base64,${Buffer.from(buffer, byteOffset, length).toString('base64')}`;
}

/** Characters that XML 1.0 does not allow, even as references. */
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return text
    .replaceAll(NO_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
