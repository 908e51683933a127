import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { LinearHead } from '../../../src/cam/linear/samples/linearHead.ts';
import type { Samples } from '../../../src/cam/linear/samples/samples.ts';

interface GoldenHead {
  /** classes×d; of two classes scikit-learn gives one row. */
  weights: number[];
  biases: number[];
}

/** One problem of `test/fixtures/linear/makeLinear.py`, with what scikit-learn answers. */
export interface GoldenCase {
  title: string;
  rows: number;
  columns: number;
  classes: number;
  strength: number;
  features: number[];
  labels: number[];
  groups: number[];
  folds: number[];
  ridge: GoldenHead;
  near: { threshold: number; pairs: [first: number, second: number, cosine: number][] };
  leaveOneOut?: number[];
  balancedAccuracy?: number;
  leaveGroupsOut?: number[];
  outOfFold?: number[];
  squaredHinge?: GoldenHead;
  logistic?: GoldenHead;
}

const file = new URL('../../fixtures/linear/linear.json', import.meta.url);

export const cases: readonly GoldenCase[] = JSON.parse(readFileSync(file, 'utf8')).cases;

export function samplesOfCase({ rows, columns, features, classes, labels }: GoldenCase): Samples {
  return {
    features: { rows, columns, values: Float32Array.from(features) },
    classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
    labels,
  };
}

/** Asserts that each value is within `tolerance` of the largest expected one. */
export function assertNear(
  found: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  assert.equal(found.length, expected.length, `${what}: length`);
  const allowed = tolerance * Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    const isNear = Math.abs((found[i] ?? Number.NaN) - value) <= allowed;
    assert.ok(isNear, `${what}[${i}]: ${found[i]} instead of ${value}, ± ${allowed}`);
  }
}

export function assertHead(found: LinearHead, expected: GoldenHead, tolerance: number): void {
  assertNear(found.weights.values, expected.weights, tolerance, 'weights');
  assertNear(found.biases, expected.biases, tolerance, 'biases');
}
