import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { FromShowCam } from '../../src/protocol/showCam.ts';
import {
  coarseExplanation,
  coarseModel,
  counting,
  countingExplanation,
  countingModel,
} from './support/explanation.ts';
import { greyPng, nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

/** The middle of the first cell of the counting model, which is in the first cell of the coarse one. */
const FIRST_CELL = { x: 50, y: 20 };

describe('the Show CAM page with two models', () => {
  const panel = usePage(new Panel({ width: 1200 }));

  const text = (testId: string) => panel.byTestId(testId).innerText();
  const row = (label: string) =>
    panel.page.locator(`[data-testid="compare-row"][data-label="${label}"]`);

  it('shows both with name, fidelity and numbers, and hides controls for one model', async () => {
    await panel.showComparison();
    assert.equal(await text('pane-name-main'), 'counting.onnx');
    assert.equal(await text('pane-name-other'), 'coarse.onnx');
    assert.match(await text('fidelity-main'), /Exact CAM · 4×3/);
    assert.match(await text('fidelity-other'), /Exact CAM · 2×2/);
    for (const id of ['fidelity', 'model-name', 'reading', 'sum', 'channel-row', 'compare']) {
      assert.equal(await panel.byTestId(id).first().isVisible(), false, id);
    }
    const [a, b] = await Promise.all(
      ['stage-canvas', 'other-stage-canvas'].map((id) => panel.byTestId(id).boundingBox()),
    );
    assert.ok(a && b);
    assert.deepEqual([a.y, a.width, a.height], [b.y, b.width, b.height]);
    await panel.send({ type: 'comparison', otherModel: undefined });
    await panel.byTestId('fidelity').waitFor();
    assert.equal(await panel.byTestId('pane-other').isVisible(), false);
  });

  it('does not move the pictures while the pointer reads them', async () => {
    await panel.showComparison();
    const stage = panel.byTestId('stage-canvas');
    const before = await stage.boundingBox();
    await stage.hover();
    await panel.byTestId('reading-difference').waitFor();
    await nextFrame(panel);
    assert.deepEqual(await stage.boundingBox(), before);
  });

  it('matches the class by its label, and says so if one model does not have it', async () => {
    await panel.showComparison();
    assert.match(await text('pane-class-main'), /^counter · 98\.2\u00a0% · logit 6\.000$/);
    assert.match(await text('pane-class-other'), /^Counter · 92\.4\u00a0% · logit 5\.000$/);
    await row('constant').click();
    await nextFrame(panel);
    assert.match(await text('pane-class-main'), /^constant/);
    assert.match(await text('pane-class-other'), /^Counter/);
    assert.equal(
      await text('pane-note-other'),
      'coarse.onnx has no class “constant”, so its own top class, Counter, is shown.',
    );
    await row('extra').click();
    await nextFrame(panel);
    assert.match(await text('pane-class-other'), /^extra · 7\.6\u00a0% · logit 2\.500$/);
    assert.match(await text('pane-note-main'), /^counting\.onnx has no class “extra”/);
    assert.equal(await panel.byTestId('pane-note-other').isVisible(), false);
    assert.equal(await row('extra').getByRole('button').getAttribute('aria-pressed'), 'true');
  });

  it('shows probabilities and logits side by side', async () => {
    await panel.showComparison();
    const values = async (label: string): Promise<(number | undefined)[]> => {
      const cells = await row(label)
        .locator('td')
        .evaluateAll((tds) => tds.map((td) => (td as HTMLElement).dataset.value));
      return cells.map((value) =>
        value === undefined ? undefined : Number(Number(value).toFixed(4)),
      );
    };
    const [pA, pB, logitA, logitB] = await values('counter');
    assert.deepEqual([pA, pB, logitA, logitB], [0.9819, 0.9241, 6, 5]);
    assert.deepEqual(await values('extra'), [undefined, 0.0759, undefined, 2.5, undefined]);
    assert.deepEqual(await values('constant'), [0.018, undefined, 2, undefined, undefined]);
  });

  it('gives the overlap of the boxes', async () => {
    // At the maximum alone: 110 60 10 10 (see the single panel) and, in the corner, 120 60 40 20.
    await panel.showComparison({ boxThreshold: 1 });
    assert.equal(await row('counter').locator('td').nth(4).innerText(), '0');
    const twin = countingModel('/models/twin.onnx');
    await panel.compareWith(twin);
    await panel.explain('other', twin, countingExplanation(twin, await greyPng()));
    await row('counter').locator('td').nth(4).getByText('1', { exact: true }).waitFor();
  });

  it('shares one scale, or gives each its own', async () => {
    await panel.showComparison();
    const limits = () =>
      Promise.all(
        ['legend', 'other-legend'].map((id) => panel.byTestId(id).getAttribute('data-limit')),
      );
    assert.deepEqual(await limits(), ['11', '11']);
    const shared = /Same scale for both models \(largest: counter in A \(counting\.onnx\)\)/;
    for (const id of ['legend', 'other-legend']) {
      assert.match((await panel.byTestId(id).getAttribute('title')) ?? '', shared);
    }
    await panel.openView();
    await panel.page.locator('[data-testid="compared-scale"] input[value="class"]').check();
    await nextFrame(panel);
    assert.deepEqual(await limits(), ['11', '8']);
    const other = await panel.byTestId('other-legend').getAttribute('title');
    assert.match(other ?? '', /Scale of this class only/);
    await panel.page.keyboard.press('Escape');
    await row('extra').click();
    await panel.openView();
    await panel.page.locator('[data-testid="compared-scale"] input[value="model"]').check();
    await nextFrame(panel);
    assert.deepEqual(
      await limits(),
      ['11', '8'],
      'a weak class looks weak on the scale of its model',
    );
  });

  it('says why it does not share a scale if one map would be invisible', async () => {
    await panel.showCounting();
    const model = coarseModel();
    const strong = {
      ...model,
      classWeights: { ...weightsOf(model), weights: Float32Array.of(1, 200) },
    };
    await panel.compareWith(strong);
    await panel.explain('other', strong, coarseExplanation(strong, await greyPng()));
    await panel.openView();
    await panel.byTestId('scale-note').waitFor();
    // 200·4 of 11
    assert.match(await text('scale-note'), /differ 73-fold/);
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '11');
    await panel.page.locator('[data-testid="compared-scale"] input[value="both"]').check();
    await nextFrame(panel);
    assert.equal(await panel.byTestId('legend').getAttribute('data-limit'), '800');
    assert.equal(await panel.byTestId('scale-note').isVisible(), false);
  });

  it('reads the same place of the photo in both', async () => {
    await panel.showComparison({ interpolation: 'cells' });
    await hover('stage-canvas', FIRST_CELL);
    assert.deepEqual(await readings(), ['0', '2', '-2']);
    // Beside what the counting model saw.
    await hover('other-stage-canvas', { x: 10, y: 70 });
    assert.deepEqual(await readings(), [null, '6', null]);
    await panel.page.mouse.move(2, 2);
    await panel.byTestId('other-stage-canvas').focus();
    await panel.page.keyboard.press('Shift+ArrowRight');
    await panel.page.keyboard.press('Shift+ArrowRight');
    await panel.page.keyboard.press('Shift+ArrowDown');
    await nextFrame(panel);
    // The middle of the last cell of the coarse model is at 120, 60: on the edge of the other.
    assert.equal(await panel.byTestId('reading-value-other').getAttribute('data-cell'), '1 1');
    assert.equal(await panel.byTestId('reading-value-other').getAttribute('data-value'), '8');
  });

  it('zooms and moves both', async () => {
    await panel.showComparison({ layer: 'map', interpolation: 'cells', showBox: false });
    const before = await text('zoom-percent');
    const box = await panel.byTestId('other-stage-canvas').boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await panel.page.mouse.wheel(0, -500);
    await nextFrame(panel);
    assert.equal(await text('zoom-percent'), before, 'the wheel alone scrolls');
    await panel.page.keyboard.down('Control');
    await panel.page.mouse.wheel(0, -500);
    await panel.page.keyboard.up('Control');
    await nextFrame(panel);
    assert.notEqual(await text('zoom-percent'), before);
    await panel.byTestId('zoom-fit').click();
    await nextFrame(panel);
    assert.equal(await text('zoom-percent'), before);
  });

  it('draws the difference around zero, by the cells of both', async () => {
    await panel.showComparison({ interpolation: 'cells', layer: 'map', showBox: false });
    await panel.page.locator('[data-testid="comparison"] input[value="difference"]').check();
    await panel.byTestId('difference-canvas').waitFor();
    await nextFrame(panel);
    assert.equal(await panel.byTestId('pane-main').isVisible(), false);
    assert.equal(await panel.byTestId('difference-legend').getAttribute('data-limit'), '3');
    await panel.byTestId('accessible-table').locator('summary').click();
    const cells = panel.byTestId('accessible-table').locator('td[data-value]');
    await cells.first().waitFor();
    const values = await cells.evaluateAll((tds) =>
      tds.map((td) => Number((td as HTMLElement).dataset.value)),
    );
    // 0…11 minus (2 2 4 4, 6 6 8 8, 6 6 8 8)
    assert.deepEqual(values, [-2, -1, -2, -1, -2, -1, -2, -1, 2, 3, 2, 3]);
    const [red = 0, , blue = 0] = await panel.colorAt(
      FIRST_CELL.x,
      FIRST_CELL.y,
      'difference-canvas',
    );
    assert.ok(blue > red + 50, `more in B is blue, not ${red} of red and ${blue} of blue`);
    const [redB = 0, , blueB = 0] = await panel.colorAt(70, 60, 'difference-canvas');
    assert.ok(redB > blueB + 50, `more in A is red, not ${redB} of red and ${blueB} of blue`);
    await hover('difference-canvas', { x: 70, y: 60 });
    assert.deepEqual(await readings(), ['9', '6', '3']);
  });

  it("shows the end of a difference's colours, and lets the user choose it", async () => {
    await panel.showComparison({ comparison: 'difference', interpolation: 'cells' });
    const legend = panel.byTestId('difference-legend');
    assert.equal(await legend.getAttribute('data-limit'), '3');
    assert.match((await legend.getAttribute('title')) ?? '', /Scale: the largest difference/);
    await panel.openView();
    assert.equal(await panel.byTestId('compared-scale').isVisible(), false);
    await panel.page.locator('[data-testid="difference-scale"] input[value="model"]').check();
    await nextFrame(panel);
    assert.equal(await legend.getAttribute('data-limit'), '8');
    assert.match(
      (await legend.getAttribute('title')) ?? '',
      /Scale: the peak of Counter in B \(coarse\.onnx\), the weaker map/,
    );
  });

  it('says why there is no difference', async () => {
    await panel.showComparison({ comparison: 'difference' });
    await row('constant').click();
    await panel.byTestId('no-difference').getByText('only one model has this class').waitFor();
    assert.equal(await panel.byTestId('difference-canvas').isVisible(), false);
    await row('counter').click();
    await panel.byTestId('difference-canvas').waitFor();
    // The next image has arrived for only one model.
    const model = countingModel();
    const next = { ...countingExplanation(model, await greyPng()), imagePath: '/photos/next.png' };
    await panel.explain('main', model, next);
    await panel.byTestId('no-difference').getByText('once both models have answered').waitFor();
    const cells = await row('counter').locator('td').allInnerTexts();
    assert.deepEqual(
      cells.map((cell) => cell.trim()),
      ['98.2\u00a0%', '–', '6.000', '–', '–'],
      'numbers of two images do not stand beside each other',
    );
  });

  it('keeps an error of one model in its pane, with its actions', async () => {
    await panel.showComparison();
    const error = {
      code: 'headNotLinear' as const,
      message: 'b.onnx is refused.',
      nextAction: 'Do y.',
    };
    const images = { names: ['grey.png'], index: 0 };
    await panel.send({ type: 'error', side: 'other', images, error, actions: ['chooseModel'] });
    await panel.byTestId('error-other').getByText('b.onnx is refused.').waitFor();
    assert.equal(await panel.byTestId('error').isVisible(), false);
    assert.equal(await panel.byTestId('stage-canvas').isVisible(), true);
    assert.equal(await panel.byTestId('other-stage-canvas').isVisible(), false);
    assert.equal(await panel.byTestId('fidelity-other').isVisible(), false);
    assert.equal(await panel.byTestId('other-legend').isVisible(), false);
    assert.equal(await row('counter').locator('td').nth(1).innerText(), '–');
    await row('constant').click();
    await nextFrame(panel);
    assert.match(await text('pane-class-main'), /^constant/);
    await row('counter').click();
    await panel.byTestId('error-other').getByTestId('action-chooseModel').click();
    assert.deepEqual(await lastSent('action'), {
      type: 'action',
      side: 'other',
      action: 'chooseModel',
    });
    const model = coarseModel();
    await panel.explain('other', model, coarseExplanation(model, await greyPng()));
    await panel.byTestId('error-other').waitFor({ state: 'hidden' });
    await panel.send({ type: 'error', side: 'main', images, error, actions: ['retry'] });
    await panel.byTestId('error-main').getByText('b.onnx is refused.').waitFor();
    assert.equal(await panel.byTestId('other-stage-canvas').isVisible(), true);
  });

  it('asks for another model, a swap and the end', async () => {
    await panel.showCounting();
    await panel.byTestId('compare').click();
    assert.deepEqual(await lastSent('compare'), { type: 'compare', request: 'choose' });
    await panel.compareWith(coarseModel());
    await panel.byTestId('compare-swap').click();
    assert.deepEqual(await lastSent('compare'), { type: 'compare', request: 'swap' });
    await panel.byTestId('compare-stop').click();
    assert.deepEqual(await lastSent('compare'), { type: 'compare', request: 'stop' });
    await panel.byTestId('change-other').click();
    assert.deepEqual(await lastSent('action'), {
      type: 'action',
      side: 'other',
      action: 'chooseModel',
    });
  });

  it('keeps the chosen class when the models are swapped, even one of the other model only', async () => {
    for (const label of ['counter', 'extra']) {
      await panel.page.reload();
      await panel.showComparison();
      await row(label).click();
      const [counter, other] = [countingModel(), coarseModel()];
      const png = await greyPng();
      await panel.compareWith(counter);
      await panel.explain('main', other, coarseExplanation(other, png));
      await panel.explain('other', counter, countingExplanation(counter, png));
      await panel
        .byTestId('pane-class-main')
        .filter({ hasText: new RegExp(`^${label}`, 'i') })
        .waitFor();
      await panel
        .byTestId('pane-class-other')
        .filter({ hasText: /^counter/ })
        .waitFor();
    }
  });

  it('keeps the other model and the way of comparing over a reload', async () => {
    await panel.showComparison();
    await panel.page.locator('[data-testid="comparison"] input[value="difference"]').check();
    await panel.hasKept('"comparison":"difference"');
    const kept = await panel.keptState();
    assert.equal(kept.otherModelPath, '/models/coarse.onnx');
    assert.equal(kept.view.comparison, 'difference');
    await panel.page.reload();
    await panel.showComparison();
    await panel.byTestId('difference-canvas').waitFor();
    await panel.send({ type: 'comparison', otherModel: undefined });
    await panel.page.waitForFunction(
      () => sessionStorage.getItem('state')?.includes('otherModelPath') === false,
    );
    assert.equal((await panel.keptState()).otherModelPath, undefined);
  });

  it('saves both side by side, and both in the JSON', async () => {
    await panel.showComparison();
    const { suggestedName, figure, bytes } = await panel.savedPicture();
    assert.equal(suggestedName, 'grey-counter-in-counting-onnx-counter-in-coarse-onnx.png');
    assert.deepEqual(
      figure.pictures.map(({ heading }) => heading[0]),
      ['counting.onnx', 'coarse.onnx'],
    );
    const { width = 0, height = 0 } = await sharp(bytes).metadata();
    assert.ok(width >= 2 * counting.photo.width, 'both beside each other');
    assert.ok(height > counting.photo.height, 'with names and legends');
    await panel.byTestId('save-json').click();
    const report = JSON.parse(Buffer.from((await panel.saved('json')).bytes).toString());
    assert.deepEqual(report.grid, [4, 3]);
    assert.deepEqual(report.comparedWith.grid, [2, 2]);
    assert.deepEqual(report.comparedWith.classes[0].map, [
      [2, 4],
      [6, 8],
    ]);
  });

  it('is stacked in a narrow panel, all of it reachable', async () => {
    await panel.page.setViewportSize({ width: 400, height: 700 });
    await panel.showComparison();
    const [a, b] = await Promise.all(
      ['stage-canvas', 'other-stage-canvas'].map((id) => panel.byTestId(id).boundingBox()),
    );
    assert.ok(a && b && b.y > a.y + a.height);
    const overflow = await panel.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await row('extra').scrollIntoViewIfNeeded();
    await row('extra').click();
  });

  /** Values read by both models and their difference. */
  async function readings(): Promise<(string | null)[]> {
    return Promise.all(
      ['reading-value-main', 'reading-value-other', 'reading-difference'].map((id) =>
        panel.byTestId(id).getAttribute('data-value'),
      ),
    );
  }

  async function hover(testId: string, photo: { x: number; y: number }): Promise<void> {
    const box = await panel.byTestId(testId).boundingBox();
    assert.ok(box);
    const scale = Math.min(
      (box.width - 16) / counting.photo.width,
      (box.height - 16) / counting.photo.height,
    );
    await panel.page.mouse.move(
      box.x + box.width / 2 + (photo.x - counting.photo.width / 2) * scale,
      box.y + box.height / 2 + (photo.y - counting.photo.height / 2) * scale,
    );
    await nextFrame(panel);
  }

  async function lastSent<Type extends FromShowCam['type']>(
    type: Type,
  ): Promise<Extract<FromShowCam, { type: Type }>> {
    await panel.page.waitForFunction(
      (wanted) =>
        (window as unknown as { sent: FromShowCam[] }).sent.some(
          (message) => message.type === wanted,
        ),
      type,
    );
    const found = (await panel.sent()).findLast(
      (message): message is Extract<FromShowCam, { type: Type }> => message.type === type,
    );
    assert.ok(found);
    return found;
  }
});

function weightsOf(model: ReturnType<typeof coarseModel>) {
  assert.ok(model.classWeights);
  return model.classWeights;
}
