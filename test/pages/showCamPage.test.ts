import assert from 'node:assert/strict';
import type {
  Explanation,
  ModelDescription,
  SecondOpinion,
} from '../../src/cam/results/explanation.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import {
  coarseExplanation,
  coarseModel,
  counting,
  countingExplanation,
  countingModel,
} from './support/explanation.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

/** The ends and the middle of Google's Turbo colormap, as published. */
const TURBO_LOW = [35, 23, 27];
const TURBO_HIGH = [144, 12, 0];

const main = { side: 'main', variant: {} } as const;

describe('the Show CAM page', () => {
  const panel = usePage(new Panel());

  it('shows fidelity, the classes and the scale', async () => {
    await panel.showCounting();
    assert.match(await panel.byTestId('fidelity').innerText(), /^Exact 4×3\s.*Exact CAM · 4×3/s);
    assert.equal(await panel.byTestId('fidelity').getAttribute('data-fidelity'), 'exact');
    const rows = panel.byTestId('class-row');
    assert.equal(await rows.count(), 3);
    assert.match(await rows.nth(0).innerText(), /counter\s+98\.2\u00a0%\s+logit 6\.000/);
    assert.match(await rows.nth(2).innerText(), /against\s+0\.01\s%\s+logit −3\.500/);
    assert.equal(await panel.byTestId('legend-scale').innerText(), 'same scale for all classes');
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '11');
  });

  it('has the answer over the picture; a chip switches, and its button compares', async () => {
    await panel.showCounting();
    const first = panel.byTestId('answer-first');
    assert.equal((await first.innerText()).replace(/\s+/g, ' '), 'counter 98.2 %');
    const chips = panel.page.locator('[data-testid="answer-chip"]:visible');
    assert.equal(await chips.count(), 2);
    await chips.first().click();
    await nextFrame(panel);
    assert.match(await panel.byTestId('legend').innerText(), /constant/);
    assert.match(await first.innerText(), /^counter/, 'the answer stays');
    assert.equal(await chips.first().getAttribute('aria-pressed'), 'true');
    await panel.byTestId('answer-first-compare').click();
    await nextFrame(panel);
    assert.match(await panel.byTestId('legend').innerText(), /constant vs\. counter/);
  });

  it('says whether the answer is what the folder of the picture says', async () => {
    await panel.showCounting();
    const verdict = panel.byTestId('answer-verdict');
    assert.equal(await verdict.isVisible(), false);
    const explanation = countingExplanation(countingModel(), await greyPng());
    const images = { names: ['grey.png'], index: 0 };
    for (const [expectedClass, text] of [
      [0, 'right'],
      [2, 'wrong: against'],
    ] as const) {
      const known = { ...explanation, expectedClass };
      await panel.send({ type: 'explanation', ...main, images, explanation: known });
      await verdict.getByText(text, { exact: true }).waitFor();
    }
  });

  it('offers other values of pixels in one line, and sends the answer', async () => {
    await panel.showCounting();
    const line = panel.byTestId('opinion');
    assert.equal(await line.isVisible(), false);
    const opinion: SecondOpinion = {
      text: '(x − 127.5)/127.5',
      settings: { channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
      ...{ surety: 0.971, instead: 0.306 },
    };
    for (const answer of ['try', 'keep'] as const) {
      await panel.send({ type: 'opinion', opinion });
      await line.waitFor();
      assert.match(
        await line.innerText(),
        /Surer with \(x − 127\.5\)\/127\.5: 0\.97 instead of 0\.31/,
      );
      await panel.byTestId(`opinion-${answer}`).click();
      await line.waitFor({ state: 'hidden' });
      assert.equal((await panel.sentOf('opinion')).at(-1)?.answer, answer);
    }
  });

  it('colours the cells by their values where the model saw them', async () => {
    await panel.showCounting(['grey.png'], {
      layer: 'map',
      colormap: 'turbo',
      interpolation: 'cells',
      showBox: false,
    });
    assert.deepEqual(await panel.colorAt(110, 60), TURBO_HIGH);
    assert.deepEqual(await panel.colorAt(50, 20), TURBO_LOW);
    await panel.openView();
    await panel.page.locator('[data-testid="layer"] input[value="picture"]').check();
    await nextFrame(panel);
    assert.deepEqual(await panel.colorAt(50, 20), [100, 100, 100]);
    const [dimmed = 0] = await panel.colorAt(10, 40);
    assert.ok(dimmed < 100, `the part that the model did not see is dimmed, red is ${dimmed}`);
  });

  it('shows the magnification, also after a resize of the panel', async () => {
    await panel.showCounting();
    const percent = panel.byTestId('zoom-percent');
    for (const size of [
      { width: 1000, height: 800 },
      { width: 760, height: 600 },
    ]) {
      await panel.page.setViewportSize(size);
      await nextFrame(panel);
      const stage = await panel.byTestId('stage-canvas').boundingBox();
      assert.ok(stage);
      const fit = Math.min(stage.width / 160, stage.height / 80);
      assert.equal(Number.parseInt(await percent.innerText(), 10), Math.round(fit * 100));
    }
    const before = Number.parseInt(await percent.innerText(), 10);
    await panel.byTestId('zoom-in').click();
    await nextFrame(panel);
    const after = Number.parseInt(await percent.innerText(), 10);
    assert.ok(Math.abs(after / before - 1.25) < 0.01, `${before} % to ${after} %`);
    for (let i = 0; i < 20; i++) await panel.byTestId('zoom-in').click();
    await nextFrame(panel);
    assert.equal(Number.parseInt(await percent.innerText(), 10), 3200);
  });

  it('leaves no gap at the edges of an enlarged picture, wherever it is moved', async () => {
    await panel.showCounting(['grey.png'], { layer: 'picture', zoom: 6, panX: 0.5, panY: -0.5 });
    await nextFrame(panel);
    const opaque = await panel.byTestId('stage-canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      const { width, height } = canvas;
      const corners = [
        [1, 1],
        [width - 2, 1],
        [1, height - 2],
        [width - 2, height - 2],
      ] as const;
      return corners.map(([x, y]) => context?.getImageData(x, y, 1, 1).data[3]);
    });
    assert.deepEqual(opaque, [255, 255, 255, 255]);
  });

  it('switches the class within one frame and without a round trip', async () => {
    await panel.showCounting(['grey.png'], {
      layer: 'map',
      colormap: 'turbo',
      interpolation: 'cells',
      showBox: false,
    });
    await nextFrame(panel);
    const sentBefore = (await panel.sent()).length;
    const pixel = await panel.byTestId('stage-canvas').evaluate(async (element) => {
      const canvas = element as HTMLCanvasElement;
      window.dispatchEvent(new KeyboardEvent('keydown', { key: '2' }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { data } = canvas
        .getContext('2d')
        ?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1) ?? { data: [] };
      return Array.from(data).slice(0, 3);
    });
    // 2 of 11 is at 46.4 of 255 in the blue part of the scale.
    const [red = 255, , blue = 0] = pixel;
    assert.ok(blue > 200 && red < 90, `the constant map is blue all over, not ${pixel}`);
    const types = (await panel.sent()).slice(sentBefore).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => type !== 'viewChanged'),
      [],
    );
  });

  it('shows the contrast of two classes and the gap of their logits', async () => {
    await panel.showCounting();
    await panel.byTestId('contrast').nth(2).click();
    const sum = panel.byTestId('sum');
    await sum.getByText('logit gap').waitFor();
    const headings = panel.page.locator('.channel-table thead th:visible');
    const texts = (await headings.allInnerTexts()).filter((text) => text !== '');
    assert.deepEqual(texts, ['Off', 'Channel', 'Δw', 'F', 'Δw·F']);
    assert.match((await sum.innerText()).replace(/\s+/g, ' '), /10\.00 .*− 0\.500 .*= \+9\.500/);
    await panel.page.keyboard.press('Escape');
    await sum.getByText('bias', { exact: true }).waitFor();
  });

  it('gives the map as a table of the same numbers', async () => {
    await panel.showCounting(['grey.png'], { selectedClass: 2 });
    await panel.byTestId('accessible-table').locator('summary').click();
    const cells = panel.byTestId('accessible-table').locator('td[data-value]');
    await cells.first().waitFor();
    const values = await cells.evaluateAll((tds) =>
      tds.map((td) => Number((td as HTMLElement).dataset.value)),
    );
    assert.deepEqual(values, [1, 0, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10]);
    assert.equal(await cells.nth(11).innerText(), '−10.00');
  });

  it('gives the box in photo pixels', async () => {
    await panel.showCounting(['grey.png'], { boxThreshold: 1 });
    assert.equal(await panel.byTestId('box-readout').getAttribute('data-box'), '110 60 10 10');
    await panel.openView();
    await panel.byTestId('threshold').fill('20');
    await panel.page.waitForFunction(
      () =>
        document.querySelector('[data-testid="box-readout"]')?.getAttribute('data-box') !==
        '110 60 10 10',
    );
  });

  it('ends its colours where the user says, in what each cell adds', async () => {
    await panel.showCounting();
    await panel.openView();
    await panel.byTestId('scale-limit').fill('0.5');
    // Twelve cells.
    await panel.page.locator('[data-testid="legend"][data-limit="6"]').waitFor();
    assert.match(await panel.byTestId('legend').innerText(), /\+0\.500/);
    assert.equal(await panel.byTestId('legend-scale').innerText(), 'scale set by hand');
    await panel.byTestId('scale-limit').fill('');
    await panel.page.locator('[data-testid="legend"][data-limit="11"]').waitFor();
    // Another model has its own.
    await panel.byTestId('scale-limit').fill('0.5');
    await panel.explain('main', coarseModel(), coarseExplanation(coarseModel(), await greyPng()));
    await panel.page.locator('[data-testid="legend"][data-limit="8"]').waitFor();
  });

  it('leaves the photo clean where nothing speaks, unless all values are opaque', async () => {
    await panel.showCounting(['grey.png'], { interpolation: 'cells', showBox: false });
    await nextFrame(panel);
    assert.deepEqual(await panel.colorAt(50, 20), [100, 100, 100]);
    const [red = 0, , blue = 0] = await panel.colorAt(110, 60);
    assert.ok(red > blue + 50, `the peak is warm, not ${red} of red and ${blue} of blue`);
    await panel.openView();
    await panel.page.locator('[data-testid="opacity-by"] input[value="even"]').check();
    await nextFrame(panel);
    assert.notDeepEqual(await panel.colorAt(50, 20), [100, 100, 100]);
  });

  it('reads cell by cell with the keyboard', async () => {
    await panel.showCounting();
    await panel.byTestId('stage-canvas').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) {
      await panel.page.keyboard.press(`Shift+${key}`);
    }
    await nextFrame(panel);
    const reading = panel.byTestId('reading');
    assert.equal(await reading.getAttribute('data-cell'), '2 2');
    assert.equal(await reading.getAttribute('data-value'), '10');
    // 10 of 0 + 1 + … + 11; a twelfth of it is added to the logit.
    assert.match(
      await reading.locator('[data-testid="reading-share"]').innerText(),
      /^15\u00a0% of the evidence for it$/,
    );
    assert.match(
      await reading.locator('[aria-live]').innerText(),
      /Column 2, row 2: 15\u00a0% of the evidence for it, adds \+0\.833 to the logit of 6\.000/,
    );
  });

  it('reads under the pointer, and shows a channel alone on click', async () => {
    await panel.showCounting();
    const box = await panel.byTestId('stage-canvas').boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + box.width / 2 + 5, box.y + box.height / 2 + 5);
    await nextFrame(panel);
    assert.equal(await panel.byTestId('reading').getAttribute('data-value'), '6');
    const first = panel.byTestId('channel-row').first();
    assert.equal(await first.getAttribute('data-contribution'), '5.5');
    await first.click();
    await nextFrame(panel);
    assert.match(await panel.byTestId('legend').innerText(), /channel 0 for counter/);
  });

  it('lists the channels step by step and says how many the next step shows', async () => {
    await panel.showCounting();
    const more = panel.byTestId('more-channels');
    assert.equal(await more.isVisible(), false);
    const { model, explanation } = manyChannels(await greyPng(), 57);
    await panel.explain('main', model, explanation);
    await more.getByText('Show 40 more').click();
    await more.getByText('Show 7 more').click();
    await more.waitFor({ state: 'hidden' });
    assert.equal(await panel.byTestId('channel-row').count(), 57);
  });

  it('switches a channel off: exact logits, another first class, kept, until all are on again', async () => {
    await panel.showCounting();
    const off = panel.byTestId('ablate-channel');
    await off.first().click();
    const line = panel.byTestId('ablated');
    await line.getByText('1 channel is off.').waitFor();
    // 6 − 1·5.5, 2 − 0·5.5 and −3.5 + 1·5.5
    const logits = panel.byTestId('logit');
    const values = await logits.evaluateAll((all) =>
      all.map((one) => (one instanceof HTMLElement ? Number(one.dataset.value) : undefined)),
    );
    assert.deepEqual(values, [2, 2, 0.5]);
    assert.match(await line.innerText(), /Logit of counter: 6\.000 → 0\.500/);
    assert.match(await line.innerText(), /The prediction changes from counter to constant\./);
    assert.match(
      await panel.byTestId('fidelity').innerText(),
      /1 channel switched off · in place, according to its layers$/,
    );
    await panel.hasKept('"ablated":[0]');
    await saveScreenshot(panel.page, 'show-cam-channel-off');
    // Looked at alone, it shows what it would add.
    await panel.page.locator('.class-row[data-class-index="0"] .class-choose').click();
    await panel.byTestId('channel-row').first().click();
    await nextFrame(panel);
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '11');
    assert.match(
      (await panel.byTestId('legend').getAttribute('title')) ?? '',
      /from 0 to \+0\.917/,
    );
    await panel.page.keyboard.press('Escape');

    await panel.byTestId('switch-all-on').click();
    await line.waitFor({ state: 'hidden' });
    assert.equal(await logits.first().getAttribute('data-value'), '6');
    await off.first().click();
    await panel.compareWith(coarseModel());
    await panel.hasKept('"ablated":[]');
  });

  it('opens the units of a class, and opens from there with a channel chosen', async () => {
    await panel.showCounting();
    await panel.byTestId('class-row').nth(1).locator('button').first().click();
    await nextFrame(panel);
    await panel.byTestId('class-units').click();
    const sent = (await panel.sent()).find(({ type }) => type === 'classUnits');
    assert.deepEqual(sent, { type: 'classUnits', classIndex: 1 });
    await panel.send({ type: 'choose', classIndex: 0, pooledChannel: 1 });
    await panel.page.locator('.channel-row.chosen[data-channel="1"]').waitFor();
    await panel.page.locator('.class-row.chosen[data-class-index="0"]').waitFor();
  });

  it('opens with the contrast of two classes chosen', async () => {
    await panel.showCounting();
    const choice = { classIndex: 1, contrastClass: 0, pooledChannel: undefined };
    await panel.send({ type: 'choose', ...choice });
    await panel.page.locator('.class-row.chosen[data-class-index="1"]').waitFor();
    await panel.hasKept('"contrastClass":0');
  });

  it('steps through the images with the arrow keys, but not in a slider', async () => {
    await panel.showCounting(['a.png', 'b.png', 'c.png']);
    await panel.openView();
    await panel.byTestId('opacity').focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await steps(panel), '');
    await panel.page.keyboard.press('Escape');
    await panel.byTestId('stage-canvas').focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowLeft');
    assert.equal(await steps(panel), '1 2 1');
  });

  it('drops the explanation of an image that is no longer requested', async () => {
    await panel.showCounting(['a.png', 'b.png']);
    const explanation = countingExplanation(countingModel(), await greyPng());
    await panel.page.keyboard.press('ArrowRight');
    const stale: Explanation = {
      ...explanation,
      claim: { standing: 'exact', text: 'stale' },
    };
    const images = { names: ['a.png', 'b.png'], index: 0 };
    await panel.send({ type: 'explanation', ...main, images, explanation: stale });
    const fresh: Explanation = {
      ...explanation,
      claim: { standing: 'mismatch', text: 'fresh' },
    };
    await panel.send({
      type: 'explanation',
      ...main,
      images: { ...images, index: 1 },
      explanation: fresh,
    });
    await panel.byTestId('failed-check').getByText('fresh').waitFor();
    assert.equal(await panel.byTestId('fidelity').getAttribute('data-fidelity'), 'mismatch');
  });

  it('keeps the choices over a refresh and over a reload', async () => {
    await panel.showCounting();
    await panel.byTestId('class-row').nth(1).locator('.class-choose').click();
    await panel.openView();
    await panel.byTestId('opacity').fill('35');
    const explanation = countingExplanation(countingModel(), await greyPng());
    const images = { names: ['grey.png'], index: 0 };
    await panel.send({ type: 'explanation', ...main, images, explanation });
    await nextFrame(panel);
    await panel.hasKept('"opacity":0.35');
    assert.equal(await panel.byTestId('opacity').inputValue(), '35');
    const { view } = await panel.keptState();
    assert.equal(view.selectedClass, 1);
    assert.equal(view.opacity, 0.35);
    await panel.page.reload();
    await panel.showCounting();
    assert.equal(await panel.byTestId('opacity').inputValue(), '35');
    assert.match(await panel.byTestId('legend').innerText(), /^constant$/m);
  });

  it('says what went wrong and what to do, and recovers', async () => {
    await panel.showCounting();
    const images = { names: ['grey.png'], index: 0 };
    const error = { code: 'notOnnx' as const, message: 'x.onnx is no model.', nextAction: 'Do y.' };
    await panel.send({
      type: 'error',
      side: 'main',
      images,
      error,
      actions: ['chooseModel', 'retry'],
    });
    await panel.byTestId('error').getByText('x.onnx is no model.').waitFor();
    for (const old of ['model-name', 'fidelity', 'answer']) {
      assert.equal(await panel.byTestId(old).isVisible(), false, `${old} is of another model`);
    }
    await panel.byTestId('action-retry').click();
    assert.ok((await panel.sent()).some((m) => m.type === 'action' && m.action === 'retry'));
    const explanation = countingExplanation(countingModel(), await greyPng());
    await panel.send({ type: 'explanation', ...main, images, explanation });
    await panel.byTestId('error').waitFor({ state: 'hidden' });
    await panel.byTestId('fidelity').waitFor();
  });

  it('refuses to draw over a photo of another size', async () => {
    await panel.showCounting();
    const explanation = countingExplanation(countingModel(), await greyPng());
    explanation.geometry = { ...explanation.geometry, photo: { width: 80, height: 160 } };
    const images = { names: ['grey.png'], index: 0 };
    await panel.send({ type: 'explanation', ...main, images, explanation });
    await panel.byTestId('error').getByText('160×80 pixels').waitFor();
  });

  it('says where the names of the classes come from, with the way to others', async () => {
    await panel.showCounting();
    const source = panel.byTestId('labels-source');
    const change = panel.byTestId('change-labels');
    assert.equal(await source.innerText(), 'Labels from labels.txt');
    assert.equal(await change.innerText(), 'Change…');
    await change.click();
    assert.equal((await panel.sentOf('labels')).length, 1);
    const stated = { value: counting.labels, source: 'stated' };
    for (const [standIn, text, action] of [
      ['imagenet', 'Standard ImageNet names', 'Change…'],
      ['numbers', 'No labels', 'Add Labels…'],
    ] as const) {
      const model = { ...countingModel(), version: standIn, labels: { ...stated, standIn } };
      await panel.explain('main', model, countingExplanation(model, await greyPng()));
      await source.getByText(text).waitFor();
      assert.equal(await change.innerText(), action);
    }
  });

  it('saves the map and the numbers', async () => {
    await panel.showCounting();
    await panel.byTestId('save-npy').click();
    const npy = await panel.saved('npy');
    assert.equal(npy.suggestedName, 'grey-counter.npy');
    assert.match(Buffer.from(npy.bytes).toString('latin1'), /^\x93NUMPY.*'shape': \(3, 4\)/s);
    await panel.byTestId('save-json').click();
    const report = JSON.parse(Buffer.from((await panel.saved('json')).bytes).toString());
    assert.deepEqual(report.classes[0].map[2], [8, 9, 10, 11]);
    assert.deepEqual(report.grid, [4, 3]);
  });

  it('finds any class by its name and shows at most fifty', async () => {
    await panel.showCounting();
    assert.equal(await panel.byTestId('filter').isVisible(), false, 'three classes need no filter');
    const { model, explanation } = manyClasses(countingModel('/models/many.onnx'), await greyPng());
    const images = { names: ['grey.png'], index: 0 };
    await panel.send({ type: 'model', side: 'main', model, fileName: 'many.onnx' });
    await panel.send({ type: 'explanation', ...main, images, explanation });
    await panel.byTestId('filter').click();
    await panel.page.keyboard.type('thing');
    const found = panel.page.locator('.found [data-testid="class-row"]');
    await found.nth(49).waitFor();
    assert.equal(await found.count(), 50);
    await panel.page.keyboard.type(' 17');
    await panel.page.getByText('11 of 11 found').waitFor();
    await found.getByText('thing 17', { exact: true }).click();
    await panel.byTestId('legend').getByText('thing 17', { exact: true }).waitFor();
  });
});

