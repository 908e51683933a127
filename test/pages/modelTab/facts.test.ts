import assert from 'node:assert/strict';
import { refusedInspection, someFacts, someInspection } from '../support/inspection.ts';
import { ModelTabPage, showFactsOnly } from '../support/modelTab.ts';
import { usePage } from '../support/usePage.ts';

const NO_PICTURE = {
  code: 'notAnImageModel' as const,
  message: '/models/counting.onnx takes no image.',
  nextAction: 'Choose an image classifier.',
};

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

  it('shows the facts before the inspection, then the verdict, then the hash', async () => {
    const inspection = someInspection();
    const path = '/models/counting.onnx';
    await tab.send({ type: 'start', fileName: 'counting.onnx', path, isTrusted: true });
    await tab.byTestId('verdict').getByText('Reading the file').waitFor();
    await tab.send({ type: 'facts', facts: inspection.facts });
    const facts = tab.byTestId('facts');
    await facts.getByText('pytorch 2.13.0').waitFor();
    assert.equal(await tab.byTestId('verdict').getAttribute('aria-busy'), 'true');
    assert.match(await facts.innerText(), /11,689,512 in 49 nodes/);
    assert.match(await facts.innerText(), /IR 10 · opset 20, ai\.onnx\.ml 3/);
    assert.match(await facts.innerText(), /counting\.onnx\.data\s+98\.8\s+MB/);
    assert.match(await facts.innerText(), /weights\/lost\.bin\s+missing/);
    await tab.send({ type: 'inspection', inspection, variant: {}, actions: [] });
    const verdict = tab.byTestId('verdict');
    await verdict.getByText('Exact CAM: 4 channels').waitFor();
    assert.equal(await verdict.getAttribute('data-fidelity'), 'exact');
    assert.match(await facts.innerText(), /computing…/);
    await tab.send({ type: 'hash', sha256: 'cd'.repeat(32) });
    await tab.byTestId('hash').waitFor();
    await tab.byTestId('copy-hash').click();
    assert.deepEqual(await tab.sentOf('copy'), [{ type: 'copy', text: 'cd'.repeat(32) }]);
    assert.deepEqual(
      (await tab.sentOf('drawn')).map(({ part }) => part),
      ['facts', 'inspection'],
    );
    await tab.screenshot('model-tab-page');
  });

  it('names the source of labels and preprocessing and lets each be edited', async () => {
    await tab.showModel();
    const facts = await tab.byTestId('facts').innerText();
    assert.match(facts, /NCHW · three channels · .* px\s+Source: input shape in the file/);
    assert.match(facts, /shorter side to 256 px, bilinear · centre crop 224 px/);
    assert.match(facts, /RGB × 1\/255 · mean 0\.485, 0\.456, 0\.406/);
    assert.match(facts, /Source: counting\.cam\.json/);
    assert.match(facts, /3 classes\s+counter, constant, empty\s+Source: labels\.txt/);
    await tab.byTestId('edit-labels').click();
    await tab.byTestId('edit-preprocessing').click();
    await tab.byTestId('edit-input').click();
    assert.deepEqual(
      (await tab.sentOf('edit')).map(({ what }) => what),
      ['labels', 'preprocessing', 'preprocessing'],
    );
  });

  it('offers Show CAM and the choice of the output', async () => {
    await tab.showModel();
    await tab.byTestId('show-cam').click();
    await tab.byTestId('choose-output').getByText('Output: scores…').click();
    const types = (await tab.sent()).map(({ type }) => type);
    assert.ok(types.includes('showCam') && types.includes('chooseOutput'));
    await tab.byTestId('class-units').click();
    assert.deepEqual((await tab.sentOf('classUnits'))[0]?.classIndex, 0);
    assert.equal(await tab.byTestId('default-variant').isVisible(), false);
    const variant = { output: 'auxiliary' };
    await tab.send({ type: 'inspection', inspection: someInspection(), variant, actions: [] });
    await tab.byTestId('default-variant').click();
    assert.match(
      await tab.byTestId('chosen-variant').innerText(),
      /You chose the output “auxiliary”/,
    );
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'defaultVariant');
  });

  it('says why there is no map and what to do, and offers nothing that needs one', async () => {
    const inspection = refusedInspection();
    const error = { ...NO_PICTURE, file: inspection.facts.path };
    const verdict = { ...inspection.verdict, text: error.message, error };
    await tab.showModel({ ...inspection, input: undefined, verdict });
    const shown = tab.byTestId('verdict');
    assert.equal(await shown.getAttribute('data-fidelity'), 'refused');
    assert.match(await shown.innerText(), /No map\s*counting\.onnx takes no image/);
    assert.match(await shown.innerText(), /Choose an image classifier/);
    for (const id of ['show-cam', 'class-units', 'methods-button']) {
      assert.equal(await tab.byTestId(id).getAttribute('disabled'), '', id);
    }
    assert.equal(await tab.byTestId('head').isVisible(), false);
    assert.deepEqual(await tab.sentOf('request'), await tab.asked('layerGraph'));
    await tab.screenshot('model-tab-refused');
  });

  it('offers to edit the settings if they prevent a map', async () => {
    const inspection = refusedInspection();
    const actions = ['editPreprocessing' as const, 'retry' as const];
    await tab.showModel(inspection);
    await tab.send({ type: 'inspection', inspection, variant: {}, actions });
    await tab.byTestId('action-editPreprocessing').click();
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'editPreprocessing');
  });

  it('says in an untrusted workspace that nothing was run, and requests nothing that is run', async () => {
    await tab.send({ type: 'image', name: 'grey.png' });
    await showFactsOnly(tab);
    await tab.byTestId('untrusted').getByText('the model was not run').waitFor();
    await tab.byTestId('layer').nth(1).click();
    await tab.byTestId('layers').press('Enter');
    await tab.byTestId('manage-trust').click();
    const types = (await tab.sent()).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => type !== 'drawn'),
      // The code of a layer is read as text, the graph comes from the file.
      ['ready', 'request', 'askCode', 'manageTrust'],
    );
    const kinds = (await tab.sentOf('request')).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['layerGraph']);
    assert.equal(await tab.byTestId('hash').count(), 0);
    await tab.screenshot('model-tab-untrusted');
  });

  it('keeps the facts of an untrusted file with a notice while it is broken', async () => {
    await showFactsOnly(tab);
    const error = { code: 'notOnnx' as const, message: 'x.onnx is no model.', nextAction: 'Do y.' };
    await tab.send({ type: 'failed', error, actions: ['retry'] });
    await tab.byTestId('failure').getByText('x.onnx is no model.').waitFor();
    assert.match(await tab.byTestId('verdict').innerText(), /not run/);
    assert.equal(await tab.byTestId('layer').first().isVisible(), true);
    await showFactsOnly(tab);
    await tab.byTestId('failure').waitFor({ state: 'hidden' });
  });

  it('keeps the old view with a notice while the file is broken', async () => {
    await tab.showModel();
    await tab.byTestId('layer').nth(5).click();
    const error = { code: 'notOnnx' as const, message: 'x.onnx is no model.', nextAction: 'Do y.' };
    await tab.send({ type: 'reading' });
    await tab.send({ type: 'failed', error, actions: ['retry'] });
    const failure = tab.byTestId('failure');
    await failure.getByText('x.onnx is no model.').waitFor();
    assert.match(await failure.innerText(), /last version of the file that could be read/);
    assert.match(await tab.byTestId('verdict').innerText(), /Exact CAM/);
    assert.equal(await tab.byTestId('facts').isVisible(), true);
    await tab.screenshot('model-tab-broken');
    await tab.byTestId('action-retry').click();
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'retry');
    await tab.send({ type: 'inspection', inspection: someInspection(), variant: {}, actions: [] });
    await failure.waitFor({ state: 'hidden' });
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer1\.act/);
  });

  it('shows only the reason for a file that was never readable', async () => {
    const path = '/models/x.onnx';
    await tab.send({ type: 'start', fileName: 'x.onnx', path, isTrusted: true });
    const error = { code: 'lfsPointer' as const, message: 'x is a pointer.', nextAction: 'Pull.' };
    await tab.send({ type: 'failed', error, actions: ['retry'] });
    await tab.byTestId('failure').getByText('x is a pointer.').waitFor();
    assert.equal(await tab.byTestId('verdict').isVisible(), false);
    assert.equal(await tab.byTestId('facts').isVisible(), false);
  });

  it('says in the verdict why a file with known facts cannot be inspected', async () => {
    const path = '/models/x.onnx';
    await tab.send({ type: 'start', fileName: 'x.onnx', path, isTrusted: true });
    await tab.send({ type: 'facts', facts: someFacts() });
    const error = { code: 'engineCrashed' as const, message: 'It crashed.', nextAction: 'Again.' };
    await tab.send({ type: 'failed', error, actions: ['defaultVariant', 'retry'] });
    await tab.byTestId('verdict').getByText('It crashed.').waitFor();
    assert.equal(await tab.byTestId('failure').isVisible(), false);
    await tab.byTestId('action-defaultVariant').click();
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'defaultVariant');
  });
});
