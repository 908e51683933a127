import assert from 'node:assert/strict';
import { magnitudePercentile, meanOfNeighbours } from '../../../../src/cam/maps/pixels/fineMap.ts';
import {
  methodBox,
  methodInterpolation,
  methodLimit,
} from '../../../../src/cam/maps/pixels/methodLook.ts';
import methods from '../../../fixtures/cli/methods.json' with { type: 'json' };
import { assertClose } from '../golden.ts';

const { width, height, values, smoothed, percentile99, box } = methods.spots;
const SPOTS = { width, height, values: Float32Array.from(values) };

describe('look of maps by a method', () => {
  it('smooths and clips maps of pixels as SciPy and NumPy do', () => {
    assertClose(meanOfNeighbours(SPOTS).values, smoothed, 1e-6);
    const signed = SPOTS.values.map((value, i) => (i % 2 === 0 ? value : -value));
    assertClose([magnitudePercentile({ ...SPOTS, values: signed }, 99)], [percentile99], 1e-6);
    assert.equal(methodLimit('smooth-grad', SPOTS), magnitudePercentile(SPOTS, 99));
    assert.equal(methodLimit('grad-cam', SPOTS), Math.max(...SPOTS.values));
  });

  it('has a scale also where nearly all pixels are 0', () => {
    const one = new Float32Array(width * height);
    one[7] = -3;
    assert.equal(methodLimit('gradient-input', { width, height, values: one }), 3);
    one[7] = 0;
    assert.equal(methodLimit('saliency', { width, height, values: one }), 1);
  });

  it('takes the box of magnitudes from the smoothed map, of signed maps from the map itself', () => {
    const size = { width, height };
    const whole = { x: 0, y: 0, ...size };
    const geometry = { photo: size, resized: size, crop: whole, seen: whole };
    assert.deepEqual(methodBox('saliency', SPOTS, geometry), box);
    assert.deepEqual(methodBox('smooth-grad', SPOTS, geometry), box);
    assert.notDeepEqual(methodBox('gradient-input', SPOTS, geometry), box);
  });

  it('keeps pixels crisp, and nothing else', () => {
    assert.equal(methodInterpolation('integrated-gradients'), 'cells');
    assert.equal(methodInterpolation('layer-cam'), 'bilinear');
    assert.equal(methodInterpolation('occlusion'), 'bilinear');
  });
});
