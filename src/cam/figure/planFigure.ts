import type { Rect, Size } from '../base/geometry.ts';
import { wholePixels } from '../drawing/mapOverPicture.ts';
import { textLines } from '../drawing/textLines.ts';
import type { Figure, FigureLayer, FigurePicture } from '../results/figure.ts';
import type { Plan } from './marks.ts';
import { Sheet } from './sheet.ts';

/** Where the pictures of a figure, their texts and their scales are. */
export async function planFigure({ factor, pictures, caption }: Figure): Promise<Plan> {
  const sizes = pictures.map((picture) => sizeOf(picture, factor));
  const widest = Math.max(...sizes.map(({ width }) => width));
  const sheet = new Sheet(factor, widest);
  const { gap, textSize } = sheet;
  const legends = pictures.flatMap((picture) => picture.legends);
  const hasHeadings = pictures.some(({ heading }) => heading.length > 0);
  const hasTexts = hasHeadings || legends.length > 0 || caption.length > 0;
  // A single scale may take the whole width.
  const isColumned = hasHeadings || legends.length > 1;
  const border = hasTexts ? sheet.margin : 0;
  const column = isColumned ? Math.max(widest, sheet.leastWidth) : widest;
  const row = pictures.length * column + (pictures.length - 1) * gap;
  const inner = hasTexts ? Math.max(row, sheet.leastWidth) : row;
  const columnAt = (i: number) => border + Math.floor((inner - row) / 2) + i * (column + gap);

  const headings = await Promise.all(
    pictures.map(({ heading }) => wrapped(heading, textSize, column)),
  );
  headings.forEach((lines, i) => {
    sheet.lines(lines, columnAt(i), border, 'ink');
  });
  const top = border + Math.max(...headings.map((lines) => sheet.heightOf(lines)));
  pictures.forEach(({ layers }, i) => {
    const size = sizes[i] as Size;
    const x = columnAt(i) + Math.floor((column - size.width) / 2);
    for (const [k, layer] of layers.entries()) {
      drawLayer(sheet, layer, { x, y: top, ...size }, k > 0);
    }
  });
  const under = top + Math.max(...sizes.map(({ height }) => height));
  let bottom = under;
  if (isColumned) {
    for (const [i, picture] of pictures.entries()) {
      const end = await sheet.legends(picture.legends, columnAt(i), under, column);
      bottom = Math.max(bottom, end);
    }
  } else {
    bottom = await sheet.legends(legends, border, under, inner);
  }
  const lines = await wrapped(caption, textSize, inner);
  if (lines.length > 0) bottom = sheet.lines(lines, border, bottom + gap, 'ink');
  return {
    width: inner + 2 * border,
    height: bottom + border,
    marks: sheet.marks,
    title: caption.join(' '),
  };
}

async function wrapped(texts: string[], size: number, width: number): Promise<string[]> {
  return (await Promise.all(texts.map((text) => textLines(text, size, width)))).flat();
}

function sizeOf({ layers }: FigurePicture, factor: number): Size {
  const { width = 1, height = 1 } = layers[0]?.geometry.photo ?? {};
  return { width: width * factor, height: height * factor };
}

/** @param isOver whether it lies over another layer, with a line at its right edge */
function drawLayer(sheet: Sheet, layer: FigureLayer, place: Rect, isOver: boolean): void {
  const scale = place.width / layer.geometry.photo.width;
  const inFigure = ({ x, y, width, height }: Rect): Rect =>
    wholePixels({
      x: place.x + x * scale,
      y: place.y + y * scale,
      width: width * scale,
      height: height * scale,
    });
  const clip = { ...place, width: Math.round(place.width * layer.until) };
  const { photo, map, box } = layer;
  if (isOver) sheet.marks.push({ kind: 'fill', rect: clip, clip, colour: '#ffffff', opacity: 1 });
  if (layer.showsPhoto) sheet.marks.push({ kind: 'photo', photo, rect: place, clip });
  if (map) sheet.marks.push({ kind: 'map', map, rect: inFigure(map.area), clip });
  if (layer.marksSeen) sheet.dimAround(inFigure(layer.geometry.seen), place, clip);
  if (box) sheet.box(inFigure(box), clip, place);
  if (isOver) sheet.divider(clip.x + clip.width, place);
}
