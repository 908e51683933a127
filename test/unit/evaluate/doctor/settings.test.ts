import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../../src/cam/config/preprocessing.ts';
import { pixelSettings, withOtherGeometry } from '../../../../src/cam/evaluate/doctor/settings.ts';

const INPUT = { width: 224, height: 224, channels: 3 };
const CURRENT: Preprocessing = {
  ...{ resize: { mode: 'shorter-side', size: 224 }, crop: 224, interpolation: 'bilinear' },
  ...{ channels: 'RGB', scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
};

describe('Settings that the doctor tries', () => {
  const others = (current: Preprocessing) =>
    pixelSettings(current, INPUT)
      .slice(0, 1)
      .flatMap((way) => withOtherGeometry(way, INPUT));
  const names = (current: Preprocessing) => others(current).map(({ texts }) => texts.join(' · '));

  it('begin with the one in use, which changes nothing', () => {
    const [first, second] = pixelSettings(CURRENT, INPUT);
    assert.deepEqual(first, { texts: [], change: {}, preprocessing: CURRENT });
    assert.deepEqual(Object.keys(second?.change ?? {}), ['pixels']);
    assert.equal(second?.preprocessing.channels, 'BGR');
  });

  it('are all other pairs of geometry and interpolation', () => {
    const crop = 'shorter side and centre crop';
    const expected = ['bicubic', 'stretched', 'stretched · bicubic', crop, `${crop} · bicubic`];
    assert.deepEqual(names(CURRENT), expected);
    const [, stretched] = others(CURRENT);
    assert.deepEqual(stretched?.change, {
      geometry: { resize: { mode: 'stretch', size: 224 }, crop: 0 },
    });
    assert.equal(stretched?.preprocessing.crop, 0);
  });

  it('leave out the geometry that is in use, however it is written', () => {
    const whole: Preprocessing = { ...CURRENT, resize: { mode: 'stretch', size: 224 }, crop: 224 };
    assert.ok(!names(whole).some((name) => name.includes('stretched')));
    const cut: Preprocessing = { ...CURRENT, resize: { mode: 'shorter-side', size: 256 } };
    assert.deepEqual(names(cut), ['bicubic', 'stretched', 'stretched · bicubic']);
  });

  it('keep another filter, and try both usual ones', () => {
    const lanczos = { ...CURRENT, interpolation: 'lanczos' } as const;
    assert.deepEqual(names(lanczos).slice(0, 3), ['bilinear', 'bicubic', 'stretched']);
  });
});
