import assert from 'node:assert/strict';
import { manyLayers, someFacts, someInspection } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { usePage } from '../support/usePage.ts';

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

  it('makes only the visible rows, of ten thousand', async () => {
    await tab.showModel(someInspection(someFacts(manyLayers(10_000))));
    const made = tab.byTestId('layer');
    assert.ok((await made.count()) < 60, `${await made.count()} rows are made`);
    assert.match(await tab.byTestId('layer-count').innerText(), /^10,000 spatial tensors/);
    const grid = tab.byTestId('layers');
    assert.equal(await grid.getAttribute('aria-rowcount'), '10001');
    await grid.evaluate(async (element) => {
      for (let step = 0; step < 60; step++) {
        element.scrollTop += 110;
        element.dispatchEvent(new Event('scroll'));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    assert.ok((await made.count()) < 80, `${await made.count()} rows are made`);
    await grid.focus();
    await tab.page.keyboard.press('End');
    // The row is made when the table has scrolled, and chosen in another frame.
    const chosen = made.and(tab.page.locator('[aria-selected=true]'));
    const last = chosen.filter({ hasText: 'layer2499.pool' });
    await last.waitFor();
    assert.equal(await last.getAttribute('aria-rowindex'), '10001');
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
    await tab.byTestId('no-layers').getByText('or module matches').waitFor();
  });

  it("shows the table's values of a layer, marks the tensors that allow a map", async () => {
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
    assert.match(
      (await tab.byTestId('use-for-show-cam').getAttribute('title')) ?? '',
      /gives no CAM\. Grad-CAM shows what it adds/,
    );
    await rows.nth(1).click();
    await tab.nextFrame();
    await tab.byTestId('use-for-show-cam').click();
    const [asked, ...others] = await tab.asked('useForShowCam');
    assert.deepEqual(others, []);
    assert.ok(asked);
    const { id, request } = asked;
    assert.equal(request.tensor, '/layer0/Relu_output_1');
    const error = {
      code: 'headNotLinear' as const,
      message: 'Not linear.',
      nextAction: 'Go back.',
    };
    await tab.byTestId('use-for-show-cam').getByText('Reading the head…').waitFor();
    await tab.send({ type: 'refusal', id, error });
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
    const asked = (await tab.asked('channels')).map(({ request }) => request.tensor);
    assert.deepEqual(asked.at(-1), '/layer0/Relu_output_1');
  });
});
