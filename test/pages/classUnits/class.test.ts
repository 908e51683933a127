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

    it('is at first the most frequent one of the folder, whose classes come first in the list', async () => {
      const classes = [
        { classIndex: 7, images: 12 },
        { classIndex: 2, images: 1 },
      ];
      const summary = { ...sample.summary, classes: { by: 'folder' as const, classes } };
      await tab.showSample({ ...sample, summary });
      assert.equal(await tab.byTestId('class-title').innerText(), 'beach');
      const options = await tab
        .byTestId('class-option')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).innerText.split('\n')));
      assert.deepEqual(options.slice(0, 4), [
        ['7', 'beach', '12 images'],
        ['2', 'bedroom', '1 image'],
        ['0', 'living room'],
        ['1', 'kitchen'],
      ]);
      await tab.byTestId('class-options').press('ArrowDown');
      await tab.answer(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'bedroom');
    });

    it('stays while a scan finds others, and is the most frequent one once it has ended', async () => {
      const titleWith = async (classIndex: number, complete: boolean) => {
        const classes = { by: 'prediction' as const, classes: [{ classIndex, images: 9 }] };
        const version = `${classIndex}`;
        await tab.send({
          type: 'index',
          summary: { ...sample.summary, classes, complete, version },
        });
        await tab.answer(sample);
        return tab.byTestId('class-title').innerText();
      };
      await tab.start();
      await tab.send({ type: 'model', model: sample.model });
      assert.equal(await titleWith(4, false), 'office');
      assert.equal(await titleWith(5, false), 'office');
      assert.equal(await titleWith(6, true), 'park');
      await tab.chooseClass('beach');
      await tab.answer(sample);
      assert.equal(await titleWith(3, true), 'beach');
    });

    it('is another one in another folder', async () => {
      await tab.showSample(sample);
      await tab.chooseClass('beach');
      await tab.answer(sample);
      const { modelPath } = await tab.keptState();
      await tab.send({
        type: 'start',
        fileName: 'scenes-gap.onnx',
        modelPath,
        isTrusted: true,
        folder: { path: '/photos/others', name: 'others' },
        view: {},
      });
      await tab.send({ type: 'model', model: sample.model });
      await tab.send({ type: 'index', summary: sample.summary });
      await tab.answer(sample);
      assert.equal(await tab.byTestId('class-title').innerText(), 'living room');
    });

    it('says why another order is used than the chosen one', async () => {
      const notice = 'No image here is labelled or predicted as this class.';
      const classUnits: SampleUnits['classUnits'] = async (query) => ({
        ...(await sample.classUnits({ ...query, ranking: 'weight' })),
        classImages: { used: 0, all: 0, by: 'prediction' },
        rankings: ['weight'],
        notices: [notice],
      });
      await tab.showSample({ ...sample, classUnits });
      await tab.choose('ranking', 'Weight');
      await tab.byTestId('class-count').getByText('no images').waitFor();
      await tab.byTestId('notices-button').click();
      await tab.byTestId('notices').getByText(notice).waitFor();
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
        const height = scroller.querySelector('.lazy-place')?.clientHeight ?? 0;
        scroller.scrollTop = 808 * height;
      });
      await tab.page.locator('[data-pooled-channel="808"]').waitFor();
      assert.ok((await tab.byTestId('unit-row').count()) < 40);
    });
  });
});
