import assert from 'node:assert/strict';
import type { Fidelity } from '../../src/cam/results/fidelity.ts';
import type { ChosenVariant, FromShowCam, ViewState } from '../../src/protocol/showCam.ts';
import { countingExplanation, countingModel } from './support/explanation.ts';
import type { Explained } from './support/kinds.ts';
import {
  gradCam,
  maxPooled,
  meanMaxPooled,
  positionWeights,
  reluClassMap,
} from './support/kinds.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

describe('the Show CAM page and the kinds of maps', () => {
  const panel = usePage(new Panel());
  let png: Uint8Array;

  before(async () => {
    png = await greyPng();
  });

  const text = (testId: string) => panel.byTestId(testId).innerText();

  it('max pooling: always in cells, also its box and after a choice of Smooth', async () => {
    await show(maxPooled(png), { layer: 'map', interpolation: 'bilinear', showBox: false });
    // The cell of the maximum is 100…120 × 50…70; beside it nothing.
    const inside = await panel.colorAt(101, 51);
    assert.deepEqual(inside, await panel.colorAt(118, 68));
    assert.notDeepEqual(inside, await panel.colorAt(98, 51));
    assert.deepEqual(await panel.colorAt(98, 51), await panel.colorAt(41, 11));
    assert.equal(await panel.byTestId('box-readout').getAttribute('data-box'), '100 50 20 20');
    const smooth = panel.page.locator('[data-testid="interpolation"] input[value="bilinear"]');
    assert.equal(await smooth.isDisabled(), true);
    assert.match((await smooth.locator('..').getAttribute('title')) ?? '', /single positions/);
    assert.match((await smooth.getAttribute('aria-description')) ?? '', /single positions/);
    const cells = panel.page.locator('[data-testid="interpolation"] input[value="cells"]');
    assert.equal(await cells.isChecked(), true);
    await show(counting());
    assert.equal(await smooth.isDisabled(), false);
    assert.equal(await smooth.isChecked(), true, 'what was chosen is back for other maps');
    assert.match((await smooth.locator('..').getAttribute('title')) ?? '', /^Bilinear/);
  });

  it('mean and max pooling: in cells, with channels named by their pooling', async () => {
    await show(meanMaxPooled(png), { interpolation: 'bilinear', layer: 'map', showBox: false });
    assert.deepEqual(await panel.colorAt(101, 51), await panel.colorAt(118, 68));
    const names = await panel.byTestId('channel-row').locator('th').allInnerTexts();
    assert.deepEqual(names, ['0 (mean)', '0 (max)']);
    await panel.byTestId('channel-row').nth(1).click();
    await nextFrame(panel);
    assert.match(await text('legend'), /channel 0 \(max\) for counter/);
  });

  it('Grad-CAM behind max pooling: in cells as well', async () => {
    const { explanation } = maxPooled(png);
    const { model } = gradCam(png);
    const behindMaximum = { ...model, poolings: ['max' as const] };
    const weights = gradCam(png).explanation.classWeights;
    const answer = { ...explanation, classWeights: weights, modelVersion: model.version };
    await show({ model: behindMaximum, explanation: answer }, { layer: 'map', showBox: false });
    assert.deepEqual(await panel.colorAt(101, 51), await panel.colorAt(118, 68));
  });

  it('Grad-CAM: the weights of the picture make the map', async () => {
    await show(gradCam(png));
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '33');
    assert.match(await text('channels-note'), /gradient .* if the head were linear/);
    // Another picture of the same model has its own weights.
    const { model, explanation } = gradCam(png);
    assert.ok(explanation.classWeights);
    const weights = Float32Array.of(5, 0, 0, 2, -1, 1);
    const next = { ...explanation, classWeights: { ...explanation.classWeights, weights } };
    await panel.explain('main', model, next);
    await panel.page.locator('[data-testid="legend"][data-limit="55"]').waitFor();
  });

  it('weights for each position: channels by contribution, without a weight, and why', async () => {
    await show(positionWeights(png));
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '11');
    const row = panel.byTestId('channel-row').first();
    assert.equal(await row.getAttribute('data-channel'), '1');
    assert.equal(await row.getAttribute('data-contribution'), '5.5');
    assert.match(await text('channels-note'), /no single class weight/);
    const headings = panel.page.locator('.channel-table thead th');
    assert.equal(await headings.nth(2).isVisible(), false, 'the column of weights');
    assert.equal(await row.locator('td').nth(1).isVisible(), false);
    await panel.byTestId('accessible-table').locator('summary').click();
    await row.click();
    const cells = panel.byTestId('accessible-table').locator('td[data-value]');
    await panel.byTestId('legend').getByText('channel 1 for counter', { exact: true }).waitFor();
    const values = await cells.evaluateAll((tds) =>
      tds.map((td) => Number((td as HTMLElement).dataset.value)),
    );
    assert.deepEqual(values, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert.match(
      (await panel.byTestId('legend').getAttribute('title')) ?? '',
      /Same scale for all channels \(largest: channel 1\)/,
    );
  });

  it('class maps: the reading of the logit says that there is a ReLU in between', async () => {
    await show(reluClassMap(png));
    assert.match(await text('sum'), /mean of ReLU\(map \+ bias\)/);
    assert.match(await text('reading-value'), /^class map value \+/);
    assert.match(
      await text('channels-note'),
      /There is a ReLU between the class map and the logit/,
    );
  });

  it('three kinds differ in icon and word', async () => {
    const shown = new Map<string, Fidelity>();
    for (const standing of ['exact', 'approximate', 'mismatch'] as const) {
      const { model, explanation } = counting();
      await panel.showCounting();
      await panel.explain('main', model, { ...explanation, claim: { standing, text: standing } });
      const claim = panel.byTestId('fidelity');
      await panel.page.locator(`[data-testid="fidelity"][data-fidelity="${standing}"]`).waitFor();
      const icons = await claim
        .locator(':scope > svg:not([hidden]) path')
        .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
      assert.equal(icons.length, 1);
      shown.set(String(icons[0]), standing);
      const word = { exact: 'Exact', approximate: 'Approximate', mismatch: 'Not exact' };
      assert.ok((await claim.innerText()).startsWith(`${word[standing]} 4×3`));
      const isLoud = await panel.byTestId('failed-check').isVisible();
      assert.equal(isLoud, standing === 'mismatch', 'a check that fails is loud');
    }
    assert.equal(shown.size, 3);
  });

  it('compares a map in cells with a smooth one, each as it is', async () => {
    await panel.showCounting(['grey.png'], { layer: 'map', showBox: false });
    const { model, explanation } = maxPooled(png);
    await panel.compareWith(model);
    await panel.explain('other', model, explanation);
    await panel.byTestId('pane-class-other').waitFor();
    await nextFrame(panel);
    const other = 'other-stage-canvas';
    assert.deepEqual(await panel.colorAt(101, 51, other), await panel.colorAt(118, 68, other));
    assert.notDeepEqual(await panel.colorAt(81, 51), await panel.colorAt(98, 51));
    const smooth = panel.page.locator('[data-testid="interpolation"] input[value="bilinear"]');
    assert.equal(await smooth.isDisabled(), false);
    assert.match((await smooth.locator('..').getAttribute('title')) ?? '', /keeps its cells/);
  });

  it('offers the sizes of the input that the model takes', async () => {
    const { model, explanation } = counting();
    await panel.showCounting();
    assert.equal(await panel.byTestId('variant-main').isVisible(), false, 'one size is no choice');
    const scalable = { ...model, version: 'scalable', inputScales: [1, 1.5, 2] };
    await panel.explain('main', scalable, { ...explanation, modelVersion: 'scalable' });
    const sizes = panel.byTestId('input-scale-main');
    await sizes.waitFor();
    assert.deepEqual(await sizes.locator('label').allInnerTexts(), [
      '40\u202f×\u202f30 (1×)',
      '60\u202f×\u202f45 (1.5×)',
      '80\u202f×\u202f60 (2×)',
    ]);
    await sizes.locator('input[value="2"]').check();
    assert.deepEqual(await lastVariant(), { inputScale: 2 });
    const { geometry } = explanation;
    const larger = { ...geometry, crop: { x: 40, y: 10, width: 80, height: 60 } };
    await panel.explain(
      'main',
      scalable,
      { ...explanation, modelVersion: 'scalable', geometry: larger },
      undefined,
      { inputScale: 2 },
    );
    await nextFrame(panel);
    assert.equal(await sizes.locator('label').first().innerText(), '40\u202f×\u202f30 (1×)');
    assert.equal(await sizes.locator('input[value="2"]').isChecked(), true);
    await sizes.locator('input[value="1"]').check();
    assert.deepEqual(await lastVariant(), {});
  });

  it('offers the outputs, and a way back from another layer', async () => {
    const { model, explanation } = counting();
    await panel.showCounting();
    const several = { ...model, version: 'several', outputs: ['scores', 'second'] };
    const answer = { ...explanation, modelVersion: 'several' };
    await panel.explain('main', several, answer, undefined, { featureTensor: 'features' });
    await panel.byTestId('layer-main').getByText('Map from layer “features”').waitFor();
    await panel.byTestId('output-main').click();
    await panel.page.getByRole('option', { name: 'second' }).click();
    assert.deepEqual(await lastVariant(), { featureTensor: 'features', output: 'second' });
    await panel.byTestId('default-layer-main').click();
    assert.deepEqual(await lastVariant(), {});
    // Only the engine knows the default output, so a choice is always named.
    const second = { ...several, version: 'second', output: 'second' };
    await panel.explain('main', second, { ...explanation, modelVersion: 'second' }, undefined, {
      output: 'second',
    });
    await nextFrame(panel);
    await panel.byTestId('output-main').click();
    await panel.page.getByRole('option', { name: 'scores' }).click();
    assert.deepEqual(await lastVariant(), { output: 'scores' });
  });

  function counting(): Explained {
    const model = countingModel();
    return { model, explanation: countingExplanation(model, png) };
  }

  async function show(
    { model, explanation }: Explained,
    view: Partial<ViewState> = {},
  ): Promise<void> {
    const state = { imageUris: ['grey.png'], index: 0, modelPath: model.path, view };
    const images = { names: ['grey.png'], index: 0 };
    if (Object.keys(view).length > 0) await panel.send({ type: 'start', images, state });
    await panel.explain('main', model, explanation);
    await panel.byTestId('fidelity').filter({ hasText: explanation.claim.text }).waitFor();
    await nextFrame(panel);
  }

  async function lastVariant(): Promise<ChosenVariant | undefined> {
    const messages = (await panel.sent()).filter(
      (message): message is Extract<FromShowCam, { type: 'variant' }> => message.type === 'variant',
    );
    return messages.at(-1)?.variant;
  }
});
