import assert from 'node:assert/strict';
import type { KindSummary } from '../../../src/cam/classifier/summary.ts';
import { summariseKind } from '../../../src/cam/classifier/summary.ts';
import type { GradientCheck } from '../../../src/cam/results/fidelity.ts';
import { describeFidelity } from '../../../src/cam/results/fidelity.ts';

const grid = { width: 7, height: 7 };
const mean = { kind: 'mean' } as const;
const off = (relativeResidual: number) => ({
  residual: relativeResidual * 10,
  relativeResidual,
  checkedClasses: 1000,
});

const gradient = (facts: Partial<GradientCheck>): GradientCheck => ({
  headResidual: 1e-7,
  uncertainty: 1e-4,
  reach: Float32Array.of(0.4, 0.3, 0.5),
  top: 1,
  ...facts,
});
const textOf = (facts: Partial<GradientCheck>) =>
  describeFidelity('gradCam', mean, grid, off(0.1), 'float32', gradient(facts)).text;

describe('fidelity', () => {
  it('is exact up to 1e-4 of the largest logit, and not beyond', () => {
    const close = describeFidelity('positionWeights', mean, grid, off(9e-5), 'float32', undefined);
    assert.equal(close.standing, 'exact');
    assert.match(
      close.text,
      /^Exact position-weight map · 7×7 · the map adds up to the logit \(error 9e-4\)/,
    );
    const far = describeFidelity('powerPooled', mean, grid, off(2e-4), 'float32', undefined);
    assert.equal(far.standing, 'mismatch');
    assert.match(far.text, /misses the logits by up to 0\.020 %.*do not rely on this map/);
  });

  it('never accepts values that are not numbers', () => {
    assert.equal(
      describeFidelity('cam', mean, grid, off(Number.NaN), 'float32', undefined).standing,
      'mismatch',
    );
    const of = describeFidelity(
      'gradCam',
      mean,
      grid,
      off(0.1),
      'float32',
      gradient({ headResidual: Number.NaN }),
    );
    assert.equal(of.standing, 'mismatch');
  });

  it('of a gradient is approximate, however small its error', () => {
    const claim = describeFidelity('gradCam', mean, grid, off(1e-6), 'float32', gradient({}));
    assert.equal(claim.standing, 'approximate');
    assert.match(claim.text, /^Grad-CAM · 7×7 · gradient of the head/);
    const rough = describeFidelity('gradCam', mean, grid, off(1.204), 'float32', gradient({}));
    assert.match(rough.text, /misses the logits by up to 120 % of the largest logit$/);
  });

  it('of a gradient of another head than the model has is a mismatch', () => {
    const claim = describeFidelity(
      'gradCam',
      mean,
      grid,
      off(0.1),
      'float32',
      gradient({ headResidual: 0.02 }),
    );
    assert.equal(claim.standing, 'mismatch');
    assert.match(claim.text, /gives other logits, off by up to 2\.0 %/);
  });

  it('of a gradient that small steps contradict is a mismatch', () => {
    for (const uncertainty of [0.2, Number.POSITIVE_INFINITY, Number.NaN]) {
      const check = gradient({ uncertainty });
      const claim = describeFidelity('gradCam', mean, grid, off(0.1), 'float32', check);
      assert.equal(claim.standing, 'mismatch');
      assert.match(claim.text, /^Uncertain gradient .*do not rely on this map$/);
    }
  });

  it('says if there is no gradient, or almost none', () => {
    assert.doesNotMatch(textOf({}), / 0 /);
    const all = textOf({ reach: new Float32Array(3) });
    assert.match(all, / · the gradient of every class is 0 for this image: all maps are empty · /);
    const top = textOf({ reach: Float32Array.of(0.4, 0, 0) });
    assert.match(top, / 2 of 3 classes is 0 for this image: .*empty, including the top/);
    const other = textOf({ reach: Float32Array.of(0, 0.3, 0.5) });
    assert.match(
      other,
      / the gradient of 1 of 3 classes is 0 for this image: their maps are empty ·/,
    );
    const nearly = textOf({ reach: Float32Array.of(0.4, 2e-4, 0.5) });
    assert.match(nearly, / nearly 0 .* by at most 0\.020 %\): its map shows next to nothing · /);
  });
});

describe('the summary of a model', () => {
  const facts: Parameters<typeof summariseKind>[0] = {
    mapKind: 'cam',
    poolings: ['mean'],
    power: undefined,
    readout: mean,
    layout: { channelAxis: 1, channels: 512, width: 7, height: 7 },
    classes: 1000,
    precision: 'float32',
    probeResidual: 4e-7,
  };

  it('says what an exact map is made of', () => {
    assert.deepEqual(summariseKind(facts), {
      standing: 'exact',
      text: 'Exact CAM: 512 channels × 7×7, mean pooling, linear layer to 1000 classes (checked on a probe, error 4e-7)',
    } satisfies KindSummary);
  });

  it('names the exponent of a generalised mean', () => {
    const power = {
      inner: new Float64Array(512).fill(1),
      outer: new Float64Array(512).fill(1 / 3),
    };
    const { text } = summariseKind({
      ...facts,
      mapKind: 'powerPooled',
      poolings: ['power'],
      power,
    });
    assert.match(text, /GeM pooling \(p = 3\).*: the map shows each position's share$/);
  });

  it('says that a gradient is not exact, and what it is the gradient of', () => {
    const both = { ...facts, mapKind: 'gradCam', poolings: ['mean', 'max'] } as const;
    const { standing, text } = summariseKind({ ...both, poolings: [...both.poolings] });
    assert.equal(standing, 'approximate');
    assert.match(text, /^Grad-CAM: .* mean and max pooling, non-linear head .* not exact$/);
  });

  it('says how exact 8 bits are', () => {
    const { standing, text } = summariseKind({ ...facts, precision: 'int8' });
    assert.equal(standing, 'approximate');
    assert.match(text, /^CAM within 8-bit rounding: /);
  });
});
