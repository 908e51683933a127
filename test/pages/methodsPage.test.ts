import assert from 'node:assert/strict';
import { countingExplanation, countingModel, exportedCounting } from './support/explanation.ts';
import {
  answerMap,
  askedMap,
  chooseMethod,
  layerMap,
  openMethods,
  pixelMap,
  showPlain,
} from './support/methods.ts';
import { overflowing } from './support/overflowing.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

const TURBO_HIGH = [144, 12, 0];

describe('methods in Show CAM', () => {
  const panel = usePage(new Panel());
  const methodName = () => panel.byTestId('method-name').innerText();
  const input = (method: string) => panel.page.locator(`input[name="method"][value="${method}"]`);
  const legend = () => panel.byTestId('legend').innerText();

  it('lists all methods; those that the model does not allow say why and cannot be chosen', async () => {
    await panel.showCounting();
    assert.equal(await methodName(), 'CAM');
    const reason = '/models/counting.onnx uses NonMaxSuppression, which has no gradient.';
    await openMethods(panel, { saliency: reason });
    assert.equal(await panel.page.locator('input[name="method"]').count(), 9);
    assert.equal(await input('cam').isChecked(), true);
    assert.equal(await input('saliency').isDisabled(), true);
    const row = panel.byTestId('method-saliency');
    assert.match(await row.innerText(), /counting\.onnx uses NonMaxSuppression/);
    assert.ok(!(await row.innerText()).includes('/models/'), 'the folder is left out');
    assert.equal(await input('occlusion').isDisabled(), false);
    await panel.page.setViewportSize({ width: 470, height: 700 });
    await panel.byTestId('methods').waitFor({ state: 'hidden' });
    await openMethods(panel);
    assert.deepEqual(await overflowing(panel.page), []);
  });

  it('keeps the CAM until the map is here; then all parts are about the map', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'grad-cam');
    const { request } = await askedMap(panel);
    const of = { imagePath: '/photos/grey.png', modelVersion: '/models/counting.onnx' };
    assert.deepEqual(request, { method: 'grad-cam', classIndex: 0, side: 'main', ...of });
    assert.match(await legend(), /what each cell adds to the logit/);
    await answerMap(panel, layerMap());
    assert.equal(await methodName(), 'Grad-CAM');
    assert.match(await legend(), /their mean is in logit units/);
    assert.match(await panel.byTestId('fidelity').innerText(), /4×3 · gradient checked: 2e-4/);
    assert.equal(await panel.byTestId('channel-row').first().isVisible(), false);
    assert.equal(await panel.byTestId('sum').isVisible(), false);
    assert.match(await panel.byTestId('only-cam').innerText(), /belong to CAM/);
    await panel.byTestId('stage-canvas').hover({ position: { x: 2, y: 2 } });
    assert.match(await panel.byTestId('reading-value').innerText(), /^value \+11/);
    await chooseMethod(panel, 'cam');
    await panel.byTestId('channel-row').first().waitFor();
    assert.match(await panel.byTestId('fidelity').innerText(), /^Exact 4×3/);
  });

  it('asks once for each class and contrast, and shows the wanted class at once as chosen', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    const chip = panel.byTestId('answer-chip').first();
    await chip.click();
    await nextFrame(panel);
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    assert.match(await legend(), /counter/, 'the earlier map stays');
    assert.equal((await askedMap(panel)).request.classIndex, 1);
    await answerMap(panel, layerMap(1));
    assert.match(await legend(), /constant/);
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '22');
    await panel.byTestId('answer-first-compare').click();
    await nextFrame(panel);
    const { classIndex, against } = (await askedMap(panel)).request;
    assert.deepEqual([classIndex, against], [1, 0]);
    await answerMap(panel, layerMap(1, { against: 0 }));
    assert.match(await legend(), /constant vs\. counter/);
    const asked = (await panel.sentOf('request')).length;
    await panel.page.keyboard.press('Escape');
    await panel.page.keyboard.press('1');
    await nextFrame(panel);
    assert.match(await legend(), /counter/);
    assert.equal((await panel.sentOf('request')).length, asked, 'both are still there');
  });

  it('shows how far a slow method is, and goes back when it is stopped', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'occlusion');
    const { id } = await askedMap(panel);
    const work = panel.byTestId('method-work');
    await panel.send({ type: 'working', id, done: 49, all: 196 });
    await work.waitFor();
    assert.match(await work.innerText(), /Occlusion of counter/);
    const progress = work.locator('progress');
    assert.equal(await progress.getAttribute('value'), '49');
    assert.equal(await progress.getAttribute('max'), '196');
    await panel.byTestId('method-stop').click();
    await work.waitFor({ state: 'hidden' });
    assert.ok((await panel.sentOf('cancel')).some((message) => message.id === id));
    assert.equal(await methodName(), 'CAM');
  });

  it('says why there is no map, and asks again or goes back', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    await chooseMethod(panel, 'saliency');
    const { id } = await askedMap(panel);
    const message = 'Too little memory.';
    const error = { code: 'engineOutOfMemory', message, nextAction: 'Close others.' } as const;
    await panel.send({ type: 'refusal', id, error });
    const work = panel.byTestId('method-work');
    await work.getByText('Too little memory. Close others.').waitFor();
    await panel.byTestId('method-retry').click();
    await nextFrame(panel);
    const again = await askedMap(panel);
    assert.notEqual(again.id, id);
    await panel.send({ type: 'refusal', id: again.id, error });
    await panel.byTestId('method-back').click();
    await work.waitFor({ state: 'hidden' });
    assert.equal(await methodName(), 'Grad-CAM');
  });

  it('opens a model without a CAM by a method, and says in one line why', async () => {
    await showPlain(panel);
    assert.equal(await methodName(), 'Grad-CAM');
    const line = panel.byTestId('no-cam');
    assert.equal(
      await line.innerText(),
      'No CAM: token.onnx has no class activation map: its head reads a class token.',
    );
    assert.equal(await panel.byTestId('error').isVisible(), false);
    assert.match(await panel.byTestId('answer-first').innerText(), /counter/);
    assert.equal(await panel.byTestId('channel-row').first().isVisible(), false);
    await openMethods(panel);
    assert.equal(await input('cam').isDisabled(), true);
    assert.equal(await input('layer-cam').isDisabled(), true);
    await panel.byTestId('method-saliency').click();
    await answerMap(panel, pixelMap());
    assert.match(await legend(), /clipped at 99/);
    await panel.byTestId('answer-chip').first().click();
    await nextFrame(panel);
    assert.equal((await askedMap(panel)).request.classIndex, 1);
    assert.deepEqual(await overflowing(panel.page), []);
  });

  it('draws pixels as they are, with colours that end at a percentile that can be chosen', async () => {
    // numpy.percentile(numpy.arange(1200), [99, 100, 99.9, 95])
    const ends = { 99: 1187.01, 100: 1199, 99.9: 1197.801, 95: 1139.05 };
    await panel.showCounting(['grey.png'], { layer: 'map', colormap: 'turbo', showBox: false });
    await chooseMethod(panel, 'saliency');
    await answerMap(panel, pixelMap());
    // The last row of pixels: 2×2 of the photo for each.
    assert.deepEqual(await panel.colorAt(119, 69), TURBO_HIGH);
    await panel.openView();
    for (const [percent, end] of Object.entries(ends)) {
      await panel.page.locator(`[data-testid="clip"] input[value="${percent}"]`).check();
      await nextFrame(panel);
      const limit = Number(await panel.byTestId('legend').getAttribute('data-limit'));
      assert.ok(Math.abs(limit - end) < 1e-3, `${percent} %: ${limit}`);
      const said = percent === '100' ? /not clipped/ : new RegExp(`clipped at ${percent}\\s%`);
      assert.match(await legend(), said);
    }
    const smooth = panel.page.locator('[data-testid="interpolation"] input[value="bilinear"]');
    assert.equal(await smooth.isDisabled(), true);
  });

  it('saves the map: as numbers, as JSON and as a picture with its legend', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'saliency');
    await answerMap(panel, pixelMap());
    await panel.byTestId('save-json').click();
    const json = await panel.saved('json');
    assert.equal(json.suggestedName, 'grey-saliency.json');
    const report = JSON.parse(Buffer.from(json.bytes).toString());
    assert.equal(report.method, 'saliency');
    assert.deepEqual(report.grid, [40, 30]);
    const [reported] = report.classes;
    assert.equal(reported.label, 'counter');
    assert.equal(reported.map[29][39], 1199);
    await panel.byTestId('save-npy').click();
    assert.equal((await panel.saved('npy')).suggestedName, 'grey-counter-saliency.npy');
    const { figure } = await panel.savedPicture();
    assert.match(figure.caption.join(), /Saliency \(back-propagation\), 40\s×\s30/);
    const [legendOfFigure] = figure.pictures[0]?.legends ?? [];
    assert.match(legendOfFigure?.lines.join() ?? '', /clipped at 99/);
    assert.equal(figure.pictures[0]?.layers[0]?.map?.interpolation, 'cells');
  });

  it('is loud where the gradient does not hold', async () => {
    await panel.showCounting();
    await chooseMethod(panel, 'saliency');
    const text = 'Not a gradient of this model · Saliency · do not rely on this map';
    await answerMap(panel, pixelMap('saliency', { claim: { standing: 'mismatch', text } }));
    assert.match(await panel.byTestId('failed-check').innerText(), /do not rely on this map/);
  });

  it('keeps the method for the next image, a reload and an export', async () => {
    await panel.showCounting(['grey.png', 'other.png']);
    await chooseMethod(panel, 'grad-cam');
    await answerMap(panel, layerMap());
    await panel.hasKept('"method":"grad-cam"');
    const model = countingModel();
    const other = {
      ...countingExplanation(model, await greyPng()),
      imagePath: '/photos/other.png',
    };
    await panel.page.keyboard.press('ArrowRight');
    const images = { names: ['grey.png', 'other.png'], index: 1 };
    await panel.explain('main', model, other, images);
    await panel.byTestId('image-name').getByText('other.png').waitFor();
    await askedMap(panel);
    assert.equal(await panel.byTestId('fidelity').isVisible(), false, 'no claim without a map');
    await answerMap(panel, layerMap());
    assert.equal(await panel.byTestId('fidelity').isVisible(), true);
    const exported = exportedCounting(await greyPng());
    await panel.send({
      type: 'model',
      side: 'main',
      model: exported.model,
      fileName: 'counting.onnx',
    });
    const change = {
      changedAtMs: 0,
      isPinned: false,
      before: await panel.countingBefore(),
      exports: [],
    };
    await panel.send({ type: 'explanation', side: 'main', images, ...exported, change });
    await panel.byTestId('change-bar').waitFor();
    assert.equal(await methodName(), 'grad-cam');
  });

  for (const width of [470, 1400]) {
    it(`does not move while a map is on its way, ${width} px`, async () => {
      await panel.page.setViewportSize({ width, height: 800 });
      await showPlain(panel);
      const places = async () => {
        const boxes = [];
        for (const id of ['answer', 'stage-canvas', 'legend', 'no-cam', 'reading', 'class-row']) {
          boxes.push([id, await panel.byTestId(id).first().boundingBox()]);
        }
        return boxes;
      };
      const before = await places();
      await chooseMethod(panel, 'integrated-gradients');
      const { id } = await askedMap(panel);
      await panel.send({ type: 'working', id, done: 1, all: 10 });
      await panel.byTestId('method-work').waitFor();
      assert.deepEqual(await places(), before);
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }
});
