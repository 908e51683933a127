import assert from 'node:assert/strict';
import type { ClassWeights, FeatureMap, ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import golden from '../../fixtures/maps/golden.json' with { type: 'json' };

/** Values from NumPy and PyTorch; made by test/fixtures/maps/make.py. */
export const goldenMaps = golden;

export const featureMap: FeatureMap = {
  channels: golden.cam.channels,
  width: golden.cam.width,
  height: golden.cam.height,
  values: Float32Array.from(golden.cam.features),
};

export const classWeights: ClassWeights = {
  classes: golden.cam.classes,
  channels: golden.cam.channels,
  positions: 1,
  weights: Float32Array.from(golden.cam.weights),
  bias: Float32Array.from(golden.cam.bias),
};

/** The map of one class as NumPy computed it, in float64. */
export function goldenMap(classIndex: number): number[] {
  const positions = golden.cam.width * golden.cam.height;
  return golden.cam.maps.slice(classIndex * positions, (classIndex + 1) * positions);
}

export function scalarMap(width: number, height: number, values: ArrayLike<number>): ScalarMap {
  assert.equal(values.length, width * height);
  return { width, height, values: Float32Array.from(values) };
}

/** Every value within `tolerance` of the expected one. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    assert.ok(difference <= tolerance, `at ${i}: ${actual[i]} is not ${expected[i]}`);
  }
}
