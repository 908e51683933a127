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

  describe('names', () => {
    it('are suggested, accepted one by one or all, and taken back', async () => {
      await tab.showSample(sample);
      await tab.choose('subject', 'Names');
      await tab.byTestId('suggest-names').click();
      const { id } = await tab.newest('suggestNames');
      await tab.send({ type: 'working', id, done: 60, all: 120 });
      await tab.byTestId('names-view').getByText('50\u00a0%').waitFor();
      await tab.answer(sample);
      await tab.byTestId('suggestion').first().waitFor();
      const { suggestions, detectedFrom } = await sample.suggestNames();
      const [first] = suggestions;
      assert.ok(first);
      await tab.screenshot('class-units-names');
      await tab.byTestId('accept-name').first().click();
      assert.deepEqual((await tab.sentOf('nameUnits'))[0]?.names, [
        { channel: first.unit.channel, name: first.name },
      ]);
      await tab.byTestId('accept-all').click();
      const detectors = suggestions.filter(({ iou }) => iou > detectedFrom).length;
      assert.equal((await tab.sentOf('nameUnits'))[1]?.names.length, detectors - 1);
      await tab.byTestId('undo-names').click();
      const undone = (await tab.sentOf('nameUnits'))[2]?.names ?? [];
      assert.equal(undone.length, detectors - 1);
      assert.ok(undone.every(({ name }) => name === ''));
    });

    it('that repeat have the number of their channel, wherever a unit is named', async () => {
      await tab.showSample(sample);
      const titles = tab.byTestId('unit-title');
      const rows = tab.byTestId('unit-row');
      const channels = await rows.evaluateAll((all) =>
        all.map((row) => Number(row.getAttribute('data-pooled-channel'))),
      );
      const [first = 0, second = 0, third = 0] = channels;
      const names = { [first]: 'tv', [second]: 'fire', [third]: 'tv' };
      await tab.send({ type: 'names', names, canName: true });
      await titles.first().getByText(`tv · ${first}`, { exact: true }).waitFor();
      assert.deepEqual((await titles.allInnerTexts()).slice(0, 3), [
        `tv · ${first}`,
        'fire',
        `tv · ${third}`,
      ]);
      const numbers = rows.locator('.unit-number');
      assert.deepEqual((await numbers.allInnerTexts()).slice(0, 3), ['', `Channel ${second}`, '']);
      await tab.byTestId('ablate-unit').first().click();
      await tab.answer(sample);
      await tab.byTestId('ablation-details').click();
      await tab.byTestId('ablated-units').getByText(`tv · ${first}`, { exact: true }).waitFor();
    });

    it('come with what of the annotations was left out, and why', async () => {
      await tab.showSample(sample);
      await tab.choose('subject', 'Names');
      await tab.byTestId('suggest-names').click();
      const { id } = await tab.newest('suggestNames');
      const reasons = ['coco.json has a damaged polygon in the object 2.', '04.xml is no XML.'];
      const result = { ...(await sample.suggestNames()), leftOut: { count: 2, reasons } };
      await tab.send({ type: 'result', id, kind: 'suggestNames', result });
      const leftOut = tab.byTestId('left-out');
      await leftOut.getByText('2 objects, images or files could not be used:').click();
      await leftOut.getByText(reasons[1] ?? '').waitFor();
      await tab.screenshot('class-units-left-out');
    });
  });
});
