import assert from 'node:assert/strict';
import { manyLayers, someFacts, someInspection } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { LIGHT } from '../support/themes.ts';
import { usePage } from '../support/usePage.ts';

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());

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
    await tab.hasKept('"layersTop":880');
    await tab.hasKept('"classIndex":1');
    await tab.page.reload();
    await tab.showModel(inspection);
    await tab.byTestId('layer-count').getByText('100 of 400').waitFor();
    assert.equal(await grid.evaluate((element) => element.scrollTop), 880);
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer44\.conv/);
    assert.match(await tab.byTestId('head-class').innerText(), /^constant/);
  });

  it('fits into a column of 300, 480 and 760 pixels', async () => {
    await tab.showChannels(20);
    await tab.byTestId('channel-cell').nth(0).click();
    for (const width of [300, 480, 760]) {
      await tab.page.setViewportSize({ width, height: 900 });
      await tab.nextFrame();
      const wide = await tab.page.evaluate(() =>
        Array.from(document.querySelectorAll('body *'))
          .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((part) => part.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(wide, [], `in ${width} pixels`);
      await tab.screenshot(`model-tab-${width}`);
    }
  });

  it('works in a light theme and with forced colours', async () => {
    await tab.open({ theme: LIGHT });
    await tab.showChannels(64);
    await tab.byTestId('channel-cell').nth(2).click();
    await tab.screenshot('model-tab-light');
    await tab.page.emulateMedia({ forcedColors: 'active' });
    await tab.screenshot('model-tab-forced-colors');
    assert.deepEqual(await tab.complaints(), []);
  });
});
