import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

/** A class of the sample model. */
const BEDROOM = 2;

describe('the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  describe('a class', () => {
    it('shows its strongest units for and against it, and more on request', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('bedroom');
      await tab.answer(sample);
      const expected = await sample.classUnits({
        ...{ classIndex: BEDROOM, ranking: 'weight', count: 3, patches: 1 },
      });
      const channels = () =>
        tab
          .byTestId('unit-row')
          .evaluateAll((rows) =>
            rows
              .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
              .map((row) => Number(row.getAttribute('data-pooled-channel'))),
          );
      const rows = [...expected.speaksFor, ...expected.speaksAgainst];
      assert.deepEqual(
        await channels(),
        rows.map(({ unit }) => unit.pooledChannel),
      );
      const weight = expected.speaksFor[0]?.weight ?? 0;
      const shown = await tab.byTestId('unit-weight').first().innerText();
      assert.ok(Math.abs(Number(shown) - weight) < 0.0006, shown);
      await tab.screenshot('class-units-page');
      await tab.byTestId('more-speaks-for').click();
      await tab.answer(sample);
      assert.equal((await tab.newest('classUnits')).request.query.count, 10);
      assert.ok((await channels()).length > 6);
    });

    it('is ranked in three ways', async () => {
      await tab.showSample(sample);
      await tab.choose('ranking', 'Separation');
      await tab.answer(sample);
      const { query } = (await tab.newest('classUnits')).request;
      assert.equal(query.ranking, 'separation');
      await tab.byTestId('class-note').getByText('by separation').waitFor();
    });

    it('drops answers to earlier requests', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('beach');
      await tab.nextFrame();
      const beach = await tab.newest('classUnits');
      await tab.chooseClass('park');
      await tab.nextFrame();
      assert.equal((await tab.sentOf('cancel')).at(-1)?.id, beach.id);
      const late = { ...{ classIndex: 7, ranking: 'weight' as const, count: 3 }, patches: 2 };
      const result = await sample.classUnits(late);
      await tab.send({ type: 'result', id: beach.id, kind: 'classUnits', result });
      await tab.answer(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'park');
    });

    it('says why there is no answer, and tries again', async () => {
      await tab.start();
      await tab.send({ type: 'model', model: sample.model });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.hasSent('request');
      const { id } = await tab.newest('classUnits');
      const error = {
        code: 'indexDamaged' as const,
        message: 'A file is too short.',
        nextAction: 'Scan.',
      };
      await tab.send({ type: 'refusal', id, error });
      await tab.byTestId('classUnits-failure').getByText('A file is too short.').waitFor();
      await tab.byTestId('classUnits-failure').getByText('Try again').click();
      await tab.answer(sample);
      await tab.byTestId('patch').first().waitFor();
    });

    it('of a thousand, and rows of thousands, exist only where they are in view', async () => {
      const labels = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
      await tab.start();
      await tab.send({ type: 'model', model: { ...sample.model, labels, channels: 2048 } });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.nextFrame();
      assert.ok((await tab.byTestId('class-option').count()) < 80);
      await tab.byTestId('class-filter').click();
      await tab.page.keyboard.type('class 777');
      await tab.page.locator('[data-class="777"]:visible').click();
      await tab.nextFrame();
      const { query } = (await tab.newest('classUnits')).request;
      assert.equal(query.classIndex, 777);
      const few = await sample.classUnits({ ...query, classIndex: 2 });
      const [row] = few.speaksFor;
      assert.ok(row);
      const speaksFor = Array.from({ length: 2048 }, (_, channel) => ({
        ...row,
        patches: [],
        unit: { ...row.unit, channel, pooledChannel: channel },
      }));
      const result = { ...few, classIndex: 777, speaksFor, countFor: 2048 };
      const { id } = await tab.newest('classUnits');
      await tab.send({ type: 'result', id, kind: 'classUnits', result });
      await tab.byTestId('unit-row').first().waitFor();
      assert.ok((await tab.byTestId('unit-row').count()) < 30);
      await tab.page.locator('.subjects').evaluate((scroller) => {
        scroller.scrollTop = 100_000;
      });
      await tab.page.locator('[data-pooled-channel="808"]').waitFor();
      assert.ok((await tab.byTestId('unit-row').count()) < 40);
    });
  });
});
