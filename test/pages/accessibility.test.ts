import assert from 'node:assert/strict';
import { violations } from './support/accessibility.ts';
import { ClassUnitsPage } from './support/classUnits.ts';
import { ModelTabPage } from './support/modelTab.ts';
import { Panel } from './support/panel.ts';
import { sampleUnits } from './support/sampleUnits.ts';
import { THEMES } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

describe('by the rules of WCAG 2.1 A and AA', () => {
  describe('Show CAM', () => {
    const panel = usePage(new Panel());

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await panel.open({ theme });
        await panel.showCounting(['grey.png', 'other.png']);
        await panel.byTestId('contrast').nth(1).click();
        await panel.openView();
        assert.deepEqual(await violations(panel.page), []);
        await panel.page.keyboard.press('Escape');
        await panel.openSaving();
        assert.deepEqual(await violations(panel.page), []);
      });
    }

    it('breaks none while two models are compared', async () => {
      await panel.open({ theme: THEMES.light ?? {} });
      await panel.showComparison();
      assert.deepEqual(await violations(panel.page), []);
    });
  });

  describe('the tab of a model', () => {
    const tab = usePage(new ModelTabPage());

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await tab.open({ theme });
        await tab.showChannels(8);
        assert.deepEqual(await violations(tab.page), []);
      });
    }
  });

  describe('class units', () => {
    const tab = usePage(new ClassUnitsPage());

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await tab.open({ theme });
        await tab.showSample(await sampleUnits());
        assert.deepEqual(await violations(tab.page), []);
      });
    }
  });
});
