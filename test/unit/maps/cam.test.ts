import assert from 'node:assert/strict';
import {
  channelMap,
  channelMeans,
  classMap,
  contrastMap,
  meanOf,
  rangeOf,
  readLogit,
} from '../../../src/cam/maps/cam.ts';
import {
  assertClose,
  classWeights,
  featureMap,
  goldenMap,
  goldenMaps,
  scalarMap,
} from './golden.ts';

const { cam } = goldenMaps;

describe('class activation maps', () => {
  it('are Σ w f for every class, as NumPy computes them', () => {
    for (let c = 0; c < cam.classes; c++) {
      const map = classMap(featureMap, classWeights, c);
      assert.deepEqual([map.width, map.height], [cam.width, cam.height]);
      assertClose(map.values, goldenMap(c), 1e-6);
    }
  });

  it('add up in float64: a small channel survives between two large ones', () => {
    const values = Float32Array.of(1e8, 1, -1e8);
    const map = classMap(
      { channels: 3, width: 1, height: 1, values },
      {
        classes: 1,
        channels: 3,
        positions: 1,
        weights: Float32Array.of(1, 1, 1),
        bias: Float32Array.of(0),
      },
      0,
    );
    assert.equal(map.values[0], 1);
  });

  it('contrast two classes by the difference of their weights', () => {
    assertClose(contrastMap(featureMap, classWeights, 2, 5).values, cam.contrast_2_5, 1e-6);
  });

  it('of the contrast explain the gap between the two logits', () => {
    const mean = meanOf(contrastMap(featureMap, classWeights, 2, 5));
    const gap = mean + (classWeights.bias[2] ?? 0) - (classWeights.bias[5] ?? 0);
    assertClose([gap], [(cam.logitsMean[2] ?? 0) - (cam.logitsMean[5] ?? 0)], 1e-6);
  });

  it('show a channel as it is', () => {
    const positions = cam.width * cam.height;
    assertClose(
      channelMap(featureMap, 4).values,
      Float32Array.from(cam.features.slice(4 * positions, 5 * positions)),
      0,
    );
  });

  it('give the mean of every channel', () => {
    assertClose(channelMeans(featureMap), cam.channelMeans, 1e-12);
  });

  it('read back the logit by mean pooling', () => {
    for (let c = 0; c < cam.classes; c++) {
      const map = scalarMap(cam.width, cam.height, goldenMap(c));
      const logit = readLogit(map, classWeights.bias[c] ?? 0, { kind: 'mean' });
      assertClose([logit], [cam.logitsMean[c] ?? 0], 1e-6);
    }
  });

  it('read back the logit through a ReLU with border positions', () => {
    const readout = { kind: 'meanOfRelu', borderPositions: cam.borderPositions } as const;
    for (let c = 0; c < cam.classes; c++) {
      const map = scalarMap(cam.width, cam.height, goldenMap(c));
      const logit = readLogit(map, classWeights.bias[c] ?? 0, readout);
      assertClose([logit], [cam.logitsMeanOfRelu[c] ?? 0], 1e-6);
    }
  });

  it('refuse classes, channels and weights that do not exist', () => {
    assert.throws(() => classMap(featureMap, classWeights, 7), /class 7 does not exist/);
    assert.throws(() => classMap(featureMap, classWeights, -1), RangeError);
    assert.throws(() => classMap(featureMap, classWeights, 0.5), RangeError);
    assert.throws(() => channelMap(featureMap, 12), /channel 12 does not exist/);
    const other = { ...classWeights, channels: 11 };
    assert.throws(() => classMap(featureMap, other, 0), /11 channels/);
  });

  it('are scaled by their peak, by the deepest value if nothing is positive, by 1 if flat', () => {
    assert.deepEqual(rangeOf(scalarMap(3, 1, [-4, 2, 1])), { min: -4, max: 2, scale: 2 });
    assert.equal(rangeOf(scalarMap(2, 1, [-4, 0.5])).scale, 0.5);
    assert.equal(rangeOf(scalarMap(2, 1, [-4, -1])).scale, 4);
    assert.equal(rangeOf(scalarMap(2, 1, [0, 0])).scale, 1);
  });
});
