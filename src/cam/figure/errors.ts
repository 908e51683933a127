import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';

export function figureTooLarge({ width, height }: Size): CamError {
  return new CamError({
    code: 'imageTooLarge',
    message: t('The picture would have {0}×{1} pixels, too many for a PNG.', width, height),
    nextAction: t('Save it at 1×, or as SVG.'),
  });
}
