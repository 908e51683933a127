import assert from 'node:assert/strict';
import type { MethodMap } from '../../src/protocol/mapMethods.ts';
import type { ModelChange } from '../../src/protocol/showCam.ts';
import {
  counting,
  countingExplanation,
  countingModel,
  exportedCounting,
} from './support/explanation.ts';
import {
  answerMap,
  answerOffers,
  askedMap,
  chooseMethod,
  explainPlain,
  layerMap,
  openMethods,
  pixelMap,
  plainModel,
  plainResult,
} from './support/methods.ts';
import { overflowing } from './support/overflowing.ts';
import { CHANGED_AT_MS, greyPng, keptExport, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

/** A map of the same cells with other values. */
function changed(map: MethodMap, by: (value: number, i: number) => number): MethodMap {
  return { ...map, map: { ...map.map, values: map.map.values.map(by) } };
}

const doubled = (map: MethodMap) => changed(map, (value) => 2 * value);

describe('two models by methods', () => {
  const panel = usePage(new Panel({ width: 1200 }));
  const text = (testId: string) => panel.byTestId(testId).innerText();
  const limit = (testId: string) => panel.byTestId(testId).getAttribute('data-limit');
  const twin = countingModel('/models/twin.onnx');
  const no = (said: string | RegExp) => panel.byTestId('no-difference').getByText(said).waitFor();

  /** The counting model, and another one with the same class maps. */
  async function showTwins(view = {}): Promise<void> {
    await panel.showCounting(['grey.png'], view);
    await panel.compareWith(twin);
    await panel.explain('other', twin, countingExplanation(twin, await greyPng()));
    await panel.byTestId('pane-class-other').waitFor({ state: 'attached' });
  }

  /** The counting model, and one without a CAM. */
  async function showWithPlain(view = {}, first = layerMap()): Promise<void> {
    await panel.showCounting(['grey.png'], view);
    await panel.compareWith({ ...countingModel(), path: plainModel().path });
    await explainPlain(panel, 'other', first);
    await panel.byTestId('pane-class-other').waitFor({ state: 'attached' });
  }

  async function difference(): Promise<void> {
    await panel.page.locator('[data-testid="comparison"] input[value="difference"]').check();
    await panel.nextFrame();
  }

  async function cells(): Promise<number[]> {
    const found = panel.byTestId('accessible-table').locator('td[data-value]');
    await panel.byTestId('accessible-table').locator('summary').click();
    await found.first().waitFor();
    return found.evaluateAll((tds) => tds.map((td) => Number((td as HTMLElement).dataset.value)));
  }

  it('show the chosen method for both, one scale, and the class of a row', async () => {
    await showTwins();
    await chooseMethod(panel, 'grad-cam');
    const { request } = await askedMap(panel, 'other');
    const of = { imagePath: '/photos/grey.png', modelVersion: '/models/twin.onnx' };
    assert.deepEqual(request, { method: 'grad-cam', classIndex: 0, side: 'other', ...of });
    await answerMap(panel, layerMap());
    await answerMap(panel, doubled(layerMap()), 'other');
    assert.deepEqual([await limit('legend'), await limit('other-legend')], ['22', '22']);
    for (const side of ['main', 'other']) {
      assert.equal(await text(`way-${side}`), 'Grad-CAM');
      assert.match(await text(`fidelity-${side}`), /Grad-CAM|4×3 · gradient checked: 2e-4/);
    }
    const legend = await panel.byTestId('other-legend').textContent();
    assert.match(legend ?? '', /their mean is in logit units/);
    const row = panel.page.locator('[data-testid="compare-row"][data-label="constant"]');
    assert.equal(await row.locator('td').nth(4).innerText(), '–', 'no map of it was drawn');
    await row.click();
    for (const side of ['main', 'other'] as const) {
      assert.equal((await askedMap(panel, side)).request.classIndex, 1);
      await answerMap(panel, layerMap(1), side);
    }
    assert.match(await text('pane-class-other'), /^constant/);
    assert.equal(await row.locator('td').nth(4).innerText(), '1');
  });

  it('fall back on their own best, and say why', async () => {
    await showWithPlain();
    assert.equal(await text('method-name'), 'CAM');
    assert.equal(await text('way-main'), 'CAM');
    assert.equal(
      await text('way-other'),
      'Grad-CAM in place of CAM: token.onnx has no class activation map: its head reads a class token.',
    );
    await openMethods(panel);
    const cam = panel.byTestId('method-cam');
    assert.equal(await cam.locator('input').isDisabled(), false);
    assert.match(await cam.innerText(), /^CAM\s+B: token\.onnx has no class activation map/);
    await panel.byTestId('method-layer-cam').click();
    await answerMap(panel, layerMap(0, { method: 'layer-cam' }));
    assert.equal(await text('way-main'), 'LayerCAM');
    assert.equal(await text('way-other'), 'Grad-CAM in place of LayerCAM: It has no layer.');
    await panel.openView();
    await panel.byTestId('scale-note').getByText('each map has its own scale').waitFor();
  });

  it('also where the first model has no CAM', async () => {
    await panel.showCounting();
    await explainPlain(panel, 'main');
    await panel.byTestId('no-cam').waitFor();
    await panel.byTestId('compare').click();
    await panel.compareWith(twin);
    await panel.explain('other', twin, countingExplanation(twin, await greyPng()));
    await panel.byTestId('way-other').getByText('CAM', { exact: true }).waitFor();
    assert.match(await text('way-main'), /^Grad-CAM in place of CAM/);
    assert.equal(await panel.byTestId('no-cam').isVisible(), false, 'its pane says it');
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, doubled(layerMap()), 'other');
    assert.equal(await text('way-other'), 'Grad-CAM');
  });

  it('have a difference if both are by the same method', async () => {
    await showWithPlain({ interpolation: 'cells' }, doubled(layerMap()));
    await difference();
    await no(
      'No difference to show: A is shown by CAM and B by Grad-CAM, and their values mean different things.',
    );
    await chooseMethod(panel, 'grad-cam');
    await no('once both models have answered');
    await answerMap(panel, layerMap());
    await panel.byTestId('difference-canvas').waitFor();
    // 0…11 minus 0, 2 … 22
    assert.equal(await limit('difference-legend'), '11');
    assert.deepEqual(await cells(), [0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11]);
    await panel.byTestId('save-npy').click();
    const { suggestedName } = await panel.saved('npy');
    assert.match(suggestedName, /^grey-counter-.*-grad-cam\.npy$/);
  });

  it('have a difference of pixels only if these are alike', async () => {
    await showTwins({ comparison: 'difference' });
    await chooseMethod(panel, 'saliency');
    await answerMap(panel, doubled(pixelMap()));
    await answerMap(panel, pixelMap(), 'other');
    await panel.byTestId('difference-canvas').waitFor();
    // numpy.percentile(numpy.arange(1200), 99)
    assert.ok(Math.abs(Number(await limit('difference-legend')) - 1187.01) < 1e-3);
    assert.match(await text('difference-legend'), /clipped at 99/);

    // An input of twice the side: a pixel is a quarter of the photo's area.
    const { geometry } = pixelMap();
    const fine = { ...geometry, crop: { ...geometry.crop, width: 80, height: 60 } };
    const explanation = { ...countingExplanation(twin, await greyPng()), geometry: fine };
    await panel.explain('other', twin, explanation);
    await answerMap(panel, pixelMap('saliency', { geometry: fine }), 'other');
    await no(/cover areas of different sizes in the photo/);

    const { preprocessing } = twin;
    const value = { ...preprocessing.value, std: [0.5, 0.5, 0.5] };
    const scaled = { ...twin, version: 'scaled', preprocessing: { ...preprocessing, value } };
    await panel.explain('other', scaled, countingExplanation(scaled, await greyPng()));
    await answerOffers(panel, 'other');
    await answerMap(panel, pixelMap(), 'other');
    await no(/the two models scale their input differently/);
    await chooseMethod(panel, 'gradient-input');
    await answerMap(panel, pixelMap('gradient-input'));
    await answerMap(panel, pixelMap('gradient-input'), 'other');
    await panel.byTestId('difference-canvas').waitFor();
  });

  it('show progress with a stop, and an error, in the pane that it is about', async () => {
    await showTwins();
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    await answerMap(panel, layerMap(), 'other');
    await chooseMethod(panel, 'occlusion');
    const { id } = await askedMap(panel, 'other');
    await panel.send({ type: 'working', id, done: 49, all: 196 });
    const work = panel.byTestId('other-method-work');
    await work.getByText('B: Occlusion of counter').waitFor();
    assert.equal(await work.locator('progress').getAttribute('value'), '49');
    await panel.byTestId('other-method-stop').click();
    await work.waitFor({ state: 'hidden' });
    assert.equal(await text('method-name'), 'Grad-CAM');
    await chooseMethod(panel, 'saliency');
    const message = 'Too little memory.';
    const error = { code: 'engineOutOfMemory', message, nextAction: 'Close others.' } as const;
    await panel.send({ type: 'refusal', id: (await askedMap(panel, 'other')).id, error });
    await work.getByText('Too little memory. Close others.').waitFor();
    await answerMap(panel, pixelMap());
    assert.match(await text('fidelity-main'), /Saliency|gradient checked/);
    await difference();
    await panel.byTestId('difference-other-method-retry').click();
    await answerMap(panel, pixelMap(), 'other');
    await panel.byTestId('difference-canvas').waitFor();
  });

  it('are saved: each by its way', async () => {
    await showWithPlain();
    await panel.byTestId('save-json').click();
    const cam = await panel.saved('json');
    assert.equal(cam.suggestedName, 'grey-cam.json');
    const report = JSON.parse(Buffer.from(cam.bytes).toString());
    assert.equal(report.comparedWith.method, 'grad-cam');
    assert.deepEqual(report.comparedWith.classes[0].map[2], [8, 9, 10, 11]);
    const { figure } = await panel.savedPicture();
    const headings = figure.pictures.map(({ heading }) => heading);
    assert.deepEqual(
      headings.map(([name, , way]) => [name, way?.replace(/\s/g, ' ')]),
      [
        ['counting.onnx', 'class activation map, 4 × 3'],
        ['token.onnx', 'Grad-CAM, 4 × 3'],
      ],
    );
  });

  it('stay by the method when there is one model again', async () => {
    await showTwins();
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    await answerMap(panel, layerMap(), 'other');
    await panel.send({ type: 'comparison', otherModel: undefined });
    await panel.byTestId('fidelity').getByText('gradient checked').first().waitFor();
    assert.equal(await text('method-name'), 'Grad-CAM');
  });

  for (const width of [470, 1400]) {
    it(`fit, ${width} px`, async () => {
      await panel.page.setViewportSize({ width, height: 800 });
      await showWithPlain();
      assert.deepEqual(await overflowing(panel.page), []);
      await difference();
      assert.deepEqual(await overflowing(panel.page), []);
      await openMethods(panel);
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }
});

describe('before and after by methods', () => {
  const panel = usePage(new Panel({ width: 1200 }));
  const text = (testId: string) => panel.byTestId(testId).innerText();
  const sentence = (said: string) => panel.byTestId('moved-sentence').getByText(said).waitFor();
  const row = (label: string) =>
    panel.page.locator(`[data-testid="moved-row"][data-label="${label}"]`);

  /** A map of `counter` is on show, and the model is exported again. */
  async function exportAgain(view = {}, after = layerMap()): Promise<void> {
    await panel.showCounting(['grey.png'], { selectedClass: 0, ...view });
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    const before = await panel.countingBefore(1, [layerMap()]);
    await panel.showChange(exportedCounting(await greyPng()), { before });
    await answerOffers(panel, 'main');
    await answerMap(panel, after);
  }

  it('show the map that was drawn before and the one of the new file, and what moved', async () => {
    // From the last cell to the first: boxes at the maximum alone, 110 60 10 10 and 40 10 10 10.
    await exportAgain(
      { boxThreshold: 1 },
      changed(layerMap(), (_, i) => 11 - i),
    );
    await panel.byTestId('slider-canvas').waitFor();
    await sentence(
      'counter became constant. For counter, 98.2 → 42.5\u00a0%; the evidence moved: box overlap 0.',
    );
    const facts = async (id: string) => (await text(`moved-${id}`)).replace(/\s+/g, ' ').trim();
    assert.equal(await facts('identity'), 'Grad-CAM · gradient checked: 2e-4, as before');
    assert.match(await facts('box'), /x 110 · y 60 .* x 40 · y 10/);
    assert.equal(await row('counter').locator('td').last().innerText(), '0');
    assert.equal(await row('constant').locator('td').last().innerText(), '–');
    assert.equal(await panel.byTestId('slider-not-drawn').isVisible(), false);
  });

  it('have the difference after − before', async () => {
    await exportAgain({ beforeAfter: 'difference', interpolation: 'cells' }, doubled(layerMap()));
    await panel.byTestId('difference-canvas').waitFor();
    // 0, 2 … 22 minus 0…11
    assert.equal(await panel.byTestId('difference-legend').getAttribute('data-limit'), '11');
  });

  it('say so where the map was not drawn before, and state only what holds without it', async () => {
    await exportAgain();
    await row('constant').click();
    await answerMap(panel, layerMap(1));
    const said =
      'Before the change, no map of constant by Grad-CAM was drawn. It will be there from the next export on.';
    await panel.byTestId('slider-not-drawn').getByText(said).waitFor();
    await sentence('counter became constant. For constant, 1.8 → 57.4\u00a0%.');
    assert.equal(await panel.byTestId('moved-identity').count(), 0);
    assert.equal(await row('constant').locator('td').last().innerText(), '–');
    await panel.page.locator('[data-testid="beforeAfter"] input[value="difference"]').check();
    await panel.byTestId('no-difference').getByText(said).waitFor();
    await panel.page.locator('[data-testid="beforeAfter"] input[value="sideBySide"]').check();
    await panel.byTestId('not-drawn').getByText(said).waitFor();
    await row('counter').click();
    await panel.byTestId('not-drawn').waitFor({ state: 'hidden' });
  });

  it('are saved: both in the JSON, and in the picture what was not drawn', async () => {
    await exportAgain();
    await panel.byTestId('save-json').click();
    const { bytes, suggestedName } = await panel.saved('json');
    assert.equal(suggestedName, 'grey-grad-cam.json');
    const report = JSON.parse(Buffer.from(bytes).toString());
    assert.deepEqual([report.method, report.before.method], ['grad-cam', 'grad-cam']);
    await row('constant').click();
    await answerMap(panel, layerMap(1));
    const { figure } = await panel.savedPicture();
    const [picture] = figure.pictures;
    assert.match(picture?.heading[0] ?? '', /no map of constant by Grad-CAM was drawn/);
    assert.match(picture?.heading[1] ?? '', /Grad-CAM, 4\s×\s3/);
    assert.equal(picture?.legends.length, 1);
  });

  it('show CAM again if that is chosen', async () => {
    await exportAgain();
    await chooseMethod(panel, 'cam');
    await sentence('the evidence stayed: box overlap 1');
    assert.equal(await panel.byTestId('slider-canvas').isVisible(), true);
    await chooseMethod(panel, 'saliency');
    await panel
      .byTestId('slider-not-drawn')
      .getByText('no map of counter by Saliency (back-propagation) was drawn')
      .waitFor();
  });

  it('are there for a model without a CAM', async () => {
    await panel.showCounting();
    const before = plainResult(await greyPng(), layerMap());
    const change: ModelChange = {
      ...{ changedAtMs: CHANGED_AT_MS, isPinned: false, exports: [keptExport()] },
      before: {
        ...before,
        ...{ state: 'changed', number: 1, replacedAtMs: CHANGED_AT_MS, methodMaps: [layerMap()] },
      },
    };
    await explainPlain(panel, 'main', doubled(layerMap()), { change });
    await panel.byTestId('slider-canvas').waitFor();
    await sentence('Still counter, 98.2\u00a0%; the evidence stayed: box overlap 1.');
    // One scale for both: 0…11 and 0, 2 … 22.
    assert.equal(await panel.byTestId('shared-legend').getAttribute('data-limit'), '22');
  });

  it('name both ways if one of the files has no CAM', async () => {
    await panel.showCounting();
    const before = await panel.countingBefore();
    await explainPlain(panel, 'main', layerMap(), {
      change: { changedAtMs: CHANGED_AT_MS, isPinned: false, exports: [keptExport()], before },
    });
    await panel.byTestId('way-main').getByText('Grad-CAM in place of CAM').waitFor();
    assert.equal(await text('way-other'), 'CAM');
    await sentence(`Still ${counting.labels[0]}, 98.2\u00a0%.`);
  });

  for (const width of [470, 1400]) {
    it(`fit, ${width} px`, async () => {
      await panel.page.setViewportSize({ width, height: 800 });
      await exportAgain();
      await row('constant').click();
      await panel.byTestId('slider-not-drawn').waitFor();
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }
});
