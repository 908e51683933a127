import { t } from '@vscode/l10n';
import type { Sides } from '../base/geometry.ts';
import { asSides, sidesOf } from '../base/geometry.ts';
import type { InputFacts } from './inputFacts.ts';
import type { Preprocessing } from './preprocessing.ts';

/** Which part of a picture the model gets, and how it is made to fit. */
export type PictureGeometry = Pick<Preprocessing, 'resize' | 'crop'>;

/** Input side if the model takes any. */
const DEFAULT_SIDE = 224;

/** Inputs of at most this side are for small pictures of one thing (CIFAR, signs, digits): nothing is cut off. */
const SMALL_SIDE = 96;

/** Size of the model's input; a free side is as long as the other one, or 224. */
export function inputSides({ width, height }: InputFacts): Sides {
  const size = {
    width: width ?? height ?? DEFAULT_SIDE,
    height: height ?? width ?? DEFAULT_SIDE,
  };
  return asSides(size);
}

/** torchvision's way: the shorter side to round(S·256/224), then the centre crop of the input's size S. */
export function shorterSide(input: InputFacts): PictureGeometry {
  const crop = inputSides(input);
  const larger = (side: number) => Math.round((side * 256) / 224);
  const { width, height } = sidesOf(crop);
  const size = asSides({ width: larger(width), height: larger(height) });
  return { resize: { mode: 'shorter-side', size, skipIfFits: true }, crop };
}

/** The whole picture, whatever its proportions. */
export function stretchedGeometry(input: InputFacts): PictureGeometry {
  return { resize: { mode: 'stretch', size: inputSides(input) }, crop: 0 };
}

/**
 * The geometry if no source states one: torchvision's, but stretched to an input that is not square, has one channel,
 * or is small. A picture that has the input's size is taken as it is.
 */
export function guessedGeometry(input: InputFacts): PictureGeometry & { why: string } {
  const { width, height } = sidesOf(inputSides(input));
  const stretched = stretchedGeometry(input);
  if (width !== height) return { ...stretched, why: t('stretched, since the input is not square') };
  if (input.channels === 1) return { ...stretched, why: t('stretched') };
  if (width <= SMALL_SIDE) {
    return { ...stretched, why: t('stretched, since the input is small') };
  }
  return { ...shorterSide(input), why: t('shorter side and centre crop') };
}
