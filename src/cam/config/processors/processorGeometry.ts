import { t } from '@vscode/l10n';
import type { Sides, Size } from '../../base/geometry.ts';
import { asSides, sidesOf } from '../../base/geometry.ts';
import type { JsonObject } from '../../base/jsonShape.ts';
import { isObject, isPositiveInteger } from '../../base/jsonShape.ts';
import type { PreprocessingPatch } from '../preprocessingPatch.ts';
import { cropShare } from './cropShare.ts';
import type { ProcessorSettings } from './processorTypes.ts';
import { isOn } from './processorTypes.ts';

type GeometryPatch = Pick<PreprocessingPatch, 'resize' | 'crop' | 'cropRounding'>;

/** `size` of an image processor: the shorter side, or both. */
type ProcessorSize = { shortest: number } | Size;

/**
 * How an image processor of transformers resizes and cuts. Its crops begin at the pixel before the half.
 * @param notices gets what is not offered
 */
export function processorGeometry(
  processor: ProcessorSettings,
  file: string,
  notices: string[],
): GeometryPatch {
  const { settings } = processor;
  if (!isOn(settings, 'do_resize')) {
    notices.push(t('{0}: do_resize is false; images of another size are resized anyway.', file));
    return {};
  }
  const size = sizeOf(settings.size, processor.isSquare);
  const resize = size && resizeOf(size, processor, file, notices);
  if (!resize) {
    if (settings.size !== undefined)
      notices.push(t('{0}: its way of resizing is not supported.', file));
    return {};
  }
  for (const key of ['longest_edge', 'max_height', 'max_width']) {
    if (isObject(settings.size) && typeof settings.size[key] === 'number') {
      notices.push(t('{0}: {1} is not supported and is left out.', file, `size.${key}`));
    }
  }
  if (settings.do_pad === true && isObject(settings.pad_size)) {
    notices.push(t('{0}: {1} is not supported and is left out.', file, 'do_pad'));
  }
  const { crop, ...others } = resize;
  const cut = cropOf(processor, resize, size);
  if (crop !== 0 && cut !== crop && processor.type !== 'Perceiver') {
    notices.push(t('{0}: {1} is taken as the only crop.', file, 'crop_size'));
  }
  return cut === 0
    ? { resize: others, crop: 0 }
    : { resize: others, crop: cut, cropRounding: 'down' };
}

/** The crop that is stated, else that of the processor's rule; Segformer has none. */
function cropOf(
  { type, standing, settings }: ProcessorSettings,
  { crop }: Resizing,
  size: ProcessorSize,
): Sides {
  if (type === 'Perceiver' || type === 'Segformer' || settings.do_center_crop !== true) return crop;
  const stated = sidesOfSize(settings.crop_size);
  if (stated !== undefined || standing === 'known') return stated ?? crop;
  return 'shortest' in size ? size.shortest : asSides(size);
}

type Resizing = NonNullable<PreprocessingPatch['resize']> & { crop: Sides };

/** The rule of the processor's type. */
function resizeOf(
  size: ProcessorSize,
  { type, standing, settings }: ProcessorSettings,
  file: string,
  notices: string[],
): Resizing | undefined {
  const share = cropShare(settings.crop_pct, file, notices);
  const divisor = isPositiveInteger(settings.size_divisor) ? settings.size_divisor : 1;
  switch (type) {
    case 'Levit':
      return 'shortest' in size
        ? shorterSide(Math.floor((256 / 224) * size.shortest))
        : stretch(size);
    case 'PoolFormer':
      return share === undefined ? plain(size) : poolFormer(size, share);
    case 'TextNet':
      return 'shortest' in size ? { ...plain(size), multipleOf: divisor } : undefined;
    case 'PPLCNet':
      return isPositiveInteger(settings.resize_short)
        ? { ...shorterSide(settings.resize_short), multipleOf: divisor, longSide: 'nearest' }
        : plain(size);
    case 'Perceiver':
      return 'shortest' in size ? undefined : perceiver(size, settings, file, notices);
    default:
      break;
  }
  const isConvNext =
    type === 'ConvNext' ||
    (standing === 'unknown' && settings.do_center_crop === undefined && share !== undefined);
  if (isConvNext) return convNext(size, share ?? 224 / 256);
  return plain(size);
}

function plain(size: ProcessorSize): Resizing {
  return 'shortest' in size ? shorterSide(size.shortest) : stretch(size);
}

function shorterSide(size: number, crop: Sides = 0): Resizing {
  return { mode: 'shorter-side', size, crop };
}

function stretch(size: Size): Resizing {
  return { mode: 'stretch', size: asSides(size), crop: 0 };
}

/** Large pictures are stretched to a square; of small ones a share of the shorter side is kept. */
function convNext(size: ProcessorSize, share: number): Resizing | undefined {
  const side = 'shortest' in size ? size.shortest : size.width === size.height ? size.width : 0;
  if (side === 0) return undefined;
  return side < 384
    ? shorterSide(Math.floor(side / share), side)
    : stretch({ width: side, height: side });
}

function poolFormer(size: ProcessorSize, share: number): Resizing {
  const larger = (side: number) => Math.floor(side / share);
  if ('shortest' in size) return shorterSide(larger(size.shortest));
  const { width, height } = size;
  return width === height
    ? shorterSide(larger(width))
    : stretch({ width: larger(width), height: larger(height) });
}

/** It cuts before it resizes, which gives nearly the same as the other way round. */
function perceiver(
  size: Size,
  settings: JsonObject,
  file: string,
  notices: string[],
): Resizing | undefined {
  const cropped = sidesOfSize(settings.crop_size);
  if (settings.do_center_crop !== true || cropped === undefined) return stretch(size);
  const { width, height } = sidesOf(cropped);
  if (width !== height || size.width !== size.height) return undefined;
  notices.push(
    t(
      '{0}: the image is resized, then cropped, which is nearly the same as the other way round.',
      file,
    ),
  );
  return shorterSide(width, size.width);
}

/** The forms of `size`: a number, height and width in a list, or an object. */
function sizeOf(size: unknown, isSquare: boolean): ProcessorSize | undefined {
  if (isPositiveInteger(size)) return isSquare ? sidesOf(size) : { shortest: size };
  const [height, width] = Array.isArray(size)
    ? size
    : isObject(size)
      ? [size.height, size.width]
      : [];
  if (isPositiveInteger(height) && isPositiveInteger(width)) return { width, height };
  return isObject(size) && isPositiveInteger(size.shortest_edge)
    ? { shortest: size.shortest_edge }
    : undefined;
}

function sidesOfSize(size: unknown): Sides | undefined {
  const found = sizeOf(size, true);
  return found && !('shortest' in found) ? asSides(found) : undefined;
}
