import assert from 'node:assert/strict';
import { checkIdentity } from '../../../src/cam/maps/identity.ts';
import { classWeights, featureMap, goldenMaps } from './golden.ts';

const { cam } = goldenMaps;
const relu = { kind: 'meanOfRelu', borderPositions: cam.borderPositions } as const;

describe('identity check', () => {
  it('finds nothing if the logits are those of mean pooling', () => {
    const logits = Float32Array.from(cam.logitsMean);
    const check = checkIdentity(featureMap, classWeights, { kind: 'mean' }, logits);
    assert.ok(Math.abs(check.residual) < 1e-6);
    assert.ok(check.relativeResidual < 1e-6);
    assert.equal(check.checkedClasses, cam.classes);
  });

  it('finds nothing if a ReLU is before the pooling and the readout says so', () => {
    const logits = Float32Array.from(cam.logitsMeanOfRelu);
    assert.ok(checkIdentity(featureMap, classWeights, relu, logits).relativeResidual < 1e-6);
  });

  it('detects the wrong readout', () => {
    const logits = Float32Array.from(cam.logitsMeanOfRelu);
    const check = checkIdentity(featureMap, classWeights, { kind: 'mean' }, logits);
    assert.ok(check.relativeResidual > 0.01);
  });

  it('gives the residual of the top class as prediction minus logit', () => {
    const logits = Float32Array.from(cam.logitsMean);
    const top = logits.indexOf(Math.max(...logits));
    logits[top] = (logits[top] ?? 0) + 0.5;
    const check = checkIdentity(featureMap, classWeights, { kind: 'mean' }, logits);
    assert.ok(Math.abs(check.residual + 0.5) < 1e-6);
    assert.ok(Math.abs(check.relativeResidual - 0.5 / (logits[top] ?? 0)) < 1e-6);
  });

  it('compares with the largest logit, however small it is', () => {
    for (const size of [1e-3, 1, 1e3]) {
      const weights = { ...classWeights, weights: classWeights.weights.map((each) => size * each) };
      const scaled = { ...weights, bias: classWeights.bias.map((each) => size * each) };
      const logits = Float32Array.from(cam.logitsMean, (logit) => size * logit);
      const largest = Math.max(...logits.map(Math.abs));
      const top = logits.indexOf(Math.max(...logits));
      logits[top] = (logits[top] ?? 0) - 0.1 * largest;
      const { relativeResidual } = checkIdentity(featureMap, scaled, { kind: 'mean' }, logits);
      const expected = (0.1 * largest) / Math.max(...logits.map(Math.abs));
      assert.ok(Math.abs(relativeResidual - expected) < 1e-4, `${relativeResidual} at ${size}`);
    }
  });

  it('finds a wrong logit of any class under mean pooling', () => {
    const logits = Float32Array.from(cam.logitsMean);
    const least = logits.indexOf(Math.min(...logits));
    logits[least] = (logits[least] ?? 0) + 0.25;
    const check = checkIdentity(featureMap, classWeights, { kind: 'mean' }, logits);
    assert.ok(Math.abs(check.residual) < 1e-6);
    assert.ok(check.relativeResidual > 0.05);
  });

  it('checks the five top classes and sixteen others if every class needs a map', () => {
    const classes = 1000;
    const many = {
      classes,
      channels: 1,
      positions: 1,
      weights: new Float32Array(classes).fill(1),
      bias: new Float32Array(classes),
    };
    const one = { channels: 1, width: 1, height: 1, values: Float32Array.of(3) };
    const logits = new Float32Array(classes).fill(3);
    for (const c of [101, 102, 103, 104, 105]) logits[c] = 4;
    const check = checkIdentity(one, many, { kind: 'meanOfRelu', borderPositions: 0 }, logits);
    assert.equal(check.checkedClasses, 21);
    assert.equal(check.relativeResidual, 0.25);
  });

  it('adds up weights of each position if the head has them', () => {
    const map = { channels: 2, width: 2, height: 1, values: Float32Array.of(1, 2, 3, 4) };
    const weights = {
      ...{ classes: 1, channels: 2, positions: 2 },
      weights: Float32Array.of(2, 4, 6, 8),
      bias: Float32Array.of(1),
    };
    // (2·1 + 4·2 + 6·3 + 8·4)/2 + 1
    const residualOf = (logit: number) =>
      checkIdentity(map, weights, { kind: 'mean' }, Float32Array.of(logit)).relativeResidual;
    assert.equal(residualOf(31), 0);
    assert.equal(residualOf(62), 0.5);
  });

  it('checks every one of up to 21 classes if every class needs a map', () => {
    for (const classes of [1, 20, 21]) {
      const weights = new Float32Array(classes).fill(1);
      const all = { classes, channels: 1, positions: 1, weights, bias: new Float32Array(classes) };
      const one = { channels: 1, width: 1, height: 1, values: Float32Array.of(2) };
      for (let wrong = 0; wrong < classes; wrong++) {
        const logits = new Float32Array(classes).fill(2);
        logits[wrong] = 1;
        const check = checkIdentity(one, all, { kind: 'meanOfRelu', borderPositions: 0 }, logits);
        assert.equal(check.checkedClasses, classes);
        assert.ok(check.relativeResidual >= 0.5, `class ${wrong} of ${classes}`);
      }
    }
  });

  it('adds up any number of channels', () => {
    for (const channels of [1, 2, 3, 5, 6, 7]) {
      const map = { channels, width: 1, height: 1, values: new Float32Array(channels).fill(2) };
      const weights = {
        ...{ classes: 2, channels, positions: 1 },
        weights: Float32Array.from({ length: 2 * channels }, (_, i) => (i < channels ? 1 : 3)),
        bias: Float32Array.of(0, 1),
      };
      // 2·1 and 2·3 of each channel.
      const logits = Float32Array.of(2 * channels, 6 * channels + 1);
      const check = checkIdentity(map, weights, { kind: 'mean' }, logits);
      assert.deepEqual([check.residual, check.relativeResidual], [0, 0], `${channels} channels`);
    }
  });

  it('finds nothing where all logits are 0, and so they should be', () => {
    const map = { channels: 1, width: 1, height: 1, values: Float32Array.of(0) };
    const weights = {
      ...{ classes: 1, channels: 1, positions: 1 },
      weights: Float32Array.of(1),
      bias: Float32Array.of(0),
    };
    const check = checkIdentity(map, weights, { kind: 'mean' }, Float32Array.of(0));
    assert.deepEqual([check.residual, check.relativeResidual], [0, 0]);
  });

  it('passes nothing on values that are not numbers', () => {
    const logits = Float32Array.from(cam.logitsMean);
    logits[3] = Number.NaN;
    const check = checkIdentity(featureMap, classWeights, { kind: 'mean' }, logits);
    assert.ok(Number.isNaN(check.relativeResidual));
  });

  it('refuses another number of logits', () => {
    assert.throws(
      () => checkIdentity(featureMap, classWeights, { kind: 'mean' }, new Float32Array(6)),
      /6 logits/,
    );
  });
});
