import type { Layer } from '../../../src/cam/results/inspection.ts';
import { strings, times } from './strings.ts';

/** Module in the code, else the node, else the tensor. */
export function layerName({ module, node, tensor }: Layer): string {
  return module || node || tensor;
}

/** `512 × 7 × 7`, channels first. */
export function shapeText({ shape }: Layer): string {
  return shape ? times(shape.channels, shape.height, shape.width) : strings.unknown;
}

export function strideText({ stride }: Layer): string {
  if (!stride) return strings.unknown;
  const { x, y } = stride;
  return x === y ? String(rounded(x)) : times(rounded(x), rounded(y));
}

export function receptiveFieldText({ receptiveField }: Layer): string {
  if (receptiveField === undefined) return strings.unknown;
  if (receptiveField === 'global') return strings.wholeImage;
  const { width, height } = receptiveField;
  const [x, y] = [rounded(width), rounded(height)];
  return strings.pixels(x === y ? String(x) : times(x, y));
}

/** Upsampling layers have fractions. */
function rounded(value: number): number {
  return Number(value.toFixed(2));
}
