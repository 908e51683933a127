import assert from 'node:assert/strict';
import {
  manyLayers,
  refusedInspection,
  someFacts,
  someInspection,
  someMaps,
} from './support/inspection.ts';
import { LIGHT, ModelTabPage, showFactsOnly } from './support/modelTab.ts';
import { greyPng } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

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
    assert.equal(await verdict.getAttribute('data-standing'), 'exact');
    assert.match(await facts.innerText(), /computing …/);
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
    assert.match(facts, /NCHW · three channels · .* px\s+Source: shape of the input in the file/);
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
    assert.match(await tab.byTestId('chosen-variant').innerText(), /“auxiliary” is explained/);
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'defaultVariant');
  });

  it('says why there is no map and what to do, and offers nothing that needs one', async () => {
    await tab.showModel(refusedInspection());
    const verdict = tab.byTestId('verdict');
    assert.equal(await verdict.getAttribute('data-standing'), 'refused');
    assert.match(await verdict.innerText(), /No map: the head is a fully connected network/);
    assert.match(await verdict.innerText(), /Replace the hidden layers/);
    assert.equal(await tab.byTestId('show-cam').isVisible(), false);
    assert.equal(await tab.byTestId('head').isVisible(), false);
    await tab.screenshot('model-tab-refused');
  });

  it('offers to edit the settings where they are why there is no map', async () => {
    const inspection = refusedInspection();
    const actions = ['editPreprocessing' as const, 'retry' as const];
    await tab.showModel(inspection);
    await tab.send({ type: 'inspection', inspection, variant: {}, actions });
    await tab.byTestId('action-editPreprocessing').click();
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'editPreprocessing');
  });

  it('in an untrusted workspace says that nothing was run, and asks for nothing to be', async () => {
    await tab.send({ type: 'image', name: 'grey.png' });
    await showFactsOnly(tab);
    await tab.byTestId('untrusted').getByText('nothing of the model was run').waitFor();
    await tab.byTestId('layer').nth(1).click();
    await tab.byTestId('layers').press('Enter');
    await tab.byTestId('manage-trust').click();
    const types = (await tab.sent()).map(({ type }) => type);
    assert.deepEqual(
      types.filter((type) => type !== 'drawn'),
      // The code of a layer is read as text.
      ['ready', 'askCode', 'manageTrust'],
    );
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

  it('makes only the rows that are seen, of ten thousand', async () => {
    await tab.showModel(someInspection(someFacts(manyLayers(10_000))));
    const made = tab.byTestId('layer');
    assert.ok((await made.count()) < 60, `${await made.count()} rows are made`);
    assert.match(await tab.byTestId('layer-count').innerText(), /^10,000 spatial tensors/);
    const grid = tab.byTestId('layers');
    assert.equal(await grid.getAttribute('aria-rowcount'), '10001');
    const medianMs = await grid.evaluate(async (element) => {
      const times: number[] = [];
      for (let step = 0; step < 60; step++) {
        const start = performance.now();
        element.scrollTop += 110;
        element.dispatchEvent(new Event('scroll'));
        times.push(performance.now() - start);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return times.sort((a, b) => a - b)[30] ?? 0;
    });
    assert.ok(medianMs < 16, `a step of scrolling takes ${medianMs.toFixed(1)} ms`);
    assert.ok((await made.count()) < 80, `${await made.count()} rows are made`);
    await grid.focus();
    await tab.page.keyboard.press('End');
    await made.filter({ hasText: 'layer2499.pool' }).waitFor();
    const last = made.filter({ hasText: 'layer2499.pool' });
    assert.equal(await last.getAttribute('aria-rowindex'), '10001');
    assert.equal(await last.getAttribute('aria-selected'), 'true');
    assert.equal(await grid.getAttribute('aria-activedescendant'), await last.getAttribute('id'));
  });

  it('finds layers by tensor, operator and module', async () => {
    await tab.showModel();
    await tab.page.getByRole('textbox', { name: 'Find a layer' }).click();
    for (const [text, count] of [
      ['maxpool', 6],
      ['layer3.', 4],
      ['/layer2/Add_output', 1],
      ['nothing like it', 0],
    ] as const) {
      await tab.page.keyboard.press('Control+A');
      await tab.page.keyboard.type(text);
      await tab.byTestId('layer-count').getByText(`${count} of 24 spatial`).waitFor();
      assert.equal(await tab.page.locator('[data-testid="layer"]:visible').count(), count);
    }
    await tab.byTestId('no-layers').getByText('has this in its name').waitFor();
  });

  it('says of a layer what the table says, marks what a map can be made of', async () => {
    await tab.showModel();
    const rows = tab.byTestId('layer');
    assert.deepEqual((await rows.nth(0).innerText()).split('\n'), [
      '○',
      'layer0.conv',
      'Conv',
      '64\u202f×\u202f112\u202f×\u202f112',
      '36,928',
      '2',
      '7 px',
    ]);
    await rows.nth(2).click();
    await tab.nextFrame();
    assert.match(
      await tab.byTestId('layer-bar').innerText(),
      /layer0\.add[\s\S]*receptive field 15 px/,
    );
    assert.equal(await tab.byTestId('use-for-show-cam').getAttribute('disabled'), '');
    await rows.nth(1).click();
    await tab.nextFrame();
    await tab.byTestId('use-for-show-cam').click();
    assert.deepEqual(await tab.sentOf('useForShowCam'), [
      { type: 'useForShowCam', tensor: '/layer0/Relu_output_1' },
    ]);
    const error = {
      code: 'headNotLinear' as const,
      message: 'Not linear.',
      nextAction: 'Go back.',
    };
    await tab.byTestId('use-for-show-cam').getByText('Reading the head …').waitFor();
    await tab.send({ type: 'refused', tensor: '/layer0/Relu_output_1', error });
    const refused = tab.byTestId('refused');
    await refused.getByText('Not linear.').waitFor();
    await tab.byTestId('use-for-show-cam').getByText('Use for Show CAM').waitFor();
    await rows.nth(3).click();
    await refused.waitFor({ state: 'hidden' });
    await rows.nth(1).click();
    await refused.waitFor();
    await tab.screenshot('model-tab-refused-layer');
    await tab.byTestId('keep-default').click();
    await refused.waitFor({ state: 'hidden' });
    const chosen = tab.page.locator('.layer-row.chosen');
    assert.match(await chosen.innerText(), /^●\s+layer5\.pool/);
  });

  it('moves through the layers with the keys and opens the channels with Enter', async () => {
    await tab.showModel();
    await tab.send({ type: 'image', name: 'grey.png' });
    const grid = tab.byTestId('layers');
    await grid.focus();
    for (const key of [
      'Home',
      'ArrowDown',
      'ArrowDown',
      'ArrowUp',
      'PageDown',
      'Home',
      'ArrowDown',
    ]) {
      await tab.page.keyboard.press(key);
    }
    await tab.nextFrame();
    assert.equal(await grid.getAttribute('aria-activedescendant'), 'layer-1');
    await tab.page.keyboard.press('ArrowRight');
    await tab.page.keyboard.press('ArrowRight');
    assert.equal(await grid.getAttribute('aria-activedescendant'), 'layer-1-2');
    await tab.page.keyboard.press('Enter');
    await tab.answerChannels(20);
    const asked = (await tab.sentOf('showChannels')).map(({ tensor }) => tensor);
    assert.deepEqual(asked.at(-1), '/layer0/Relu_output_1');
  });

  it('shows channels by falling mean, in true cells, with their values', async () => {
    await tab.showModel();
    await tab.byTestId('layer').nth(0).click();
    await tab.byTestId('show-channels').click();
    await tab.byTestId('choose-image').click();
    assert.equal((await tab.sentOf('chooseImage')).length, 1);
    await tab.send({ type: 'image', name: 'grey.png' });
    await tab.answerChannels(20);
    const cells = tab.byTestId('channel-cell');
    assert.match(await cells.nth(0).innerText(), /^19\s+19\.00$/);
    assert.match(await tab.byTestId('channel-summary').innerText(), /20 channels .* 0 … 19\.00/);
    assert.match(await tab.byTestId('channel-warning').innerText(), /^1 of 20 channels are zero/);
    const counting = tab.page.locator('[data-channel="5"] canvas');
    assert.deepEqual(
      await counting.evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]),
      [4, 2],
    );
    await hoverCell(tab, 5, 2.5 / 4, 1.5 / 2);
    assert.equal(await tab.byTestId('channel-reading').getAttribute('data-value'), '6');
    assert.match(await tab.byTestId('channel-reading').innerText(), /Channel 5, cell 2, 1: 6\.000/);
    await tab.screenshot('model-tab-channels');
  });

  it('colours channels on one scale, or each on its own', async () => {
    await showChannels(tab, 20);
    const colour = (channel: number) =>
      tab.page
        .locator(`[data-channel="${channel}"] canvas`)
        .evaluate((canvas: HTMLCanvasElement) =>
          Array.from(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? []).slice(0, 3),
        );
    assert.deepEqual(await colour(19), TURBO_HIGH);
    assert.notDeepEqual(await colour(10), TURBO_HIGH);
    assert.deepEqual(await colour(0), TURBO_LOW);
    await tab.page.locator('[data-testid="channel-scale"] input[value="own"]').check();
    await tab.nextFrame();
    assert.deepEqual(await colour(10), TURBO_HIGH);
    assert.deepEqual(await colour(0), TURBO_LOW);
  });

  it('enlarges a channel over the picture, by click and by key', async () => {
    await showChannels(tab, 20);
    await tab.byTestId('channel-cell').nth(0).click();
    const enlarged = tab.byTestId('enlarged');
    await enlarged.waitFor();
    assert.match((await enlarged.getAttribute('aria-label')) ?? '', /^Channel 19 over grey\.png/);
    await tab.byTestId('channel-grid').focus();
    await tab.page.keyboard.press('End');
    await tab.nextFrame();
    assert.match((await enlarged.getAttribute('aria-label')) ?? '', /^Channel 0 over/);
    await tab.screenshot('model-tab-enlarged');
    await tab.page.keyboard.press('Escape');
    await enlarged.waitFor({ state: 'hidden' });
  });

  it('keeps the maps in even rows that fill the grid, whatever room they have', async () => {
    await showChannels(tab, 64);
    await tab.byTestId('channel-cell').nth(0).click();
    await tab.byTestId('enlarged').waitFor();
    await tab.nextFrame();
    const { rows, rest } = await tab.byTestId('channel-grid').evaluate((grid) => {
      const lines = Array.from(grid.querySelectorAll('.channel-line:not([hidden])'));
      const last = lines[0]?.lastElementChild?.getBoundingClientRect().right ?? 0;
      return {
        rows: lines.map((line) => line.getBoundingClientRect().top).sort((a, b) => a - b),
        rest: grid.getBoundingClientRect().right - last,
      };
    });
    const steps = rows.slice(1).map((top, i) => Math.round(top - (rows[i] ?? 0)));
    assert.ok(steps.length > 2);
    assert.deepEqual([...new Set(steps)].length, 1, steps.join(' '));
    assert.ok(rest < 16, `${rest} px are left beside the maps`);
  });

  it('makes only the channels that are seen, of two thousand', async () => {
    await showChannels(tab, 2048);
    const made = tab.byTestId('channel-cell');
    assert.ok((await made.count()) < 120, `${await made.count()} maps are made`);
    await tab.byTestId('channel-grid').focus();
    await tab.page.keyboard.press('End');
    await tab.page.locator('.channel-cell[data-channel="0"]').waitFor();
    assert.ok((await made.count()) < 160, `${await made.count()} maps are made`);
  });

  it('shows the channels of one image never under the name of another', async () => {
    await showChannels(tab, 20);
    await tab.send({ type: 'image', name: 'other.png' });
    await tab.byTestId('channel-cell').first().waitFor({ state: 'hidden' });
    assert.equal(await tab.byTestId('change-image').innerText(), 'other.png');
    assert.match(await tab.byTestId('channels').innerText(), /Running the model/);
    const asked = await tab.sentOf('showChannels');
    const maps = someMaps(asked[0]?.tensor ?? '', 20, await greyPng());
    for (const { id } of asked) {
      await tab.send({ type: 'channels', id, maps: { ...maps, imagePath: '/photos/other.png' } });
    }
    await tab.byTestId('channel-cell').first().waitFor();
    await tab.byTestId('channel-cell').first().click();
    await tab.nextFrame();
    const description = await tab.byTestId('enlarged').getAttribute('aria-label');
    assert.match(description ?? '', /over other\.png/);
  });

  it('drops the channels of a tensor that is no longer asked for', async () => {
    await tab.showModel();
    await tab.send({ type: 'image', name: 'grey.png' });
    for (const row of [0, 3]) {
      await tab.byTestId('layer').nth(row).click();
      await tab.byTestId('show-channels').click();
      await tab.nextFrame();
    }
    await tab.answerChannels(20);
    assert.match(await tab.byTestId('channels').innerText(), /layer0\.pool/i);
    const error = { code: 'outputNotFinite' as const, message: 'Old.', nextAction: 'No.' };
    const [, first] = await tab.sentOf('showChannels');
    assert.ok(first);
    await tab.send({ type: 'channelsFailed', id: first.id, error });
    await tab.nextFrame();
    assert.equal(await tab.byTestId('channels-error').isVisible(), false);
  });

  it("shows the weights of a class and what is wrong with the head's", async () => {
    await tab.showModel();
    const head = tab.byTestId('head');
    const warnings = tab.byTestId('head-warnings');
    assert.match(await warnings.innerText(), /All weights of 1 of 3 classes are zero/);
    assert.match(await warnings.innerText(), /1 of 4 channels are used by no class/);
    const weights = (await tab.byTestId('channel-weight').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
    assert.deepEqual(weights, ['0 +1.000', '2 +0.500', '1 −2.000']);
    assert.equal(
      await tab.byTestId('histogram').getAttribute('aria-label'),
      '4 weights of counter from −2.000 to 1.000, mean −0.125',
    );
    assert.match(await head.innerText(), /bias 0\.500 · 1 of 4 are zero/);
    await tab.byTestId('class-option').filter({ hasText: 'empty' }).click();
    await warnings.getByText('All weights of empty are zero').waitFor();
    await tab.byTestId('class-options').press('ArrowUp');
    await tab.byTestId('head-class').getByText('constant').waitFor();
  });

  it('says that dead channels are dead, with an image chosen', async () => {
    await tab.send({ type: 'image', name: 'grey.png' });
    await tab.showModel();
    await tab.hasSent('showChannels');
    for (const { id, tensor } of await tab.sentOf('showChannels')) {
      await tab.send({ type: 'channels', id, maps: someMaps(tensor, 4, await greyPng()) });
    }
    await tab
      .byTestId('head-warnings')
      .getByText('1 of 4 channels that the head reads are zero everywhere on grey.png')
      .waitFor();
  });

  it('finds a class among a thousand by name and by number', async () => {
    const inspection = someInspection();
    const { model } = inspection;
    assert.ok(model);
    const labels = { value: Array.from({ length: 1000 }, (_, i) => `thing ${i}`), source: 'x' };
    const classWeights = {
      classes: 1000,
      channels: 4,
      positions: 1,
      weights: Float32Array.from({ length: 4000 }, (_, i) => i + 1),
      bias: new Float32Array(1000),
    };
    await tab.showModel({
      ...inspection,
      labels,
      model: { ...model, labels, classes: 1000, classWeights },
    });
    assert.ok((await tab.byTestId('class-option').count()) < 30);
    await tab.byTestId('class-filter').click();
    await tab.page.keyboard.type('thing 99');
    await tab.byTestId('head').getByText('11 of 1,000 classes').waitFor();
    await tab.page.keyboard.type('9');
    await tab.byTestId('head').getByText('1 of 1,000 classes').waitFor();
    await tab.byTestId('class-option').filter({ hasText: 'thing 999' }).click();
    await tab.byTestId('head-class').getByText('thing 999').waitFor();
    assert.match(await tab.byTestId('channel-weight').first().innerText(), /3\s+\+4000\.0/);
  });

  it('says of weights that belong to a picture or to positions that they do', async () => {
    const inspection = someInspection();
    const { model } = inspection;
    assert.ok(model);
    await tab.showModel({
      ...inspection,
      model: { ...model, mapKind: 'gradCam', classWeights: undefined },
    });
    await tab.byTestId('head-note').getByText('Each picture has its own weights').waitFor();
    assert.equal(await tab.byTestId('histogram').count(), 0);
    const classWeights = {
      classes: 3,
      channels: 2,
      positions: 2,
      weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
      bias: new Float32Array(3),
    };
    await tab.showModel({
      ...inspection,
      model: { ...model, mapKind: 'positionWeights', classWeights },
    });
    await tab.byTestId('head-note').getByText('weighs each position by itself').waitFor();
    assert.equal(await tab.byTestId('channel-weight').count(), 0);
    assert.match(
      (await tab.byTestId('histogram').getAttribute('aria-label')) ?? '',
      /^4 weights of counter from 1\.000 to 4\.000, mean 2\.500/,
    );
  });

  it('keeps the old view with a notice while the file is broken', async () => {
    await tab.showModel();
    await tab.byTestId('layer').nth(5).click();
    const error = { code: 'notOnnx' as const, message: 'x.onnx is no model.', nextAction: 'Do y.' };
    await tab.send({ type: 'reading' });
    await tab.send({ type: 'failed', error, actions: ['retry'] });
    const failure = tab.byTestId('failure');
    await failure.getByText('x.onnx is no model.').waitFor();
    assert.match(await failure.innerText(), /last state of the file that could be read/);
    assert.match(await tab.byTestId('verdict').innerText(), /Exact CAM/);
    assert.equal(await tab.byTestId('facts').isVisible(), true);
    await tab.screenshot('model-tab-broken');
    await tab.byTestId('action-retry').click();
    assert.deepEqual((await tab.sentOf('action')).at(-1)?.action, 'retry');
    await tab.send({ type: 'inspection', inspection: someInspection(), variant: {}, actions: [] });
    await failure.waitFor({ state: 'hidden' });
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer1\.act/);
  });

  it('says alone why a file cannot be read that never could', async () => {
    const path = '/models/x.onnx';
    await tab.send({ type: 'start', fileName: 'x.onnx', path, isTrusted: true });
    const error = { code: 'lfsPointer' as const, message: 'x is a pointer.', nextAction: 'Pull.' };
    await tab.send({ type: 'failed', error, actions: ['retry'] });
    await tab.byTestId('failure').getByText('x is a pointer.').waitFor();
    assert.equal(await tab.byTestId('verdict').isVisible(), false);
    assert.equal(await tab.byTestId('facts').isVisible(), false);
  });

  it('says in the verdict why a file whose facts are known cannot be inspected', async () => {
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

  it('keeps scroll position, filter, chosen rows and class over a refresh and a reload', async () => {
    const inspection = someInspection(someFacts(manyLayers(400)));
    await tab.showModel(inspection);
    await tab.byTestId('layer-filter').click();
    await tab.page.keyboard.type('conv');
    const grid = tab.byTestId('layers');
    await tab.byTestId('layer-count').getByText('100 of 400').waitFor();
    await grid.evaluate((element) => {
      element.scrollTop = 880;
    });
    await tab.byTestId('layer').filter({ hasText: 'layer44.conv' }).click();
    await tab.byTestId('class-option').nth(1).click();
    await tab.showModel(inspection);
    assert.equal(await grid.evaluate((element) => element.scrollTop), 880);
    await tab.page.waitForTimeout(300);
    await tab.page.reload();
    await tab.showModel(inspection);
    await tab.byTestId('layer-count').getByText('100 of 400').waitFor();
    assert.equal(await grid.evaluate((element) => element.scrollTop), 880);
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer44\.conv/);
    assert.match(await tab.byTestId('head-class').innerText(), /^constant/);
  });

  for (const width of [300, 480, 760]) {
    it(`fits into a column of ${width} pixels`, async () => {
      await tab.page.setViewportSize({ width, height: 900 });
      await showChannels(tab, 20);
      await tab.byTestId('channel-cell').nth(0).click();
      await tab.nextFrame();
      const wide = await tab.page.evaluate(() =>
        Array.from(document.querySelectorAll('body *'))
          .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((part) => part.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(wide, []);
      await tab.nextFrame();
      await tab.page.screenshot({
        path: `test-results/screenshots/model-tab-${width}.png`,
        fullPage: true,
      });
    });
  }

  it('works in a light theme and with forced colours', async () => {
    for (const name of ['light', 'forced-colors']) {
      await tab.open({ theme: LIGHT });
      if (name !== 'light') await tab.page.emulateMedia({ forcedColors: 'active' });
      await showChannels(tab, 64);
      await tab.byTestId('channel-cell').nth(2).click();
      await tab.screenshot(`model-tab-${name}`);
      assert.deepEqual(await tab.complaints(), []);
    }
  });
});

/** The ends of the positive side of Google's Turbo colormap, as published. */
const TURBO_LOW = [35, 23, 27];
const TURBO_HIGH = [144, 12, 0];

async function showChannels(tab: ModelTabPage, count: number): Promise<void> {
  await tab.showModel();
  await tab.send({ type: 'image', name: 'grey.png' });
  await tab.byTestId('layer').nth(0).click();
  await tab.byTestId('show-channels').click();
  await tab.answerChannels(count);
}

/** Points at a place of a channel's small map, in parts of its size. */
async function hoverCell(tab: ModelTabPage, channel: number, x: number, y: number): Promise<void> {
  const canvas = tab.page.locator(`[data-channel="${channel}"] canvas`);
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  assert.ok(box);
  await tab.page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await tab.nextFrame();
}
