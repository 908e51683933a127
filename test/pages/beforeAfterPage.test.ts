import assert from 'node:assert/strict';
import type { Explained, FromShowCam } from '../../src/protocol/showCam.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import {
  coarseExplanation,
  coarseModel,
  counting,
  exportedCounting,
} from './support/explanation.ts';
import { CHANGED_AT_MS, greyPng, keptExport, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

/** The end of Google's Turbo colormap, as published. */
const TURBO_HIGH = [144, 12, 0];
/** The middle of the last cell of the counting model, where its map has its peak. */
const PEAK = { x: 110, y: 60 };
const IN_CELLS = {
  layer: 'map',
  colormap: 'turbo',
  interpolation: 'cells',
  showBox: false,
} as const;

describe('the Show CAM page before and after an export', () => {
  const panel = usePage(new Panel({ width: 1200 }));
  let exported: Explained;

  before(async () => {
    exported = exportedCounting(await greyPng());
  });

  const text = (testId: string) => panel.byTestId(testId).innerText();
  const row = (label: string) =>
    panel.page.locator(`[data-testid="moved-row"][data-label="${label}"]`);
  const mode = (value: string) =>
    panel.page.locator(`[data-testid="beforeAfter"] input[value="${value}"]`).check();
  const divider = () => panel.byTestId('divider');

  it('says when the file changed, and shows both as one picture with a divider', async () => {
    await panel.showCounting(['grey.png'], { ...IN_CELLS, selectedClass: 0 });
    await panel.showChange(exported);
    assert.equal(await text('change-text'), 'counting.onnx changed 14:03:12 · before | after');
    await panel.byTestId('slider-canvas').waitFor();
    assert.equal(await panel.byTestId('stage-canvas').isVisible(), false);
    assert.equal(await panel.byTestId('model-name').isVisible(), true, 'it is still one model');
    assert.match(await text('fidelity'), /Exact CAM · 4×3/);
    assert.equal(await panel.byTestId('fidelity-main').isVisible(), false);
    // One scale and one legend: 11, the peak of counter before; after, the same cell has 4.4.
    assert.equal(await panel.byTestId('shared-legend').getAttribute('data-limit'), '11');
    assert.equal(await panel.byTestId('legend').isVisible(), false);
    assert.equal(await panel.byTestId('other-legend').isVisible(), false);
    assert.match(
      (await panel.byTestId('shared-legend').getAttribute('title')) ?? '',
      /from 0 to \+11\.00\. Same scale before and after \(largest: counter in the earlier model\)/,
    );
    const right = await panel.colorAt(PEAK.x, PEAK.y, 'slider-canvas');
    assert.notDeepEqual(right, TURBO_HIGH, 'right of the divider is after');
    await divider().focus();
    await panel.page.keyboard.press('End');
    await nextFrame(panel);
    assert.deepEqual(await panel.colorAt(PEAK.x, PEAK.y, 'slider-canvas'), TURBO_HIGH);
    assert.equal(await text('history-when'), '13:53 · 1 export ago · counter 98.2\u00a0%');
    assert.equal(await panel.byTestId('history').isVisible(), false, 'there is nothing to choose');
  });

  it('moves the divider by keys, without stepping to another image', async () => {
    await panel.showCounting(['grey.png', 'next.png']);
    await panel.showChange(exported);
    const value = () => divider().getAttribute('aria-valuenow');
    await panel.byTestId('slider-canvas').waitFor();
    assert.equal(await divider().getAttribute('role'), 'slider');
    await divider().focus();
    const steps: [key: string, value: string][] = [
      ['ArrowRight', '52'],
      ['ArrowLeft', '50'],
      ['Shift+ArrowLeft', '40'],
      ['PageUp', '50'],
      ['Home', '0'],
      ['ArrowLeft', '0'],
      ['End', '100'],
    ];
    for (const [key, expected] of steps) {
      await panel.page.keyboard.press(key);
      await nextFrame(panel);
      assert.equal(await value(), expected, key);
    }
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('Shift+ArrowRight');
    await nextFrame(panel);
    assert.equal(
      await divider().getAttribute('aria-valuetext'),
      'Before 10\u00a0%, After 90\u00a0%',
    );
    const sent = await panel.sent();
    assert.ok(!sent.some(({ type }) => type === 'showImage'));
  });

  it('drags the divider over the photo, also when enlarged, and back by a double click', async () => {
    await panel.showCounting();
    await panel.showChange(exported);
    await drag(40);
    await dividerAt(25);
    await drag(-15);
    await dividerAt(0);
    for (let i = 0; i < 12; i++) await panel.byTestId('slider-zoom-in').click();
    await nextFrame(panel);
    // The photo is now wider than the stage: the divider's range ends at the ends of the stage.
    await drag(80);
    await dividerAt(50);
    const stage = await panel.byTestId('slider-canvas').boundingBox();
    const line = await divider().boundingBox();
    assert.ok(stage && line);
    assert.ok(Math.abs(line.x + line.width / 2 - (stage.x + stage.width / 2)) < 2);
    await panel.byTestId('slider-zoom-fit').click();
    await drag(120);
    await divider().dblclick();
    await nextFrame(panel);
    await dividerAt(50);
  });

  it('says what moved: prediction, logits, probabilities, boxes and fidelity', async () => {
    await panel.showCounting();
    await panel.showChange(exported);
    await row('constant').waitFor();
    const words = async (id: string) => (await text(`moved-${id}`)).replace(/\s+/g, ' ').trim();
    assert.equal(await words('prediction'), 'from counter → to constant');
    assert.equal(await words('identity'), 'from Exact, off by 0 → to Exact, off by 2.0e−6');
    assert.equal(await panel.byTestId('moved-grid').count(), 0, 'what stayed is not listed');
    const labels = await panel
      .byTestId('moved-row')
      .evaluateAll((rows) => rows.map((tr) => (tr as HTMLElement).dataset.label));
    assert.deepEqual(labels, ['counter', 'constant', 'against'], 'by the larger probability');
    assert.deepEqual(await values('counter'), [6, 2.7, 0.9819, 0.4252]);
    assert.deepEqual(await values('constant'), [2, 3, 0.018, 0.5739]);
    const cells = await row('counter').locator('.moved-change').allInnerTexts();
    assert.deepEqual(cells, ['−3.300', '−55.7\u00a0pp']);
    assert.deepEqual(await movedValues('counter'), [
      'from 6.000 → to 2.700',
      'from 98.2 → to 42.5\u00a0%',
    ]);
    assert.equal(await row('counter').locator('td').nth(2).innerText(), '1');
    await row('counter').click();
    await nextFrame(panel);
    assert.equal(
      await text('moved-sentence'),
      'counter became constant. For counter, 98.2 → 42.5\u00a0%; the evidence stayed: box overlap 1.',
    );
    assert.equal(await row('counter').getByRole('button').getAttribute('aria-pressed'), 'true');
  });

  it('is side by side, before on the left, or the difference after − before', async () => {
    await panel.showCounting(['grey.png'], { ...IN_CELLS, selectedClass: 0 });
    await panel.showChange(exported);
    await mode('sideBySide');
    await panel.byTestId('other-stage-canvas').waitFor();
    const [left, right] = await Promise.all(
      ['other-stage-canvas', 'stage-canvas'].map((id) => panel.byTestId(id).boundingBox()),
    );
    assert.ok(left && right && left.x + left.width <= right.x);
    assert.equal(await text('pane-name-other'), 'until 14:03:12');
    assert.equal(await text('pane-name-main'), 'since 14:03:12');
    assert.equal(await panel.byTestId('shared-legend').isVisible(), true);
    assert.equal(await panel.byTestId('slider-canvas').isVisible(), false);
    await mode('difference');
    await panel.byTestId('difference-canvas').waitFor();
    assert.match(await text('difference-legend'), /more before.*more after/s);
    await panel.byTestId('accessible-table').locator('summary').click();
    const cells = panel.byTestId('accessible-table').locator('td[data-value]');
    await cells.first().waitFor();
    const numbers = await cells.evaluateAll((tds) =>
      tds.map((td) => Number((td as HTMLElement).dataset.value).toFixed(3)),
    );
    // 0.4 f_0 − f_0 with f_0 = 0…11
    assert.deepEqual(
      numbers,
      Array.from({ length: 12 }, (_, i) => (-0.6 * i).toFixed(3)),
    );
    assert.equal((await panel.keptState()).view.comparison, 'sideBySide', 'models have their own');
  });

  it('is kept alone or pinned, and the editor is told', async () => {
    await panel.showCounting();
    await panel.showChange(exported);
    await panel.byTestId('before-menu-button').click();
    await panel.byTestId('pin-before').click();
    assert.deepEqual(await lastSent('before'), { type: 'before', request: 'pin' });
    await panel.byTestId('pin-before').getByText('Unpin this export').waitFor();
    assert.match(await text('history-when'), / · pinned$/);
    await panel.byTestId('pin-before').click();
    assert.deepEqual(await lastSent('before'), { type: 'before', request: 'unpin' });
    await panel.byTestId('keep-new').click();
    assert.deepEqual(await lastSent('before'), { type: 'before', request: 'forget' });
    await panel.byTestId('stage-canvas').waitFor();
    for (const gone of ['change-bar', 'moved', 'moved-sentence', 'before-menu']) {
      assert.equal(await panel.byTestId(gone).isVisible(), false, gone);
    }
    const first = panel.byTestId('class-row').first();
    assert.match(await first.innerText(), /constant\s+57\.4\u00a0%\s+logit 3\.000/);
  });

  it('shows only the new one if nothing moved, or if the old one cannot be compared', async () => {
    await panel.showCounting();
    const replaced = { number: 1, replacedAtMs: CHANGED_AT_MS, methodMaps: [] };
    const unchanged = { state: 'unchanged', ...replaced } as const;
    await panel.showChange(exported, { before: { ...exported, ...unchanged } });
    assert.match(await text('change-text'), /nothing moved: all logits and maps are unchanged/);
    await assertAlone();
    for (const [state, said] of [
      ['otherImage', /no earlier result for this image: first\.png was shown then/],
      ['otherPicture', /first\.png changed as well, so there is nothing to compare with/],
      ['otherVariant', /another output, layer or input size/],
    ] as const) {
      await panel.showChange(exported, {
        before: { state, imagePath: '/photos/first.png' },
        exports: [],
      });
      await panel.byTestId('change-text').filter({ hasText: said }).waitFor();
      await assertAlone();
    }
    await panel.byTestId('dismiss').click();
    await panel.byTestId('change-bar').waitFor({ state: 'hidden' });
  });

  it('says so where nothing moved that could be seen, and how far a peak moved where there is no box', async () => {
    await panel.showCounting();
    const explanation = { ...exported.explanation };
    const { model } = exported;
    // The same weights, but for a part in a million.
    const near = Float32Array.from(counting.weights, (weight) => weight * (1 + 1e-6));
    const classWeights = { ...model.classWeights, weights: near } as typeof model.classWeights;
    await panel.showChange({
      model: { ...model, classWeights },
      explanation: {
        ...explanation,
        logits: Float32Array.from(counting.logits),
        probabilities: Float32Array.from(counting.probabilities),
        ranking: Uint32Array.of(0, 1, 2),
      },
      variant: {},
    });
    await panel
      .byTestId('moved-sentence')
      .getByText('Nothing moved: still counter, 98.2\u00a0%, and the same map to 1e-4 of its peak.')
      .waitFor();
    // −1 − f_0 after −12 + f_0: the peak moves from the last cell to the first, 60 px and 40 px away.
    const negative = (weights: number[], version: string): Explained => ({
      ...exported,
      model: {
        ...model,
        version,
        fileVersion: version,
        classWeights: {
          ...(classWeights as NonNullable<typeof classWeights>),
          weights: Float32Array.from(weights),
        },
      },
      explanation: { ...explanation, modelVersion: version },
    });
    const before = negative([1, -12, 0, 2, -1, 1], 'negative');
    const replaced = { number: 1, replacedAtMs: CHANGED_AT_MS, methodMaps: [] };
    await panel.showChange(negative([-1, -1, 0, 3, -1, 1], 'still negative'), {
      before: { ...before, state: 'changed', ...replaced },
    });
    await panel.byTestId('moved-sentence').getByText('Still constant').waitFor();
    await row('counter').click();
    await panel
      .byTestId('moved-sentence')
      .getByText('Still constant. For counter, 42.5\u00a0%; the evidence moved: its peak by 72 px.')
      .waitFor();
  });

  it('goes back through the kept exports by a slider, with keys', async () => {
    await panel.showCounting(['grey.png', 'next.png']);
    const exports = [0.2, 0.6, 0.98].map((probability, i) =>
      keptExport({
        number: i + 3,
        sinceMs: CHANGED_AT_MS - (3 - i) * 600_000,
        exportsAgo: 3 - i,
        top: { label: i === 0 ? 'constant' : 'counter', probability: i === 0 ? 0.8 : probability },
        probabilities: Float32Array.of(probability, 1 - probability, 0),
      }),
    );
    const change = { exports, before: await panel.countingBefore(5) };
    await panel.showChange(exported, change);
    const slider = panel.byTestId('history');
    assert.equal(await slider.inputValue(), '2');
    assert.equal(await text('history-when'), '13:53 · 1 export ago · counter 98.0\u00a0%');
    await slider.focus();
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.keyboard.press('ArrowLeft');
    await nextFrame(panel);
    assert.equal(await text('history-when'), '13:33 · 3 exports ago · constant 80.0\u00a0%');
    assert.equal(
      await slider.getAttribute('aria-valuetext'),
      '13:33, 3 exports ago, constant 80.0\u00a0%',
    );
    const asked = async () =>
      (await panel.sent()).flatMap((message) =>
        message.type === 'chooseExport' ? [message.number] : [],
      );
    assert.deepEqual(await asked(), [4], 'the second choice waits for the answer to the first');
    const images = { names: ['grey.png', 'next.png'], index: 0 };
    const answer = async (number: number) => {
      const before = await panel.countingBefore(number);
      const rest = { changedAtMs: CHANGED_AT_MS, isPinned: false, exports };
      await panel.send({ type: 'change', images, change: { ...rest, before } });
      await nextFrame(panel);
    };
    await answer(4);
    assert.deepEqual(await asked(), [4, 3]);
    assert.equal(await slider.inputValue(), '0', 'an answer that is out of date moves nothing');
    await answer(3);
    await panel.page.keyboard.press('ArrowRight');
    await nextFrame(panel);
    assert.deepEqual(await asked(), [4, 3, 4]);
    assert.match(
      (await panel.byTestId('sparkline').getAttribute('title')) ?? '',
      /^Probability of constant over these exports: from 80\.0\s% to 57\.4\s%$/,
    );
    assert.ok(!(await panel.sent()).some(({ type }) => type === 'showImage'));
  });

  it('shows an export that is the same as the current one, and the way to the others', async () => {
    await panel.showCounting();
    const exports = [keptExport({ number: 1, exportsAgo: 2 }), keptExport({ number: 2 })];
    const replaced = { number: 1, replacedAtMs: CHANGED_AT_MS, methodMaps: [] };
    const unchanged = { state: 'unchanged', ...replaced } as const;
    await panel.showChange(exported, { exports, before: { ...exported, ...unchanged } });
    await assertAlone();
    assert.equal(await panel.byTestId('history').inputValue(), '0');
    assert.match(await text('history-when'), /2 exports ago/);
  });

  it('leaves the comparison with another model, and appears on request', async () => {
    await panel.showComparison();
    await panel.showChange(exported);
    assert.equal(await panel.byTestId('slider-canvas').isVisible(), false);
    assert.equal(await text('pane-name-other'), 'coarse.onnx');
    await panel.byTestId('show-before').click();
    await panel.byTestId('slider-canvas').waitFor();
    await row('counter').waitFor();
    assert.equal(await panel.byTestId('compare-row').first().isVisible(), false);
    await panel.byTestId('back-to-comparison').click();
    await panel.byTestId('compare-row').first().waitFor();
    assert.equal(await text('pane-name-other'), 'coarse.onnx');
  });

  it('compares two models by a slider as well', async () => {
    await panel.showComparison({ ...IN_CELLS, comparison: 'slider' });
    await panel.byTestId('slider-canvas').waitFor();
    await divider().focus();
    await panel.page.keyboard.press('End');
    await nextFrame(panel);
    assert.deepEqual(await panel.colorAt(PEAK.x, PEAK.y, 'slider-canvas'), TURBO_HIGH);
    assert.equal(await divider().getAttribute('aria-valuetext'), 'A 100\u00a0%, B 0.0\u00a0%');
    const error = { code: 'notOnnx' as const, message: 'b.onnx is none.', nextAction: 'Do y.' };
    const images = { names: ['grey.png'], index: 0 };
    await panel.send({ type: 'error', side: 'other', images, error, actions: [] });
    await panel.byTestId('error-other').waitFor();
    assert.equal(await panel.byTestId('stage-canvas').isVisible(), true);
  });

  it('keeps the class by its label if the class list changed, and says how it changed', async () => {
    await panel.showCounting(['grey.png'], { selectedClass: 0 });
    const model = { ...coarseModel(), path: '/models/counting.onnx', fileVersion: 'coarse' };
    const explanation = coarseExplanation(model, await greyPng());
    await panel.showChange({ model, explanation, variant: {} });
    await panel.byTestId('moved-sentence').getByText('Still Counter, 98.2 → 92.4').waitFor();
    const facts = async (id: string) => (await text(`moved-${id}`)).replace(/\s+/g, ' ').trim();
    assert.equal(
      await facts('classes'),
      'from 3 classes (only here: constant, against) → to 2 classes (only here: extra)',
    );
    assert.equal(await facts('grid'), 'from 4 × 3 → to 2 × 2');
    assert.equal(await facts('prediction'), 'Counter, as before');
    await row('constant').click();
    await nextFrame(panel);
    assert.equal(
      await text('moved-sentence'),
      'The new model has no class “constant”, so its own top class, Counter, is shown.',
    );
    await mode('difference');
    await panel.byTestId('no-difference').getByText('only one model has').waitFor();
  });

  it('keeps the old content if the new file is refused, and says why', async () => {
    await panel.showCounting();
    const error = {
      code: 'headNotLinear' as const,
      message: 'counting.onnx is refused.',
      nextAction: 'Do y.',
    };
    const images = { names: ['grey.png'], index: 0 };
    const failed = { type: 'error', side: 'main', images, error, actions: ['retry'] } as const;
    await panel.send({ ...failed, actions: ['retry'], keepsView: true });
    await panel.byTestId('error').getByText('counting.onnx is refused.').waitFor();
    assert.match(await text('error'), /Still showing the last result/);
    assert.equal(await panel.byTestId('stage-canvas').isVisible(), true);
    assert.match(await text('fidelity'), /Exact CAM/);
    await panel.showChange(exported);
    await panel.byTestId('error').waitFor({ state: 'hidden' });
    await panel.send({ ...failed, actions: ['retry'], keepsView: true });
    await panel.byTestId('error').waitFor();
    assert.equal(await panel.byTestId('slider-canvas').isVisible(), true);
    // For a picture that cannot be read there is nothing to show.
    await panel.send({ ...failed, actions: ['retry'] });
    await panel.byTestId('slider-canvas').waitFor({ state: 'hidden' });
    assert.equal(await panel.byTestId('fidelity').isVisible(), false);
  });

  it('says that it waits for a half-written file, over the old content', async () => {
    await panel.showCounting();
    await panel.send({ type: 'waiting', side: 'main', fileName: 'counting.onnx' });
    await panel.byTestId('waiting').waitFor();
    assert.match(await text('waiting'), /^Waiting until counting\.onnx is complete/);
    assert.equal(await panel.byTestId('stage-canvas').isVisible(), true);
    assert.equal(await panel.byTestId('error').isVisible(), false);
    await panel.showChange(exported);
    await panel.byTestId('waiting').waitFor({ state: 'hidden' });
  });

  it('switches all channels on again, as in a comparison of models', async () => {
    await panel.showCounting(['grey.png'], { ablated: [0] });
    await panel.showChange(exported);
    await row('counter').waitFor();
    assert.deepEqual(await values('counter'), [6, 2.7, 0.9819, 0.4252]);
    await panel.byTestId('before-menu-button').click();
    await panel.byTestId('keep-new').click();
    await panel.byTestId('stage-canvas').waitFor();
    const logit = panel.byTestId('class-row').first().getByTestId('logit');
    assert.equal(Number(await logit.getAttribute('data-value')).toFixed(3), '3.000');
  });

  it('saves the divided picture as shown, and both in the JSON', async () => {
    await panel.showCounting(['grey.png'], { selectedClass: 0 });
    await panel.showChange(exported);
    await panel.byTestId('slider-canvas').waitFor();
    const { suggestedName, figure } = await panel.savedPicture();
    assert.equal(suggestedName, 'grey-counter-before-after.png');
    const [picture] = figure.pictures;
    assert.equal(picture?.layers.length, 2);
    assert.deepEqual(
      picture?.layers.map(({ until }) => until),
      [1, 0.5],
    );
    // M_0 of the counting model is f_0, on the left; the export halved it.
    assert.deepEqual([...(picture?.layers[1]?.map?.map.values ?? [])].slice(0, 3), [0, 1, 2]);
    assert.match(picture?.heading[0] ?? '', /^Left: Before · counting.onnx · counter · 98\.2/);
    assert.match(picture?.heading[1] ?? '', /^Right: After/);
    await panel.byTestId('save-json').click();
    const report = JSON.parse(Buffer.from((await panel.saved('json')).bytes).toString());
    assert.equal(report.modelHash, 'other hash');
    assert.equal(report.before.modelHash, 'hash');
    assert.equal(report.before.classes[0].logit, 6);
  });

  it('fits into a narrow panel, all of it reachable', async () => {
    await panel.page.setViewportSize({ width: 400, height: 700 });
    await panel.showCounting();
    await panel.showChange(exported);
    await panel.byTestId('slider-canvas').waitFor();
    for (const wanted of ['slider', 'difference']) {
      await mode(wanted);
      await nextFrame(panel);
      const overflow = await panel.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${wanted}: ${overflow} px too wide`);
    }
    await mode('slider');
    await nextFrame(panel);
    const stage = await panel.byTestId('slider-canvas').boundingBox();
    assert.ok(stage && stage.height > 150 && stage.width > 300);
    await drag(40);
    assert.equal(await divider().getAttribute('aria-valuenow'), '25');
    await saveScreenshot(panel.page, 'page-before-after-narrow');
    await row('constant').scrollIntoViewIfNeeded();
    await row('constant').click();
  });

  it('is seen with forced colours', async () => {
    await panel.page.emulateMedia({ forcedColors: 'active' });
    await panel.showCounting();
    await panel.showChange(exported);
    await divider().focus();
    await panel.page.keyboard.press('ArrowRight');
    await nextFrame(panel);
    const line = await divider()
      .locator('.divider-line')
      .evaluate((element) => getComputedStyle(element).backgroundColor);
    const canvas = await panel.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.notEqual(line, canvas, 'the line is no background');
    await saveScreenshot(panel.page, 'page-before-after-forced-colors');
  });

  /** [logit before, after, probability before, after] of a class. */
  async function values(label: string): Promise<number[]> {
    const cells = row(label).locator('td.moved-cell');
    const found = await cells.evaluateAll((tds) =>
      tds.flatMap((td) => {
        const { before, after } = (td as HTMLElement).dataset;
        return [Number(before), Number(after)];
      }),
    );
    return found.map((value) => Number(value.toFixed(4)));
  }

  /** The values before and after, as a screen reader says them. */
  async function movedValues(label: string): Promise<string[]> {
    const texts = await row(label).locator('.moved-values').allInnerTexts();
    return texts.map((value) => value.replace(/[ \n]+/g, ' '));
  }

  async function assertAlone(): Promise<void> {
    await panel.byTestId('stage-canvas').waitFor();
    for (const id of ['slider-canvas', 'moved', 'beforeAfter']) {
      assert.equal(await panel.byTestId(id).isVisible(), false, id);
    }
  }

  /** A busy machine handles the last move of the pointer some frames later. */
  async function dividerAt(percent: number): Promise<void> {
    await divider()
      .and(panel.page.locator(`[aria-valuenow="${percent}"]`))
      .waitFor();
  }

  /** Drags the divider to a column of the photo that is fitted into the stage, or of the visible part. */
  async function drag(photoX: number): Promise<void> {
    await nextFrame(panel);
    const stage = await panel.byTestId('slider-canvas').boundingBox();
    const handle = await divider().boundingBox();
    assert.ok(stage && handle);
    const fit = Math.min((stage.width - 16) / 160, (stage.height - 16) / 80) * 160;
    const isFitted =
      (await text('slider-zoom-percent')) === `${Math.round((fit / 160) * 100)}\u00a0%`;
    const width = isFitted ? fit : stage.width;
    const y = handle.y + handle.height * 0.4;
    await panel.page.mouse.move(handle.x + handle.width / 2, y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(stage.x + stage.width / 2 + (photoX / 160 - 0.5) * width, y + 5, {
      steps: 5,
    });
    await panel.page.mouse.up();
    await nextFrame(panel);
  }

  async function lastSent<Type extends FromShowCam['type']>(
    type: Type,
  ): Promise<Extract<FromShowCam, { type: Type }>> {
    await panel.hasSent(type);
    const found = (await panel.sent()).findLast(
      (message): message is Extract<FromShowCam, { type: Type }> => message.type === type,
    );
    assert.ok(found);
    return found;
  }
});
