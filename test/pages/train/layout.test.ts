import assert from 'node:assert/strict';
import { violations } from '../support/accessibility.ts';
import { overflowing } from '../support/overflowing.ts';
import { THEMES } from '../support/themes.ts';
import { CORNER, sampleTraining, TrainPage } from '../support/train.ts';
import { usePage } from '../support/usePage.ts';

function withWarnings() {
  const { leaks } = sampleTraining();
  return sampleTraining({
    givenAway: [CORNER],
    ...(leaks ? { leaks: { ...leaks, pairs: 12, pictures: 20 } } : {}),
  });
}

describe('the layout of classes that are learned', () => {
  const tab = usePage(new TrainPage(), { opens: false });
  const showClasses = () => tab.byTestId('tab').locator('label', { hasText: 'Classes' }).click();

  for (const width of [470, 1400]) {
    it(`cuts nothing off, ${width} px wide`, async () => {
      await tab.open({ width, height: 800 });
      await tab.showFolder();
      assert.deepEqual(await overflowing(tab.page), [], 'before');
      await tab.screenshot(`train-before-${width}`);
      await tab.open({ width, height: 800 });
      await tab.showFolder(sampleTraining());
      assert.deepEqual(await overflowing(tab.page), [], 'mistakes');
      await tab.screenshot(`train-mistakes-${width}`);
      await showClasses();
      await tab.nextFrame();
      assert.deepEqual(await overflowing(tab.page), [], 'classes');
      await tab.screenshot(`train-classes-${width}`);
      await tab.open({ width, height: 800 });
      await tab.showFolder(withWarnings());
      assert.deepEqual(await overflowing(tab.page), [], 'warnings');
      await tab.screenshot(`train-warnings-${width}`);
    });

    it(`has the answer and the first image in the upper part, ${width} px wide`, async () => {
      await tab.open({ width, height: 800 });
      await tab.showFolder(sampleTraining());
      const answer = await tab.byTestId('answer').boundingBox();
      const tile = await tab.byTestId('mistake-tile').first().boundingBox();
      assert.ok(answer && tile);
      assert.ok(answer.y < 60, `the answer begins at ${answer.y}`);
      assert.ok(tile.y < 800 / 2.5, `the first image begins at ${tile.y}`);
      await tab.send({ type: 'report', report: withWarnings() });
      await tab.byTestId('leaks').waitFor();
      const lower = await tab.byTestId('mistake-tile').first().boundingBox();
      assert.ok(lower && lower.y < 800 * 0.8, `under the warnings it begins at ${lower?.y}`);
    });
  }

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`breaks no rule of accessibility in the theme ${name}`, async () => {
      await tab.open({ theme, height: 800 });
      await tab.showFolder();
      assert.deepEqual(await violations(tab.page), [], 'before');
      await tab.byTestId('options-button').click();
      assert.deepEqual(await violations(tab.page), [], 'options');
      await tab.screenshot(`train-options-${name}`);
      await tab.open({ theme, height: 800 });
      await tab.showFolder(sampleTraining());
      assert.deepEqual(await violations(tab.page), [], 'mistakes');
      await tab.screenshot(`train-mistakes-${name}`);
      await showClasses();
      assert.deepEqual(await violations(tab.page), [], 'classes');
      await tab.open({ theme, height: 800 });
      await tab.showFolder(withWarnings());
      assert.deepEqual(await violations(tab.page), [], 'warnings');
      await tab.screenshot(`train-warnings-${name}`);
    });
  }
});
