import assert from 'node:assert/strict';
import { ClassUnitsPage } from '../support/classUnits.ts';
import type { SampleUnits } from '../support/sampleUnits.ts';
import { sampleUnits } from '../support/sampleUnits.ts';
import { usePage } from '../support/usePage.ts';

describe('fields by the gradient on the class units page', () => {
  const tab = usePage(new ClassUnitsPage());
  let sample: SampleUnits;

  before(async () => {
    sample = await sampleUnits();
  });

  const asked = async () => {
    const requests = await tab.sentOf('request');
    return requests.flatMap((message) => (message.kind === 'fieldsByGradient' ? [message] : []));
  };
  const show = async () => {
    await tab.showSample(sample);
    await tab.choose('crop', 'Field by gradient');
    await tab.hasSent('request');
    await tab.nextFrame();
  };
  const pale = () => tab.page.locator('.patch.unmeasured').count();

  it('are computed for the patches in view, and kept', async () => {
    await tab.showSample(sample);
    assert.deepEqual(await asked(), []);
    const before = await tab.firstPatch();
    await tab.choose('crop', 'Field by gradient');
    await tab.nextFrame();
    assert.equal(await pale(), await tab.byTestId('patch').count());
    await tab.answer(sample);
    await tab.nextFrame();
    assert.equal(await pale(), 0);
    assert.notEqual(await tab.firstPatch(), before);
    const requests = await asked();
    const places = requests.flatMap(({ request }) => request.places);
    assert.equal(places.length, await tab.byTestId('patch').count());
    for (const { request } of requests) assert.ok(request.places.length <= 4);
    const title = await tab.byTestId('patch').first().getAttribute('title');
    assert.match(title ?? '', /field by gradient: 9[5-9]\.\d\u00a0% of it in \d+\u202f×\u202f\d+/);
    assert.equal(await tab.byTestId('field-work').isVisible(), false);
    await tab.screenshot('class-units-gradient');
    await tab.choose('crop', 'Whole image');
    await tab.choose('crop', 'Field by gradient');
    await tab.answer(sample);
    assert.equal((await asked()).length, requests.length);
    assert.equal(await pale(), 0);
  });

  it('of many images show how far they are, and can be stopped and continued', async () => {
    await show();
    const [first] = await asked();
    if (!first) throw new Error('nothing was asked for');
    const all = await tab.byTestId('patch').count();
    await tab.send({ type: 'working', id: first.id, done: 2, all: 4 });
    await tab
      .byTestId('field-work')
      .getByText(`${Math.floor(200 / all)}\u00a0%`)
      .waitFor();
    await tab.screenshot('class-units-gradient-working');
    await tab.byTestId('cancel-fields').click();
    assert.deepEqual(
      (await tab.sentOf('cancel')).map(({ id }) => id),
      [first.id],
    );
    await tab.byTestId('field-work').getByText('Stopped').waitFor();
    assert.equal((await asked()).length, 1);
    await tab.byTestId('resume-fields').click();
    await tab.nextFrame();
    await tab.answer(sample);
    await tab.nextFrame();
    assert.equal(await pale(), 0);
    assert.equal(await tab.byTestId('field-work').isVisible(), false);
  });

  it('name an operator without a rule, and what works without one', async () => {
    await show();
    const [first] = await asked();
    const error = {
      code: 'noGradientRule' as const,
      message: 'grid.onnx has no gradient here: it is not known for the operator GridSample.',
      nextAction: 'Use occlusion: it needs no gradient.',
    };
    await tab.send({ type: 'refusal', id: first?.id ?? 0, error });
    const failure = tab.byTestId('fields-failure');
    await failure.getByText('GridSample').waitFor();
    assert.match(await failure.innerText(), /field by occlusion needs no gradient/);
    await tab.screenshot('class-units-gradient-refused');
    assert.equal((await asked()).length, 1);
    await failure.getByText('Try again').click();
    await tab.answer(sample);
    await failure.waitFor({ state: 'hidden' });
    assert.equal(await pale(), 0);
  });

  it('that fail are counted and named among those that do not', async () => {
    await show();
    const [first] = await asked();
    if (!first) throw new Error('nothing was asked for');
    const { channel, places } = first.request;
    const result = await sample.fieldsByGradient(channel, places);
    const [lost, ...fields] = result.fields;
    const path = lost?.path ?? '';
    const error = {
      code: 'imageUnreadable' as const,
      message: `${path} cannot be read.`,
      nextAction: 'Use another file.',
    };
    await tab.send({
      type: 'result',
      id: first.id,
      kind: 'fieldsByGradient',
      result: { fields, failed: [{ path, error }] },
    });
    await tab.openMenu('failed-fields');
    const list = tab.byTestId('failed-fields');
    assert.match(await list.innerText(), /cannot be read\. Use another file\./);
    assert.equal(await tab.byTestId('failed-fields-button').innerText(), '1 image without a field');
    await tab.screenshot('class-units-gradient-failed');
    await tab.byTestId('retry-fields').click();
    await tab.nextFrame();
    await tab.byTestId('failed-fields-button').waitFor({ state: 'hidden' });
  });
});
