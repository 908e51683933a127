import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

/** A channel of the sample model that responds to beds. */
const BED = 8;

describe('the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  describe('a unit', () => {
    const openBed = async () => {
      await tab.showSample(sample);
      await tab.chooseClass('bedroom');
      await tab.answer(sample);
      await tab.page.locator(`[data-pooled-channel="${BED}"]`).getByTestId('unit-title').click();
      await tab.byTestId('unit-view').waitFor();
      await tab.answer(sample);
      await tab.byTestId('distribution').waitFor();
    };

    it('is shown over the whole folder', async () => {
      await openBed();
      await tab.byTestId('classes-for').getByText('bedroom').waitFor();
      assert.equal(await tab.byTestId('patch').count(), 32);
      await tab.screenshot('class-units-unit');
      await tab.byTestId('correlated').locator('button').first().click();
      await tab.answer(sample);
      const { request } = await tab.newest('unitReport');
      assert.notEqual(request.pooledChannel, BED);
    });

    it('is measured by occlusion on request', async () => {
      await openBed();
      await tab.choose('crop', 'Field by occlusion');
      await tab.nextFrame();
      const before = await tab.firstPatch();
      await tab.byTestId('measure-fields').click();
      const { id } = await tab.newest('empiricalFields');
      await tab.send({ type: 'working', id, done: 30, all: 120 });
      await tab.byTestId('unit-view').getByText('25\u00a0%').waitFor();
      await tab.answer(sample);
      await tab.nextFrame();
      assert.notDeepEqual(await tab.firstPatch(), before);
      await tab.screenshot('class-units-occlusion');
    });

    it('is named by F2, a double click or the pencil; the name stands everywhere', async () => {
      await tab.showSample(sample);
      const rows = tab.byTestId('unit-row');
      const titleOf = (row: Locator) => row.locator('[data-testid=unit-title]');
      const begins = [
        (row: Locator) => titleOf(row).press('F2'),
        (row: Locator) => titleOf(row).dispatchEvent('dblclick'),
        (row: Locator) => row.locator('[data-testid=rename-unit]').click(),
      ];
      for (const [i, begin] of begins.entries()) {
        const row = rows.nth(i);
        await begin(row);
        await tab.page.keyboard.type(`  hot   fire ${i} `);
        await tab.page.keyboard.press('Enter');
        await titleOf(row)
          .filter({ hasText: `hot fire ${i}` })
          .waitFor();
        const channel = Number(await row.getAttribute('data-pooled-channel'));
        const sent = (await tab.sentOf('nameUnits')).slice(i);
        assert.deepEqual(sent, [
          { type: 'nameUnits', names: [{ channel, name: `hot fire ${i}` }] },
        ]);
      }
      const [row, title] = [rows.first(), titleOf(rows.first())];
      await title.press('F2');
      await tab.page.keyboard.type('something else');
      await tab.page.keyboard.press('Escape');
      assert.equal(await title.innerText(), 'hot fire 0');
      assert.equal(await tab.byTestId('unit-view').isVisible(), false);
      const channel = Number(await row.getAttribute('data-pooled-channel'));
      await tab.send({ type: 'names', names: { [channel]: 'fireplace' }, canName: false });
      await title.getByText('fireplace').waitFor();
      assert.equal(await row.locator('[data-testid=rename-unit]').isVisible(), false);
    });
  });
});
