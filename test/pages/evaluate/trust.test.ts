import assert from 'node:assert/strict';
import { EvaluatePage } from '../support/evaluate.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { sampleReports } from '../support/sampleReports.ts';
import { usePage } from '../support/usePage.ts';

describe('Trust in the evaluation page', () => {
  const tab = usePage(new EvaluatePage());
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });
  const open = async () => {
    await tab.showSample(sample);
    await tab.choose('tab', 'Trust');
    await tab.answer(sample);
  };

  beforeEach(() => {
    tab.reports = sampleReports(sample);
  });

  it('of many minutes waits for the user; tells its progress, can be ended, and is begun again', async () => {
    tab.reports = {};
    await open();
    assert.deepEqual(
      (await tab.sentOf('request')).filter(({ kind }) => kind === 'trust'),
      [],
    );
    await tab.byTestId('start-trust').click();
    const { id } = await tab.newest('trust');
    await tab.send({ type: 'working', id, done: 5, all: 50 });
    await tab.byTestId('report-trust').getByText('10\u00a0%').waitFor();
    await tab.screenshot('evaluate-working');
    await tab.byTestId('cancel-trust').click();
    assert.deepEqual(await tab.sentOf('stopReport'), [{ type: 'stopReport', kind: 'trust' }]);
    assert.equal((await tab.sentOf('cancel')).at(-1)?.id, id);
    await tab.choose('tab', 'Errors');
    await tab.choose('tab', 'Trust');
    await tab.nextFrame();
    assert.equal((await tab.newest('trust')).id, id);
    tab.reports = sampleReports(sample);
    await tab.byTestId('start-trust').click();
    await tab.answer(sample);
    await tab.byTestId('conclusions').getByText('beats a blob').waitFor();
    const plot = await tab.byTestId('report-trust').locator('svg.plot').boundingBox();
    assert.ok(plot && plot.width > 400, `the plot is ${plot?.width} px wide`);
  });

  it('of many minutes goes on in a page that is created again, and waits when the folder changes', async () => {
    await open();
    await tab.send({ type: 'begun', kinds: ['trust'] });
    await tab.answer(sample);
    const { id } = await tab.newest('trust');
    await tab.byTestId('conclusions').getByText('beats a blob').waitFor();
    assert.equal(await tab.byTestId('conclusions').locator('li').count(), 5);
    await tab.byTestId('report-trust').getByText('Show 1 more').click();
    await tab.byTestId('report-trust').getByText('by the way: 4').waitFor();
    await tab.byTestId('report-trust').getByText('How this was measured').click();
    await tab.byTestId('report-trust').getByText('224 steps of 224 pixels').waitFor();
    await tab.send({ type: 'overview', overview: { ...sample.overview, version: 'other' } });
    await tab.byTestId('start-trust').waitFor();
    await tab.answer(sample);
    assert.equal((await tab.newest('trust')).id, id);
    assert.equal(await tab.byTestId('conclusions').isVisible(), false);
  });

  it('tells how many images it will look at, and what others wait for', async () => {
    tab.reports = {};
    const few = sampleEvaluation({ classes: 4, pictures: 12 });
    await tab.showSample(few);
    await tab.choose('tab', 'Trust');
    await tab.byTestId('report-trust').getByText('on 12 images').waitFor();
    await tab.byTestId('start-trust').click();
    const { id } = await tab.newest('trust');
    await tab.send({ type: 'working', id, done: 1, all: 100 });
    await tab.byTestId('report-trust').getByText('1\u00a0%').waitFor();
    await tab.choose('tab', 'Evidence');
    await tab.byTestId('report-evidence').getByText('when “Trust” is ready').waitFor();
  });
});
