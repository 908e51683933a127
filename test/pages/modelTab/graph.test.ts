import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { graphOf, manyLayers, someFacts, someInspection } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { usePage } from '../support/usePage.ts';

const GRAPH = graphOf(manyLayers(24));

describe('the model tab page', () => {
  const tab = usePage(new ModelTabPage());
  const box = (name: string): Locator => tab.page.locator(`[role=treeitem][aria-label^="${name}"]`);
  const boxes = () => tab.byTestId('graph-box');
  const fold = async (name: string) => {
    await box(name).locator('[data-fold] rect').click();
    await tab.nextFrame();
  };

  it('shows the graph beside the table, folded by module, with the shapes on its lines', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    const names = await boxes().evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.deepEqual(names, [
      'Image, 3\u202f×\u202f224\u202f×\u202f224',
      ...[0, 1, 2, 3, 4, 5].map((block) => `layer${block}, 4 layers`),
      'Output, scores',
    ]);
    const shapes = await tab.page.locator('.graph-shape').allTextContents();
    assert.equal(shapes.filter((text) => text === '64\u202f×\u202f56\u202f×\u202f56').length, 2);
    assert.equal(await tab.page.locator('.graph-line.indirect').count(), 1);
    const [table, graph] = [tab.byTestId('layers'), tab.byTestId('graph')];
    const [left, right] = [await table.boundingBox(), await graph.boundingBox()];
    assert.ok(left && right && left.x + left.width <= right.x);
    await tab.screenshot('model-tab-graph');
  });

  it('unfolds a module into its layers, with branch and skip, and folds it again', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    const top = async () => (await box('layer1, ').boundingBox())?.y;
    const before = await top();
    await fold('layer1, ');
    assert.equal(await boxes().count(), 8 - 1 + 4);
    assert.equal(await box('layer1, ').getAttribute('aria-expanded'), 'true');
    assert.equal(await box('layer1.conv').getAttribute('aria-level'), '2');
    const after = await top();
    assert.ok(Math.abs((before ?? 0) - (after ?? 0)) < 2, `from ${before} to ${after}`);
    // Into conv, conv to ReLU, ReLU to Add, conv to Add, Add to pool, and out.
    assert.equal(await tab.page.locator('.graph-line').count(), 7 + 6);
    await tab.hasKept('"openGroups":["5-9"]');
    await box('layer1, ').click();
    await tab.nextFrame();
    assert.equal(await boxes().count(), 8);
  });

  it('chooses the same layer in the graph and in the table', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    await box('layer2, ').click();
    await tab.nextFrame();
    // The layer that leaves the module.
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer2\.pool/);
    assert.match(await tab.byTestId('layer-bar').innerText(), /layer2\.pool/);
    assert.equal(await box('layer2, ').getAttribute('aria-selected'), 'true');
    assert.equal(await tab.page.locator('.graph-line.of-chosen').count(), 1);
    await tab.byTestId('layer').filter({ hasText: 'layer3.act' }).click();
    await tab.nextFrame();
    assert.equal(await box('layer3, ').getAttribute('aria-selected'), 'false');
    assert.match((await box('layer3, ').getAttribute('class')) ?? '', /holds-chosen/);
    await fold('layer3, ');
    assert.equal(await box('layer3.act').getAttribute('aria-selected'), 'true');
    await tab.send({ type: 'select', tensor: GRAPH.tensors[12] ?? '' });
    await tab.nextFrame();
    assert.equal(await box('layer3.conv').getAttribute('aria-selected'), 'true');
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer3\.conv/);
  });

  it('moves along the lines with the arrow keys, chooses with Enter, unfolds and folds', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    const graph = tab.byTestId('graph');
    const active = async () => {
      await tab.nextFrame();
      const id = await graph.getAttribute('aria-activedescendant');
      return tab.page.locator(`[id="${id}"]`).getAttribute('aria-label');
    };
    await graph.press('Home');
    assert.match((await active()) ?? '', /^Image/);
    await graph.press('ArrowDown');
    await graph.press('ArrowDown');
    assert.match((await active()) ?? '', /^layer1, /);
    await graph.press('+');
    await box('layer1.conv').waitFor();
    assert.match((await active()) ?? '', /^layer1\.conv/);
    await graph.press('ArrowDown');
    assert.match((await active()) ?? '', /^layer1\.act/);
    await graph.press('ArrowDown');
    assert.match((await active()) ?? '', /^layer1\.add/);
    await graph.press('Enter');
    await tab.nextFrame();
    assert.match(await tab.page.locator('.layer-row.chosen').innerText(), /layer1\.add/);
    await graph.press('ArrowUp');
    await graph.press('ArrowUp');
    await graph.press('ArrowUp');
    assert.match((await active()) ?? '', /^layer0, /);
    await graph.press('ArrowDown');
    await graph.press('-');
    await box('layer1.conv').waitFor({ state: 'detached' });
    assert.match((await active()) ?? '', /^layer1, /);
    await graph.press('End');
    assert.match((await active()) ?? '', /^Output/);
  });

  it('zooms with Ctrl and the wheel; the wheel alone scrolls', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    const graph = tab.byTestId('graph');
    const measure = () =>
      graph.evaluate((element) => ({
        width: element.querySelector('svg')?.getBoundingClientRect().width ?? 0,
        top: element.scrollTop,
      }));
    const start = await measure();
    await graph.hover();
    await tab.page.mouse.wheel(0, 60);
    await tab.page.waitForFunction(
      () => (document.querySelector('.graph-scroll')?.scrollTop ?? 0) > 0,
    );
    assert.equal((await measure()).width, start.width);
    await tab.page.keyboard.down('Control');
    await tab.page.mouse.wheel(0, -150);
    await tab.page.keyboard.up('Control');
    await tab.nextFrame();
    assert.ok((await measure()).width > start.width * 1.1);
    await tab.byTestId('graph-fit').click();
    assert.ok(Math.abs((await measure()).width - start.width) < 2);
    // A mouse that reports lines.
    await graph.evaluate((element) => {
      const lines = { deltaMode: WheelEvent.DOM_DELTA_LINE, deltaY: -3, ctrlKey: true };
      element.dispatchEvent(new WheelEvent('wheel', { ...lines, cancelable: true }));
    });
    await tab.nextFrame();
    assert.ok((await measure()).width > start.width * 1.1);
  });

  it('has a switch where there is no room for both, asks for the graph when it is seen, remembers it', async () => {
    await tab.open({ width: 640, height: 700 });
    await tab.showModel();
    assert.equal(await tab.byTestId('graph').isVisible(), false);
    assert.equal((await tab.sentOf('request')).length, 0);
    await tab.page.locator('[data-testid="layers-as"] input[value="graph"]').check();
    await tab.answerGraph(GRAPH);
    assert.equal(await tab.byTestId('layers').isVisible(), false);
    await tab.hasKept('"layersAs":"graph"');
    await tab.page.reload();
    await tab.showModel();
    await tab.byTestId('graph').waitFor();
  });

  it('keeps the drawing over a refresh, asks again for other layers, and says why there is none', async () => {
    await tab.showModel();
    await tab.answerGraph(GRAPH);
    await fold('layer1, ');
    await tab.showModel();
    await tab.nextFrame();
    assert.equal((await tab.asked('layerGraph')).length, 1);
    assert.equal(await boxes().count(), 11);
    await tab.showModel(someInspection(someFacts(manyLayers(8))));
    await tab.nextFrame();
    const asked = await tab.asked('layerGraph');
    assert.equal(asked.length, 2);
    const error = { code: 'notOnnx' as const, message: 'It is damaged.', nextAction: 'Export it.' };
    await tab.send({ type: 'refusal', id: asked.at(-1)?.id ?? 0, error });
    await tab.byTestId('graph-status').getByText('It is damaged. Export it.').waitFor();
  });

  for (const [width, height] of [
    [470, 700],
    [560, 900],
    [640, 700],
    [720, 900],
    [900, 700],
    [1400, 900],
  ] as const) {
    it(`fits into ${width} × ${height}: nothing beyond the page, the verdict on the first screen`, async () => {
      await tab.open({ width, height });
      await tab.showModel();
      if (width < 820) {
        await tab.page.locator('[data-testid="layers-as"] input[value="graph"]').check();
      }
      await tab.answerGraph(GRAPH);
      const seen = await tab.page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        verdict: document.querySelector('[data-testid="verdict"]')?.getBoundingClientRect().bottom,
        graph: document.querySelector('.graph-scroll')?.getBoundingClientRect().bottom,
        clipped: Array.from(document.querySelectorAll('.graph .note, .graph h2, .graph-tools'))
          .filter((part) => part.scrollWidth > part.clientWidth + 1)
          .map((part) => part.className),
        wide: Array.from(document.querySelectorAll<SVGGElement>('.graph-box')).filter((one) => {
          const texts = [...(one.nextElementSibling?.querySelectorAll('text') ?? [])];
          const right = one.getBoundingClientRect().right;
          return texts.some((text) => text.getBoundingClientRect().right > right);
        }).length,
      }));
      assert.ok(seen.page <= width, `the page is ${seen.page} px wide`);
      assert.ok((seen.verdict ?? height) < height);
      assert.ok((seen.graph ?? 0) <= height + (width < 820 ? height : 0), `ends at ${seen.graph}`);
      assert.deepEqual(seen.clipped, []);
      assert.equal(seen.wide, 0, 'texts end in their boxes');
      await tab.screenshot(`model-tab-graph-${width}`);
    });
  }
});