/** 200 classes named `thing 0`…`thing 199`, the last with the largest logit. */
function manyClasses(
  model: ModelDescription,
  png: Uint8Array,
): { model: ModelDescription; explanation: Explanation } {
  const indices = Array.from({ length: 200 }, (_, i) => i);
  const many: ModelDescription = {
    ...model,
    labels: { value: indices.map((i) => `thing ${i}`), source: 'labels.txt' },
    classes: 200,
    classWeights: {
      classes: 200,
      channels: 2,
      positions: 1,
      weights: Float32Array.from(indices.flatMap((i) => [i, 0])),
      bias: new Float32Array(200),
    },
  };
  const explanation: Explanation = {
    ...countingExplanation(many, png),
    logits: Float32Array.from(indices, (i) => 5.5 * i),
    probabilities: Float32Array.from(indices, (i) => (i === 199 ? 1 : 0)),
    ranking: Uint32Array.from(indices).reverse(),
  };
  return { model: many, explanation };
}

/** The counting model with more channels, of which only the first counts for anything. */
function manyChannels(
  png: Uint8Array,
  channels: number,
): { model: ModelDescription; explanation: Explanation } {
  const model = countingModel('/models/many.onnx');
  const weights = new Float32Array(3 * channels);
  weights[0] = 1;
  const values = new Float32Array(12 * channels);
  values.set(counting.features);
  const explanation = countingExplanation(model, png);
  return {
    model: {
      ...model,
      classWeights: { classes: 3, channels, positions: 1, weights, bias: new Float32Array(3) },
    },
    explanation: { ...explanation, featureMap: { channels, ...counting.map, values } },
  };
}

async function steps(panel: Panel): Promise<string> {
  const messages = await panel.sent();
  return messages
    .flatMap((message) => (message.type === 'showImage' ? [message.index] : []))
    .join(' ');
}
