import assert from 'node:assert/strict';
import { someInspection, someMaps } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { greyPng } from '../support/panel.ts';
import { usePage } from '../support/usePage.ts';

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

  it("shows the weights of a class and what is wrong with the head's", async () => {
    await tab.showModel();
    const head = tab.byTestId('head');
    const warnings = tab.byTestId('head-warnings');
    assert.match(await warnings.innerText(), /1 of 3 classes have only zero weights/);
    assert.match(await warnings.innerText(), /No class uses 1 of 4 channels/);
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
    await tab.byTestId('choice-warnings').getByText('All weights of empty are zero').waitFor();
    await tab.byTestId('class-options').press('ArrowUp');
    await tab.byTestId('head-class').getByText('constant').waitFor();
  });

  it('says that dead channels are dead, with an image chosen', async () => {
    await tab.send({ type: 'image', name: 'grey.png' });
    await tab.showModel();
    for (const { id, request } of await tab.asked('channels')) {
      await tab.sendChannels(id, someMaps(request.tensor, 4, await greyPng()));
    }
    await tab
      .byTestId('choice-warnings')
      .getByText('1 of the 4 channels read by the head are zero everywhere on grey.png')
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

  it('says if weights belong to a picture or to positions', async () => {
    const inspection = someInspection();
    const { model } = inspection;
    assert.ok(model);
    await tab.showModel({
      ...inspection,
      model: { ...model, mapKind: 'gradCam', classWeights: undefined },
    });
    await tab.byTestId('head-note').getByText('The weights differ for each image').waitFor();
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
    await tab.byTestId('head-note').getByText('weighs each position separately').waitFor();
    assert.equal(await tab.byTestId('channel-weight').count(), 0);
    assert.match(
      (await tab.byTestId('histogram').getAttribute('aria-label')) ?? '',
      /^4 weights of counter from 1\.000 to 4\.000, mean 2\.500/,
    );
  });
});
