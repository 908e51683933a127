import assert from 'node:assert/strict';
import { ablatedLogits, canAblate, withoutChannels } from '../../../src/cam/maps/ablation.ts';
import { classMap, readLogit } from '../../../src/cam/maps/cam.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import { assertClose, classWeights, featureMap, goldenMap, goldenMaps } from './golden.ts';

/** Values from NumPy; made by test/fixtures/maps/make.py. */
const { classes, channels } = goldenMaps.cam;
const all = Array.from({ length: channels }, (_, k) => k);

/** mean(M_c) + b_c. */
const logits = Float32Array.from({ length: classes }, (_, c) => {
  const map = goldenMap(c);
  return map.reduce((sum, value) => sum + value, 0) / map.length + (classWeights.bias[c] ?? 0);
});

describe('Logits of a picture without channels', () => {
  it('are the biases if no channel is left', () => {
    assertClose(ablatedLogits(featureMap, classWeights, logits, all), classWeights.bias, 2e-6);
    assertClose(ablatedLogits(featureMap, classWeights, logits, []), logits, 0);
  });

  it('lose the weight times the mean of the channel', () => {
    const positions = featureMap.width * featureMap.height;
    for (const k of all) {
      const found = ablatedLogits(featureMap, classWeights, logits, [k]);
      let sum = 0;
      for (let i = 0; i < positions; i++) sum += featureMap.values[k * positions + i] ?? 0;
      const expected = logits.map(
        (logit, c) => logit - ((classWeights.weights[c * channels + k] ?? 0) * sum) / positions,
      );
      assertClose(found, expected, 2e-6);
    }
  });

  it('follow the weights of each position if the head has them', () => {
    const map = { channels: 2, width: 2, height: 1, values: Float32Array.of(1, 2, 3, 4) };
    const weights = {
      ...{ classes: 1, channels: 2, positions: 2 },
      weights: Float32Array.of(2, 4, 6, 8),
      bias: Float32Array.of(0),
    };
    // (2·1 + 4·2)/2 + (6·3 + 8·4)/2 = 5 + 25
    const own = Float32Array.of(30);
    assert.deepEqual([...ablatedLogits(map, weights, own, [0])], [25]);
    assert.deepEqual([...ablatedLogits(map, weights, own, [1])], [5]);
  });

  it('are those of the map without them, and give a new ranking', () => {
    const whole = {
      ...{ featureMap, logits, classWeights: undefined },
      ...{ ranking: Uint32Array.of(), claim: { standing: 'exact', text: 'Exact CAM' } },
    } as unknown as Explanation;
    const model = { classWeights, activation: 'softmax' } as const;
    const found = withoutChannels(whole, model, [0, 2]);
    const predicted = Float32Array.from({ length: classes }, (_, c) =>
      readLogit(classMap(found.featureMap, classWeights, c), classWeights.bias[c] ?? 0, {
        kind: 'mean',
      }),
    );
    assertClose(found.logits, predicted, 2e-6);
    assertClose([found.probabilities.reduce((sum, p) => sum + p, 0)], [1], 1e-6);
    const [first = 0] = found.ranking;
    assert.equal(found.logits[first], Math.max(...found.logits));
    assert.equal(found.claim.text, 'Exact CAM · 2 channels switched off');
    assert.equal(withoutChannels(whole, model, []), whole);
  });

  it('are exact if the logits are linear in the map', () => {
    const mean = { kind: 'mean' } as const;
    assert.equal(canAblate({ mapKind: 'cam', readout: mean }), true);
    assert.equal(canAblate({ mapKind: 'positionWeights', readout: mean }), true);
    assert.equal(canAblate({ mapKind: 'gradCam', readout: mean }), false);
    const relu = { kind: 'meanOfRelu', borderPositions: 0 } as const;
    assert.equal(canAblate({ mapKind: 'classMap', readout: relu }), false);
  });

  it('do not exist for channels that the map does not have, or other weights', () => {
    assert.throws(() => ablatedLogits(featureMap, classWeights, logits, [channels]), RangeError);
    const other = { ...featureMap, channels: channels - 1 };
    assert.throws(() => ablatedLogits(other, classWeights, logits, [0]), RangeError);
    const wider = { channels: 1, width: 3, height: 1, values: Float32Array.of(1, 2, 3) };
    const ofTwo = {
      ...{ classes: 1, channels: 1, positions: 2 },
      weights: Float32Array.of(1, 1),
      bias: Float32Array.of(0),
    };
    assert.throws(() => ablatedLogits(wider, ofTwo, Float32Array.of(0), [0]), /2 positions/);
  });
});
