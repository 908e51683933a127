import assert from 'node:assert/strict';
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
      await tab.choose('crop', 'By occlusion');
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

    for (const key of ['F2', 'a double click', 'the pencil']) {
      it(`is named by ${key}; the name stands everywhere`, async () => {
        await tab.showSample(sample);
        const row = tab.byTestId('unit-row').first();
        const title = row.locator('[data-testid=unit-title]');
        if (key === 'F2') await title.press('F2');
        else if (key === 'a double click') await title.dispatchEvent('dblclick');
        else await row.locator('[data-testid=rename-unit]').click();
        await tab.page.keyboard.type('  hot   fire ');
        await tab.page.keyboard.press('Enter');
        await title.filter({ hasText: /^hot fire$/ }).waitFor();
        const channel = Number(await row.getAttribute('data-pooled-channel'));
        assert.deepEqual(await tab.sentOf('nameUnits'), [
          { type: 'nameUnits', names: [{ channel, name: 'hot fire' }] },
        ]);
        await title.press('F2');
        await tab.page.keyboard.type('something else');
        await tab.page.keyboard.press('Escape');
        assert.equal(await title.innerText(), 'hot fire');
        assert.equal(await tab.byTestId('unit-view').isVisible(), false);
        await tab.send({ type: 'names', names: [[channel, 'fireplace']], canName: false });
        await title.getByText('fireplace').waitFor();
        assert.equal(await row.locator('[data-testid=rename-unit]').isVisible(), false);
      });
    }
  });
});
