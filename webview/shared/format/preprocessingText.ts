import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';

/** How a picture becomes the model's input, in words: its geometry, then its values. */
export function preprocessingTexts(preprocessing: Preprocessing): [string, string] {
  const { resize, crop, channels, scale, mean, std, interpolation } = preprocessing;
  const size =
    resize.mode === 'stretch' ? `stretched to ${resize.size}` : `shorter side to ${resize.size}`;
  const cropped = crop > 0 ? ` · centre crop ${crop} px` : '';
  const list = (values: readonly number[]): string => values.map(rounded).join(', ');
  return [
    `${size} px, ${interpolation}${cropped}`,
    `${channels} × ${scaleText(scale)} · mean ${list(mean)} · std ${list(std)}`,
  ];
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
