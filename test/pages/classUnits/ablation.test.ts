import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

describe('the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  describe('ablation of units', () => {
    it('counts the predictions that change, and shows them', async () => {
      await tab.showSample(sample);
      for (const i of [0, 1, 2]) await tab.byTestId('ablate-unit').nth(i).click();
      await tab.answer(sample);
      const { pooledChannels } = (await tab.newest('ablation')).request;
      const expected = await sample.ablate(pooledChannels);
      assert.ok(expected.countOfFlips > 0);
      const text = `of ${expected.countOfFlips} of 60 images change`;
      await tab.byTestId('ablation-summary').getByText(text).waitFor();
      await tab.screenshot('class-units-ablation-bar');
      await tab.byTestId('ablation-details').click();
      await tab.answer(sample);
      await tab.byTestId('ablation-headline').getByText(text).waitFor();
      assert.equal(await tab.byTestId('flip').count(), expected.countOfFlips);
      await tab.byTestId('losses').getByText('living room').waitFor();
      await tab.screenshot('class-units-ablation');
      await tab.byTestId('ablation-clear-all').click();
      await tab.byTestId('ablation-view').getByText('Tick units').waitFor();
    });

    it('says why a head does not allow it', async () => {
      await tab.showSample(sample);
      await tab.byTestId('ablate-unit').first().click();
      await tab.nextFrame();
      const { id } = await tab.newest('ablation');
      const message = 'Channels cannot be switched off exactly: its head is not linear.';
      const error = { code: 'headNotLinear' as const, message, nextAction: 'Open Show CAM.' };
      await tab.send({ type: 'refusal', id, error });
      await tab.byTestId('ablation-summary').getByText('not linear').waitFor();
    });
  });
});
