import assert from 'node:assert/strict';
import { violations } from '../support/accessibility.ts';
import { EvaluatePage } from '../support/evaluate.ts';
import { overflowing } from '../support/overflowing.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { sampleReports } from '../support/sampleReports.ts';
import { HIGH_CONTRAST, LIGHT, THEMES } from '../support/themes.ts';
import { usePage } from '../support/usePage.ts';

const WIDTHS = [600, 1400];

const TABS = {
  localization: 'Localization',
  evidence: 'Evidence',
  trust: 'Trust',
  preprocessing: 'Preprocessing',
  parity: 'Before and after',
} as const;

describe('the layout of an evaluation', () => {
  const tab = usePage(new EvaluatePage(), { opens: false });
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });
  const of45 = sampleEvaluation({ classes: 45, pictures: 900 });

  beforeEach(() => {
    tab.reports = sampleReports(sample);
  });

  for (const width of WIDTHS) {
    it(`cuts nothing off in the parts of the errors, ${width} px wide`, async () => {
      for (const shown of [sample, of45]) {
        await tab.open({ width, height: 800 });
        await tab.showSample(shown);
        await tab
          .byTestId('error-tile')
          .first()
          .click({ modifiers: ['ControlOrMeta'] });
        assert.deepEqual(await overflowing(tab.page), []);
        for (const part of ['Confusions', 'Classes', 'Calibration']) {
          await tab.choose('part', part);
          await tab.nextFrame();
          assert.deepEqual(await overflowing(tab.page), [], part);
        }
      }
    });

    it(`has the answer and the first image in the upper part, ${width} px wide`, async () => {
      await tab.open({ width, height: 800 });
      await tab.showSample(sample);
      const answer = await tab.byTestId('answer').boundingBox();
      const tile = await tab.byTestId('error-tile').first().boundingBox();
      assert.ok(answer && tile);
      assert.ok(answer.y < 60, `the answer begins at ${answer.y}`);
      assert.ok(tile.y < 800 / 3, `the first image begins at ${tile.y}`);
      assert.ok(tile.width > 200, `an image is ${tile.width} px wide`);
    });

    it(`does not move when images are selected, filtered or ordered, ${width} px wide`, async () => {
      await tab.open({ width, height: 800 });
      await tab.showSample(sample);
      const places = () =>
        tab.page.evaluate(() =>
          ['answer', 'tab', 'order', 'images', 'error-tile'].map((id) => {
            const box = document.querySelector(`[data-testid=${id}]`)?.getBoundingClientRect();
            return box && [id, box.left, box.top, box.width];
          }),
        );
      const before = await places();
      await tab
        .byTestId('error-tile')
        .first()
        .click({ modifiers: ['ControlOrMeta'] });
      await tab.nextFrame();
      assert.deepEqual(await places(), before, 'selected');
      await tab.choose('order', 'Margin');
      await tab.nextFrame();
      assert.deepEqual(await places(), before, 'waiting for another order');
      await tab.answer(sample);
      assert.deepEqual(await places(), before, 'another order');
    });

    it(`shows all scores of Trust and of Before and after, ${width} px wide`, async () => {
      await tab.open({ width, height: 900 });
      await tab.showSample(sample);
      await tab.send({ type: 'before', before: { path: '/models/old.onnx', name: 'old.onnx' } });
      for (const [kind, label] of Object.entries({ trust: 'Trust', parity: 'Before and after' })) {
        await tab.choose('tab', label);
        if (kind === 'trust') await tab.byTestId('start-trust').click();
        await tab.answer(sample);
        const hidden = await tab
          .byTestId(`report-${kind}`)
          .locator('.score-scroller')
          .evaluateAll((all) => all.map((table) => table.scrollWidth - table.clientWidth));
        assert.ok(
          hidden.every((px) => px <= 0),
          `${label}: ${hidden}`,
        );
      }
    });

    it(`breaks no rule of accessibility in any view, ${width} px wide`, async () => {
      await tab.open({ width, height: 900, theme: LIGHT });
      await tab.showSample(sample);
      await tab.send({ type: 'before', before: { path: '/models/old.onnx', name: 'old.onnx' } });
      for (const [kind, label] of Object.entries(TABS)) {
        await tab.choose('tab', label);
        if (kind === 'trust') await tab.byTestId('start-trust').click();
        await tab.answer(sample);
        await tab.byTestId(`report-${kind}`).waitFor();
        await tab.page.mouse.move(0, 0);
        assert.deepEqual(await violations(tab.page), [], label);
        await tab.screenshot(`evaluate-${kind}-${width}`);
      }
    });
  }

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`breaks no rule of accessibility in the theme ${name}`, async () => {
      await tab.open({ theme, height: 800 });
      await tab.showSample(sample);
      await tab
        .byTestId('error-tile')
        .first()
        .click({ modifiers: ['ControlOrMeta'] });
      for (const part of ['Confusions', 'Classes', 'Calibration']) {
        await tab.choose('part', part);
        await tab.page.mouse.move(0, 0);
        assert.deepEqual(await violations(tab.page), [], part);
      }
      await tab.byTestId('found-button').click();
      assert.deepEqual(await violations(tab.page, '[data-testid=found]'), [], 'what was found');
    });
  }

  it('is drawn in forced colours', async () => {
    await tab.open({ theme: HIGH_CONTRAST, height: 800 });
    await tab.page.emulateMedia({ forcedColors: 'active' });
    await tab.showSample(sample);
    await tab
      .byTestId('error-tile')
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] });
    await tab.nextFrame();
    assert.deepEqual(await violations(tab.page), []);
    const ticks = await tab.page
      .locator('vscode-checkbox.checked .checked-indicator')
      .evaluateAll((all) =>
        all.map((tick) => [getComputedStyle(tick).fill, getComputedStyle(document.body).color]),
      );
    assert.ok(ticks.length > 0);
    for (const [tick, text] of ticks) assert.equal(tick, text, 'the tick can be seen');
    await tab.screenshot('evaluate-forced-colours');
  });
});
