import assert from 'node:assert/strict';
import type { ParityReport } from '../../../src/cam/results/evaluation/parity.ts';
import { EvaluatePage } from '../support/evaluate.ts';
import { sampleEvaluation } from '../support/sampleEvaluation.ts';
import { sampleReports } from '../support/sampleReports.ts';
import { usePage } from '../support/usePage.ts';

describe('Before and after in the evaluation page', () => {
  const tab = usePage(new EvaluatePage());
  const sample = sampleEvaluation({ classes: 12, pictures: 120 });
  const open = async () => {
    await tab.showSample(sample);
    await tab.choose('tab', 'Before and after');
    await tab.answer(sample);
  };

  beforeEach(() => {
    tab.reports = sampleReports(sample);
  });

  const before = { path: '/models/old.onnx', name: 'old.onnx' };

  it('asks for the other model first', async () => {
    await open();
    await tab.byTestId('choose-before').click();
    assert.equal((await tab.sentOf('chooseBefore')).length, 1);
    await tab.send({ type: 'before', before });
    await tab.answer(sample);
    assert.equal((await tab.newest('parity')).request.before, '/models/old.onnx');
    const headline = await tab.byTestId('parity-headline').innerText();
    assert.equal(headline, '78.3\u00a0% right, −1.7 percentage points');
    await tab.byTestId('parity-details').getByText('p = 0.625').waitFor();
    await tab.byTestId('differing-tile').first().click();
    const [opened] = await tab.sentOf('showCam');
    assert.ok(opened && opened.contrastClass !== undefined);
  });

  it('compares with the same model after a reload', async () => {
    await open();
    await tab.send({ type: 'before', before });
    await tab.answer(sample);
    await tab.hasKept('old.onnx');
    await tab.page.reload();
    await tab.showSample(sample);
    assert.deepEqual((await tab.newest('parity')).request, { before: before.path });
    await tab.byTestId('parity-headline').getByText('78.3').waitFor();
  });

  it('says that the model has gone, beside the way to another one', async () => {
    await open();
    await tab.send({ type: 'before', before });
    await tab.answer(sample);
    tab.reports = {};
    await tab.send({ type: 'before', before: { path: '/models/gone.onnx', name: 'gone.onnx' } });
    await tab.nextFrame();
    const { id } = await tab.newest('parity');
    const message = 'gone.onnx was not found.';
    const error = { code: 'fileNotFound' as const, message, nextAction: 'Choose another.' };
    await tab.send({ type: 'refusal', id, error });
    await tab.byTestId('parity-failure').getByText(message).waitFor();
    assert.equal(await tab.byTestId('choose-other').isVisible(), true);
    assert.equal(await tab.byTestId('parity-headline').isVisible(), false);
  });

  it('says so if nothing has changed', async () => {
    const same = { ...sampleReports(sample).parity?.({ before: '' }), accuracyChange: 0 };
    tab.reports = { parity: () => same as ParityReport };
    await open();
    await tab.send({ type: 'before', before });
    await tab.answer(sample);
    await tab.byTestId('parity-headline').getByText('78.3\u00a0% right, as before').waitFor();
  });
});
