import assert from 'node:assert/strict';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { byFirstAllowed, refusesOnlyCam, wayName } from '../../../src/cam/results/mapWay.ts';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';

const refusal = (code: CamErrorCode) => new CamError({ code, message: code, nextAction: '' });

describe('the way of a map', () => {
  let offers: MethodOffer[] = [];
  beforeEach(() => {
    offers = [
      { method: 'grad-cam', name: 'Grad-CAM' },
      { method: 'saliency', name: 'Saliency' },
      { method: 'occlusion', name: 'Occlusion' },
      { method: 'layer-cam', name: 'LayerCAM', reason: 'no layer' },
    ];
  });
  const refusing =
    (refused: Partial<Record<MapMethod, CamErrorCode>>) =>
    async (method: MapMethod, before: CamError | undefined) => {
      const code = refused[method];
      if (code) throw refusal(code);
      return [method, before?.code];
    };

  it('is the first one that is offered', async () => {
    const found = await byFirstAllowed(['layer-cam', 'saliency'], offers, refusing({}));
    assert.deepEqual(found, ['saliency', undefined]);
    assert.equal(await byFirstAllowed(['layer-cam'], offers, refusing({})), undefined);
  });

  it('is the next one where it is refused with a picture, then and later', async () => {
    const explain = refusing({ 'grad-cam': 'noSpatialMap', saliency: 'noGradientRule' });
    const all = ['grad-cam', 'saliency', 'occlusion'] as const;
    assert.deepEqual(await byFirstAllowed(all, offers, explain), ['occlusion', 'noGradientRule']);
    assert.equal(offers[0]?.reason, 'noSpatialMap');
    assert.deepEqual(await byFirstAllowed(all, offers, explain), ['occlusion', undefined]);
  });

  it('is the last refusal where all are refused with the picture', async () => {
    const explain = refusing({ saliency: 'noGradientRule' });
    const found = await byFirstAllowed(['saliency'], offers, explain);
    assert.ok(CamError.is(found));
    assert.equal(found.code, 'noGradientRule');
  });

  it('is none where the reason is another, such as the picture', async () => {
    const explain = refusing({ 'grad-cam': 'imageUnreadable' });
    const found = byFirstAllowed(['grad-cam', 'saliency'], offers, explain);
    await assert.rejects(found, { code: 'imageUnreadable' });
    assert.equal(offers[0]?.reason, undefined);
  });

  it('may be another than a CAM only where the head or the map is the reason', () => {
    assert.ok(refusesOnlyCam(refusal('headNotLinear')));
    assert.ok(refusesOnlyCam(refusal('noSpatialMap')));
    assert.ok(!refusesOnlyCam(refusal('fileNotFound')));
    assert.ok(!refusesOnlyCam(new Error('headNotLinear')));
  });

  it('has the name that papers use', () => {
    assert.equal(wayName('cam'), 'CAM');
    assert.equal(wayName('smooth-grad'), 'SmoothGrad');
  });
});
