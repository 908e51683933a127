import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { graphOf, manyLayers } from '../support/inspection.ts';
import { ModelTabPage } from '../support/modelTab.ts';
import { placesOf } from '../support/places.ts';
import { usePage } from '../support/usePage.ts';

const GRAPH = graphOf(manyLayers(24));
const TEXTS = {
  definition: 'models/net.py:12',
  call: 'models/net.py:40',
  certainty: 'exactLine',
} as const;

describe('the layout of the model tab', () => {
  const tab = usePage(new ModelTabPage(), { opens: false });
  const box = (name: string): Locator => tab.page.locator(`[role=treeitem][aria-label^="${name}"]`);

  /** Fails if one of the parts is elsewhere after a step, or has another size. */
  const unmoved = async (ids: string[]) => {
    await tab.nextFrame();
    const before = await placesOf(tab.page, ids);
    return async (what: string, step: () => Promise<unknown>) => {
      await step();
      await tab.nextFrame();
      assert.deepEqual(await placesOf(tab.page, ids), before, what);
    };
  };

  for (const size of [
    { width: 470, height: 700 },
    { width: 1400, height: 900 },
  ]) {
    const isNarrow = size.width < 820;
    const shownAs = (as: 'table' | 'graph') =>
      isNarrow
        ? tab.page.locator(`[data-testid="layers-as"] input[value="${as}"]`).check()
        : Promise.resolve();

    it(`does not move when a layer or a class is chosen, or while their facts are late, ${size.width} px`, async () => {
      await tab.open(size);
      await tab.showModel();
      const step = await unmoved([
        ...['verdict', 'layers', 'layer-bar', 'channels', 'facts', 'filters', 'head-warnings'],
        ...['class-options', 'histogram'],
      ]);
      await step('a layer', () => tab.byTestId('layer').nth(2).click());
      const tensor = GRAPH.tensors[2] ?? '';
      await step('its code', () => tab.send({ type: 'code', tensor, texts: TEXTS }));
      await step('another layer', () => tab.byTestId('layer').nth(5).click());
      await step('a class', () => tab.byTestId('class-option').nth(1).click());
      await step('a class without weights', () => tab.byTestId('class-option').nth(2).click());
      await step('a file that is read again', () => tab.send({ type: 'reading' }));
      await step('a file that is written', () =>
        tab.send({ type: 'waiting', fileName: 'counting.onnx' }),
      );
    });

    it(`does not move when the graph arrives, is folded, or a layer is chosen in it, ${size.width} px`, async () => {
      await tab.open(size);
      await tab.showModel();
      await shownAs('graph');
      const step = await unmoved([
        'verdict',
        'graph',
        'layer-bar',
        'facts',
        'filters',
        'head-warnings',
      ]);
      await step('the graph', () => tab.answerGraph(GRAPH));
      for (const what of ['an unfolded module', 'a folded module']) {
        await step(what, async () => {
          const fold = box('layer1, ').locator('[data-fold] rect');
          const before = await fold.boundingBox();
          await fold.click();
          await tab.nextFrame();
          const after = await fold.boundingBox();
          assert.ok(Math.abs((after?.y ?? 0) - (before?.y ?? 99)) < 2, what);
        });
      }
      await step('a module', () => box('layer1, ').click());
    });

    it(`does not move when a channel is chosen, or while channels are computed, ${size.width} px`, async () => {
      await tab.open(size);
      await tab.showModel();
      await tab.send({ type: 'image', name: 'grey.png' });
      await tab.byTestId('layer').nth(0).click();
      await tab.byTestId('show-channels').click();
      const step = await unmoved([
        ...['verdict', 'layers', 'layer-bar', 'channels', 'channel-summary', 'channel-reading'],
        ...['channel-grid', 'facts', 'filters', 'head-warnings', 'class-options', 'histogram'],
      ]);
      await step('channels', () => tab.answerChannels(20));
      await step('a channel', () => tab.byTestId('channel-cell').nth(0).click());
      await step('a value', () => tab.byTestId('channel-cell').nth(1).locator('canvas').hover());
      await step('another channel', () => tab.byTestId('channel-cell').nth(1).click());
      await step('no channel', () => tab.byTestId('close-enlarged').click());
      await step('another layer', async () => {
        await tab.byTestId('layer').nth(1).click();
        await tab.byTestId('show-channels').click();
      });
      await step('its channels', () => tab.answerChannels(30));
      await step('another image', () => tab.send({ type: 'image', name: 'other.png' }));
    });
  }
});
