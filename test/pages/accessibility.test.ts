import assert from 'node:assert/strict';
import { violations } from './support/accessibility.ts';
import { ClassUnitsPage } from './support/classUnits.ts';
import { exportedCounting } from './support/explanation.ts';
import { graphOf, manyLayers } from './support/inspection.ts';
import { openMethods, showPlain } from './support/methods.ts';
import { ModelTabPage } from './support/modelTab.ts';
import { greyPng, keptExport, Panel } from './support/panel.ts';
import { PinsPage, someRows } from './support/pins.ts';
import { sampleUnits } from './support/sampleUnits.ts';
import { damaged, explained, SheetPanel } from './support/sheetPanel.ts';
import { THEMES } from './support/themes.ts';
import { usePage } from './support/usePage.ts';

describe('by the rules of WCAG 2.1 A and AA', () => {
  describe('Show CAM', () => {
    const panel = usePage(new Panel(), { opens: false });

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

    it('breaks none with a map by a method, its list, and another one on its way', async () => {
      await panel.open({ theme: THEMES.light ?? {} });
      await showPlain(panel);
      await openMethods(panel);
      assert.deepEqual(await violations(panel.page), []);
      await panel.byTestId('method-occlusion').click();
      await panel.byTestId('method-work').waitFor();
      assert.deepEqual(await violations(panel.page), []);
    });

    it('breaks none while two models are compared', async () => {
      await panel.open({ theme: THEMES.light ?? {} });
      await panel.showComparison();
      assert.deepEqual(await violations(panel.page), []);
    });
  });

  describe('the contact sheet', () => {
    const panel = usePage(new SheetPanel(), { opens: false });

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await panel.open({ theme });
        const fidelity = { standing: 'mismatch', text: 'Not exact' } as const;
        await panel.showSheet(
          [
            await explained('right.png', { expected: 0 }),
            await explained('wrong.png', { expected: 2 }),
            await explained('loose.png', { drawing: { fidelity } }),
            damaged('damaged.png'),
          ],
          { view: { sheetOrder: 'mistakes' } },
        );
        assert.deepEqual(await violations(panel.page), []);
        await panel.tile('wrong.png').click();
        await panel.explainShown();
        assert.deepEqual(await violations(panel.page), []);
      });
    }
  });

  describe('Show CAM before and after an export', () => {
    const panel = usePage(new Panel(), { opens: false });

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await panel.open({ theme });
        await panel.showCounting(['grey.png', 'other.png']);
        const exports = [keptExport({ number: 0, exportsAgo: 2 }), keptExport()];
        await panel.showChange(exportedCounting(await greyPng()), { exports });
        await panel.byTestId('history').waitFor();
        await panel.byTestId('before-menu-button').click();
        assert.deepEqual(await violations(panel.page), []);
      });
    }
  });

  describe('pinned images', () => {
    const view = usePage(new PinsPage(), { opens: false });

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await view.open({ theme });
        const rows = someRows();
        await view.showRows(rows, { kind: 'export', writtenMs: 1_790_000_000_000 });
        await view.answer(rows);
        await view.send({ type: 'work', work: { kind: 'stopped', done: 1, all: 8 } });
        await view.byTestId('work').waitFor();
        assert.deepEqual(await violations(view.page), []);
        await view.showRows([]);
        await view.byTestId('empty').waitFor();
        assert.deepEqual(await violations(view.page), []);
      });
    }
  });

  describe('the tab of a model', () => {
    const tab = usePage(new ModelTabPage(), { opens: false });

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await tab.open({ theme });
        await tab.showChannels(8);
        await tab.answerGraph(graphOf(manyLayers(24)));
        await tab.byTestId('graph').press('Home');
        await tab.byTestId('graph').press('ArrowDown');
        await tab.byTestId('graph').press('+');
        await tab.byTestId('graph-frame').waitFor();
        // The themes here do not have the colours of a button below the pointer.
        await tab.page.mouse.move(0, 0);
        assert.deepEqual(await violations(tab.page), []);
      });
    }
  });

  describe('class units', () => {
    const tab = usePage(new ClassUnitsPage(), { opens: false });

    for (const [name, theme] of Object.entries(THEMES)) {
      it(`breaks none in the theme ${name}`, async () => {
        await tab.open({ theme });
        await tab.showSample(await sampleUnits());
        assert.deepEqual(await violations(tab.page), []);
      });

      it(`breaks none in the menus and with one unit, in the theme ${name}`, async () => {
        const sample = await sampleUnits();
        await tab.open({ theme });
        await tab.showSample(sample);
        for (const menu of ['view', 'save', 'folder'] as const) {
          await tab.openMenu(menu);
          assert.deepEqual(await violations(tab.page, `[data-testid=${menu}]`), [], menu);
          await tab.page.keyboard.press('Escape');
        }
        await tab.page.setViewportSize({ width: 470, height: 700 });
        await tab.byTestId('classes-button').click();
        const classes = '[data-testid=classes]';
        assert.deepEqual(await violations(tab.page, classes), [], 'the list of classes');
        await tab.page.keyboard.press('Escape');
        await tab.byTestId('unit-title').first().press('Enter');
        await tab.byTestId('unit-view').waitFor();
        await tab.answer(sample);
        assert.deepEqual(await violations(tab.page), [], 'a unit');
      });
    }

    it('breaks none while it saves all classes during a scan, and in the other subjects', async () => {
      await tab.open({ theme: THEMES.light ?? {} });
      const sample = await sampleUnits();
      await tab.showSample(sample);
      await tab.openMenu('save');
      await tab.byTestId('save-all').click();
      const counts = { found: 9, walking: false, indexed: 3, scanned: 3, unreadable: 0 };
      await tab.send({
        type: 'progress',
        progress: { ...counts, perSecond: 1, secondsLeft: 6 },
      });
      await tab.byTestId('cancel-scan').waitFor();
      assert.deepEqual(await violations(tab.page), []);
      await tab.byTestId('ablate-unit').first().click();
      await tab.choose('subject', 'Ablation');
      await tab.answer(sample);
      assert.deepEqual(await violations(tab.page), [], 'ablation');
      await tab.choose('subject', 'Names');
      assert.deepEqual(await violations(tab.page), [], 'names');
    });
  });
});
