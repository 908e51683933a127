import { t } from '@vscode/l10n';
import type { ImageInput } from '../../../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../../../config/preprocessing.ts';

/** A colour, 0…255 for each channel of the picture, and what it is called. */
export interface NamedColour {
  colour: number[];
  name: string;
}

const IMAGENET = [0.485, 0.456, 0.406];

/** Of 0…255: as near as this to a mean, a colour is called by it. */
const NEAR = 1;

const GREY = 127.5;

/**
 * The colour to which pixels are deleted: the data set's mean, where the preprocessing or the model itself subtracts one
 * (the pixel that becomes 0); else mid grey.
 */
export function meanColour(
  { channels, scale, mean, std }: Pick<Preprocessing, 'channels' | 'scale' | 'mean' | 'std'>,
  { scaling }: Pick<ImageInput, 'scaling'>,
): NamedColour {
  const count = channels === 'gray' ? 1 : 3;
  const inOrder = Array.from({ length: count }, (_, c) => {
    const zero = -(scaling?.offsets[c] ?? 0) / (scaling?.factors[c] ?? 1);
    return (zero * (std[c] ?? 1) + (mean[c] ?? 0)) / scale;
  });
  const colour = channels === 'BGR' ? inOrder.toReversed() : inOrder;
  if (!colour.every((value) => value > NEAR && value < 255 - NEAR)) {
    return { colour: colour.map(() => GREY), name: t('mid grey') };
  }
  const isImageNet = colour.every((value, c) => Math.abs(value - 255 * (IMAGENET[c] ?? 0)) < NEAR);
  return {
    colour,
    name:
      isImageNet && count === 3
        ? t('the mean colour of ImageNet')
        : t('the mean colour of the preprocessing'),
  };
}
