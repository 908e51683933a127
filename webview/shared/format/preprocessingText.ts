import { t } from '@vscode/l10n';
import { sidesText } from '../../../src/cam/base/geometry.ts';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';

/** How a picture becomes the model's input, in words: its geometry, then its values. */
export function preprocessingTexts(preprocessing: Preprocessing): [string, string] {
  const { resize, crop, channels, scale, mean, std, interpolation } = preprocessing;
  const cropped = crop === 0 ? '' : ` · ${t('centre crop {0} px', sidesText(crop))}`;
  const unless = resize.skipIfFits ? ` · ${t('unchanged if it already fits')}` : '';
  const list = (values: readonly number[]): string => values.map(rounded).join(', ');
  return [
    t('{0} px, {1}{2}', resizeText(resize), interpolation, cropped + unless),
    t('{0} × {1} · mean {2} · std {3}', channels, scaleText(scale), list(mean), list(std)),
  ];
}

function resizeText({ mode, size }: Preprocessing['resize']): string {
  switch (mode) {
    case 'stretch':
      return t('stretched to {0}', sidesText(size));
    case 'letterbox':
      return t('fitted into {0}', sidesText(size));
    case 'shorter-side':
      return t('shorter side to {0}', sidesText(size));
  }
}

/** Most scales are one over a whole number, as 1/255. */
function scaleText(scale: number): string {
  const inverse = Math.round(1 / scale);
  const isInverse = inverse > 1 && Math.abs(inverse * scale - 1) < 1e-6;
  return isInverse ? `1/${inverse}` : rounded(scale);
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
