import { t } from '@vscode/l10n';
import type { Geometry, Rect } from '../base/geometry.ts';
import type { Turn } from '../maps/turn.ts';
import { isUpright, UPRIGHT } from '../maps/turn.ts';
import type { PlaceCheck } from '../results/placeCheck.ts';

/** Where the cells of a model's map lie in its input. */
export interface Placement {
  /** Puts the map upright. */
  turn: Turn;
  /** The part of the input that the upright map covers, in fractions of the input's sides. */
  area: Rect;
  /** Whether the model never sees the rest of the input. */
  isCut: boolean;
  /** False for a model that gives another answer for the same picture. */
  isRepeatable: boolean;
  /** False for a model that does not give what the runtime makes of its file. */
  isOfFile: boolean;
  check: PlaceCheck;
}

/** All of the input. */
export const WHOLE: Rect = { x: 0, y: 0, width: 1, height: 1 };

export const STRETCHED = {
  turn: UPRIGHT,
  area: WHOLE,
  isCut: false,
  isRepeatable: true,
  isOfFile: true,
};

/** A map stretched over the input. */
export function stretched(check: PlaceCheck): Placement {
  return { ...STRETCHED, check };
}

/** A map that needs no measurement. */
export function inPlace(): Placement {
  return stretched({
    standing: 'inPlace',
    by: 'layers',
    text: t('in place, according to its layers'),
  });
}

/** A map that is made of the pixels of the input, whatever the model does to them. */
export function inItsPixels(): Placement {
  return stretched({ standing: 'inPlace', text: t('in place, made of the image itself') });
}

/** A map whose place cannot be measured. */
export function uncheckedPlacement(reason: string): Placement {
  return stretched({ standing: 'unchecked', text: t('place not checked: {0}', reason) });
}

/** A map whose place is not measured yet. */
export function pendingPlacement(): Placement {
  return stretched({ standing: 'pending', text: t('place not checked yet') });
}

/** The geometry of a picture under a map that lies as `placement` says. */
export function placed(geometry: Geometry, { area, isCut }: Placement): Geometry {
  if (area === WHOLE || isWhole(area)) return geometry;
  const { crop, photo, resized, seen } = geometry;
  const mapped = {
    x: crop.x + area.x * crop.width,
    y: crop.y + area.y * crop.height,
    width: area.width * crop.width,
    height: area.height * crop.height,
  };
  if (!isCut) return { ...geometry, mapped };
  const scale = { x: photo.width / resized.width, y: photo.height / resized.height };
  return {
    ...geometry,
    mapped,
    seen: {
      ...along('x', 'width', seen, mapped, scale.x),
      ...along('y', 'height', seen, mapped, scale.y),
    } as Rect,
  };
}

/** What both rectangles cover along one axis; `part` is in the pixels of the resized photo. */
function along(
  start: 'x' | 'y',
  length: 'width' | 'height',
  seen: Rect,
  part: Rect,
  scale: number,
): Partial<Rect> {
  const from = Math.max(seen[start], part[start] * scale);
  const to = Math.min(seen[start] + seen[length], (part[start] + part[length]) * scale);
  return { [start]: from, [length]: Math.max(0, to - from) };
}

function isWhole({ x, y, width, height }: Rect): boolean {
  return x === 0 && y === 0 && width === 1 && height === 1;
}

/** What the model does to the picture, for a map that is not simply stretched over it. */
export function describeMove({
  turn,
  area,
  isCut,
}: Pick<Placement, 'turn' | 'area' | 'isCut'>): string {
  const moves = [
    ...(isUpright(turn) ? [] : [describeTurn(turn)]),
    ...(isWhole(area) ? [] : [describeArea(area, isCut)]),
  ];
  const done = moves.length > 1 ? t('{0} and {1}', moves[0] ?? '', moves[1] ?? '') : moves[0];
  return t('the model {0}; the map is drawn where it looked', done ?? '');
}

function describeTurn({ transposed, mirrored, upsideDown }: Turn): string {
  if (transposed) {
    return mirrored === upsideDown ? t('swaps rows and columns') : t('turns the image by 90°');
  }
  if (mirrored && upsideDown) return t('turns the image upside down');
  return mirrored ? t('mirrors the image') : t('flips the image top to bottom');
}

function describeArea({ width, height }: Rect, isCut: boolean): string {
  if (isCut) return t('looks at part of the image');
  if (width > 1 || height > 1) return t('puts a border around the image');
  return width < 1 || height < 1
    ? t('leaves out the image’s border')
    : t('pads one side of the image more');
}
