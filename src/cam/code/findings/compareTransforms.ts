import { t } from '@vscode/l10n';
import type { Sides } from '../../base/geometry.ts';
import { sidesOf } from '../../base/geometry.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import type { Transform } from '../python/transforms.ts';

/** A transform in code that differs from the preprocessing in use. */
export interface Disagreement {
  line: number;
  /** E.g. `mean 0.5, 0.5, 0.5; std 0.5, 0.5, 0.5`. */
  inCode: string;
  inUse: string;
}

const TOLERANCE = 1e-3;

/** The differences between the transforms of a script and the preprocessing in use for its model. */
export function compareTransforms(
  transforms: readonly Transform[],
  preprocessing: Preprocessing,
): Disagreement[] {
  return transforms.flatMap((transform) => {
    if (transform.name === 'Normalize') return compareNormalize(transform, preprocessing);
    const { resize, crop } = preprocessing;
    return sizes(transform.line, transform.size, transform.name === 'Resize' ? resize.size : crop);
  });
}

/** At this step torchvision's pixels are in 0 … 1, red first. */
function compareNormalize(
  { line, mean, std }: Extract<Transform, { name: 'Normalize' }>,
  used: Preprocessing,
): Disagreement[] {
  if (used.channels === 'BGR') return [];
  const toUnit = (values: readonly number[]) => values.map((value) => value / (255 * used.scale));
  const [usedMean, usedStd] = [toUnit(used.mean), toUnit(used.std)];
  if (alike(mean, usedMean) && alike(std, usedStd)) return [];
  return [{ line, inCode: text(mean, std), inUse: text(usedMean, usedStd) }];
}

/** @param inCode height and width, or one number for both */
function sizes(line: number, inCode: readonly number[], inUse: Sides): Disagreement[] {
  const { width, height } = sidesOf(inUse);
  const used = width === height ? [width] : [height, width];
  if (alike(inCode, used)) return [];
  return [{ line, inCode: inCode.join(' × '), inUse: inUse === 0 ? t('none') : used.join(' × ') }];
}

function text(mean: readonly number[], std: readonly number[]): string {
  const list = (values: readonly number[]) =>
    values.map((value) => Number(value.toPrecision(4))).join(', ');
  return t('mean {0}; std {1}', list(mean), list(std));
}

/** Compares number by number; a single number counts for all channels. */
function alike(a: readonly number[], b: readonly number[]): boolean {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [left, right] = [a[i] ?? a[0] ?? 0, b[i] ?? b[0] ?? 0];
    return Math.abs(left - right) <= TOLERANCE;
  }).every(Boolean);
}
