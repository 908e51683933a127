import assert from 'node:assert/strict';
import type { MapWay } from '../../src/protocol/mapMethods.ts';
import { answerMap, askedMap, layerMap, openMethods, pixelMap } from './support/methods.ts';
import { nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

describe('methods beside each other in Show CAM', () => {
  const panel = usePage(new Panel({ width: 1400, height: 800 }));

  /** CAM as the main map, and others beside it. */
  async function show(...ways: MapWay[]): Promise<void> {
    await panel.showCounting();
    await openMethods(panel);
    for (const way of ways) await panel.byTestId(`beside-${way}`).click();
    await panel.page.keyboard.press('Escape');
    await nextFrame(panel);
  }

  it('shows them with their names, claims, scales and units', async () => {
    await show('grad-cam', 'saliency');
    await answerMap(panel, layerMap());
    await answerMap(panel, pixelMap());
    await nextFrame(panel);
    await panel.screenshot('beside-first');
    assert.equal(await panel.byTestId('beside-0-name').innerText(), 'Grad-CAM');
    assert.equal((await askedMap(panel)).request.method, 'saliency');
  });
});
