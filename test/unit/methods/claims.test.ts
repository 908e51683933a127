import assert from 'node:assert/strict';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { MethodQuery } from '../../../src/cam/methods/explainByMethod.ts';
import { assertFails } from '../engine/assertFails.ts';
import { goldenOf, modelPath, NETWORKS, picturePath, sideOf } from './golden.ts';

describe('what a map by a method says about itself', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  const explain = (name: string, query: Omit<MethodQuery, 'classes'>) =>
    engine.explainByMethod(modelPath(name), picturePath(sideOf(name)), { classes: [], ...query });

  async function claimOf(name: string, query: Omit<MethodQuery, 'classes'>): Promise<string> {
    const { maps } = await explain(name, query);
    return maps[0]?.claim.text ?? '';
  }

  it('is that Grad-CAM is the CAM where the model has one', async () => {
    for (const name of NETWORKS.gap ?? []) {
      assert.match(
        await claimOf(name, { method: 'grad-cam' }),
        /^Grad-CAM · the same as the CAM · /,
      );
    }
    assert.doesNotMatch(await claimOf('vgg.dynamo', { method: 'grad-cam' }), /the same/);
    const contrast = await claimOf('gap.dynamo', { method: 'grad-cam', against: 2 });
    assert.match(contrast, /the same as the CAM/);
  });

  it('is that it lies where the CAM lies, with a larger input too', async () => {
    const file = path.join(import.meta.dirname, '../../fixtures/variants/free_size.onnx');
    const picture = path.join(import.meta.dirname, '../../fixtures/variants/picture.png');
    for (const inputScale of [1, 1.5, 2]) {
      const cam = await engine.explain(file, picture, { inputScale });
      const query = { method: 'grad-cam', classes: [] } as const;
      const found = await engine.explainByMethod(file, picture, query, { inputScale });
      const { width, height } = cam.featureMap;
      assert.deepEqual([found.maps[0]?.map.width, found.maps[0]?.map.height], [width, height]);
      assert.match(found.maps[0]?.claim.text ?? '', /the same as the CAM/);
      assert.deepEqual([found.place, found.geometry], [cam.place, cam.geometry]);
    }
  });

  it('is that a layer which others bypass gives a part of the logit', async () => {
    for (const [name, layer] of Object.entries(goldenOf('bypass').layers)) {
      for (const method of ['grad-cam', 'hires-cam', 'layer-cam'] as const) {
        const text = await claimOf(name, { method, layer });
        assert.match(text, /a part of the logit/);
        assert.doesNotMatch(text, /adds up/);
      }
      assert.doesNotMatch(await claimOf(name, { method: 'grad-cam' }), /a part of the logit/);
      assert.doesNotMatch(await claimOf(name, { method: 'saliency' }), /a part of the logit/);
    }
  });

  it('is that HiResCAM adds up to the logit where the head is piecewise linear, but for the biases', async () => {
    const addsUp =
      /with the biases it adds up to the logit \(error [\d.]+e-([5-9]|\d\d)\)|\(error 0e\+0\)/;
    for (const name of ['vgg.dynamo', 'vgg.torchscript', 'gap.dynamo', 'gap_half']) {
      assert.match(await claimOf(name, { method: 'hires-cam' }), addsUp);
      assert.doesNotMatch(await claimOf(name, { method: 'grad-cam' }), /adds up/);
    }
    for (const name of ['vit.dynamo', 'attention_pool.dynamo']) {
      assert.doesNotMatch(await claimOf(name, { method: 'hires-cam' }), /adds up/);
    }
  });

  it('is that the model is differentiated in float32', async () => {
    for (const [name, most] of [
      ['gap_half', 0.5],
      ['gap_uint8', 0.001],
      ['gap_int8', 5],
    ] as const) {
      for (const method of ['grad-cam', 'saliency', 'occlusion'] as const) {
        const text = await claimOf(name, { method });
        const [, percent] =
          /of the model in float32, whose logits differ by ([\d.]+) ?%/.exec(text) ?? [];
        assert.ok(percent !== undefined && Number(percent) <= most, text);
      }
    }
    assert.doesNotMatch(await claimOf('gap.dynamo', { method: 'saliency' }), /float32/);
  });

  it('names the layer that does not exist', async () => {
    const missing = explain('vgg.dynamo', { method: 'grad-cam', layer: 'nowhere' });
    const { message, nextAction } = await assertFails(missing, 'tensorNotFound');
    assert.match(message, /vgg\.dynamo\.onnx has no layer "nowhere" with positions in the image/);
    assert.match(nextAction, /cam-lens model --layers/);
    // Nor is the last layer without positions one.
    await assertFails(
      explain('vgg.dynamo', { method: 'layer-cam', layer: 'logits' }),
      'tensorNotFound',
    );
  });

  it('is offered with its layer where that is certain before any picture', async () => {
    const layersOf = async (name: string, layer?: string) => {
      const { offers } = await engine.describeMethods(
        modelPath(name),
        layer === undefined ? {} : { layer },
      );
      return Object.fromEntries(offers.map((offer) => [offer.method, offer.layer]));
    };
    const { featureTensor } = await engine.openModel(modelPath('gap.dynamo'));
    const ofGap = await layersOf('gap.dynamo');
    assert.equal(ofGap['grad-cam'], featureTensor);
    assert.equal(ofGap.saliency, undefined);
    const ofVgg = await layersOf('vgg.dynamo');
    assert.equal(ofVgg['grad-cam'], undefined);
    const { layers } = await engine.readFacts(modelPath('vgg.dynamo'));
    const asked = layers[0]?.tensor ?? '';
    const ofAsked = await layersOf('vgg.dynamo', asked);
    assert.equal(ofAsked['hires-cam'], asked);
    assert.equal(ofAsked.occlusion, undefined);
  });

  it('does not accept a class that does not exist', async () => {
    const ask = (classes: number[], against?: number) =>
      engine.explainByMethod(modelPath('gap.dynamo'), picturePath(32), {
        method: 'grad-cam',
        classes,
        ...(against === undefined ? {} : { against }),
      });
    await assert.rejects(ask([5]), RangeError);
    await assert.rejects(ask([0], -1), RangeError);
    await assert.rejects(ask([0.5]), RangeError);
  });

  it('explains the class with the largest logit, or several in the order asked for', async () => {
    const { maps, ranking } = await explain('gap.dynamo', { method: 'saliency' });
    assert.deepEqual(
      maps.map((map) => map.class),
      [ranking[0]],
    );
    const several = await engine.explainByMethod(modelPath('gap.dynamo'), picturePath(32), {
      method: 'occlusion',
      classes: [4, 0],
      against: 2,
    });
    assert.deepEqual(
      several.maps.map((map) => [map.class, map.against]),
      [
        [4, 2],
        [0, 2],
      ],
    );
  });
});
