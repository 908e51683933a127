import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Preprocessing } from '../config/preprocessing.ts';

/**
 * The same preprocessing without the border of the part that is seen now.
 * @param border share of its width to the left and to the right, and of its height at the top and at the bottom, 0…0.4; a
 *   little more may be cut, so that sizes stay whole pixels
 * @throws CamError `preprocessingMismatch` for a letterbox, whose border may be filled; RangeError for another share
 */
export function withoutBorder(preprocessing: Preprocessing, border: number): Preprocessing {
  if (border === 0) return preprocessing;
  if (!(border > 0 && border <= 0.4)) throw new RangeError(`a border of ${border}`);
  const { resize, crop } = preprocessing;
  if (resize.mode === 'letterbox') throw borderOfLetterbox();
  const { skipIfFits: _, ...others } = resize;
  const larger = (side: number) => Math.ceil(side / (1 - 2 * border) - 1e-9);
  const { size } = resize;
  return {
    ...preprocessing,
    resize: {
      ...others,
      size:
        typeof size === 'number'
          ? larger(size)
          : { width: larger(size.width), height: larger(size.height) },
    },
    crop: crop === 0 ? size : crop,
  };
}

function borderOfLetterbox(): CamError {
  return new CamError({
    code: 'preprocessingMismatch',
    message: t('A letterbox leaves nothing of a picture out, so no border of it can be cut away.'),
    nextAction: t('Choose another way to resize in the preprocessing, stretch for instance.'),
  });
}
