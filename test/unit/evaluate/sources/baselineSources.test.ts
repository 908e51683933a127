import assert from 'node:assert/strict';
import { keptSources } from '../../../../src/cam/evaluate/sources/mapSources.ts';
import type { Baseline } from '../../../../src/cam/results/evaluation/localization.ts';
import { assertClose } from '../../assertClose.ts';
import { smallEvaluation } from '../support/smallEvaluation.ts';

const photo = { width: 50, height: 40 };
const ofClass = { width: 2, height: 1, values: Float32Array.of(1, 2) };
const ofOther = { width: 2, height: 1, values: Float32Array.of(5, 6) };
const mean = { width: 2, height: 1, values: Float32Array.of(3, 4) };

const picture = { photo, truth: 0, top: [0], boxes: undefined };
const maps = { 0: ofClass, 3: ofOther };
const evaluation = smallEvaluation([
  { ...picture, path: 'a.jpg', maps, meanActivation: mean, otherClass: 3 },
  { ...picture, path: 'b.jpg', maps, meanActivation: mean, otherClass: 3 },
  { ...picture, path: 'without.jpg' },
]);

async function mapOf(baseline: Baseline, image = 0, seed = 1) {
  return (await keptSources(evaluation, seed).baselines[baseline].read(image))?.mapOf(0);
}

describe('maps of the baselines', () => {
  it('the centre Gaussian has σ of 0.3 of the side', async () => {
    const map = await mapOf('centreGaussian');
    const middle = 112 * 224 + 112;
    // exp(−½·(0.3/0.3)²) at 0.3 of the side from the centre: 67.2 of 224 pixels.
    const edge = map?.values[112 * 224 + 179] ?? 0;
    assertClose([map?.values[middle] ?? 0, edge], [1, Math.exp(-0.5)], 0.01, 'values');
  });

  it('the centre box has 70 % of the side, the whole picture all but a pixel', async () => {
    const sum = (values: Float32Array | undefined) => values?.reduce((all, one) => all + one, 0);
    assertClose([(sum((await mapOf('centreBox'))?.values) ?? 0) / 224 ** 2], [0.49], 0.01, 'box');
    assert.equal(sum((await mapOf('wholePicture'))?.values), 224 ** 2 - 1);
  });

  it('random maps are the same for a seed and a path, and only then', async () => {
    const first = await mapOf('random');
    assert.deepEqual([first?.width, first?.height], [7, 7]);
    assert.deepEqual(first, await mapOf('random'));
    assert.notDeepEqual(first, await mapOf('random', 1));
    assert.notDeepEqual(first, await mapOf('random', 0, 2));
    assert.ok(first?.values.every((value) => value >= 0 && value < 1));
  });

  it('mean activation and another class come from the pass over the folder', async () => {
    assert.deepEqual(await mapOf('meanActivation'), mean);
    assert.deepEqual(await mapOf('otherClass'), ofOther);
    assert.equal(await mapOf('meanActivation', 2), undefined);
    assert.equal(await mapOf('otherClass', 2), undefined);
  });
});
