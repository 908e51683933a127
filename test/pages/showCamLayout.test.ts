import assert from 'node:assert/strict';
import { overflowing } from './support/overflowing.ts';
import { nextFrame, Panel } from './support/panel.ts';
import { usePage } from './support/usePage.ts';

const WIDTHS = [470, 560, 640, 720, 900, 1400];
const HEIGHTS = [700, 900];
const sizes = WIDTHS.flatMap((width) => HEIGHTS.map((height) => ({ width, height })));

describe('the layout of Show CAM', () => {
  const panel = usePage(new Panel());

  for (const size of sizes) {
    it(`has the answer and a large picture on the first screen, ${size.width}×${size.height}`, async () => {
      await panel.page.setViewportSize(size);
      await panel.showCounting(['grey.png', 'other.png']);
      const stage = await panel.byTestId('stage-canvas').boundingBox();
      const answer = await panel.byTestId('answer').boundingBox();
      const line = await panel.byTestId('fidelity').boundingBox();
      assert.ok(stage && answer && line);
      const isFullWidth = stage.width >= size.width - 24;
      const side = Math.min(stage.width, stage.height);
      assert.ok(isFullWidth || side >= 0.6 * size.height, `${stage.width}×${stage.height}`);
      assert.ok(answer.y + answer.height <= stage.y, 'the answer is above the picture');
      assert.ok(line.y + line.height <= size.height, `the check ends at ${line.y + line.height}`);
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }

  it('has a picture that does not shrink when the panel grows', async () => {
    for (const height of HEIGHTS) {
      await panel.page.setViewportSize({ width: 440, height });
      await panel.showCounting();
      let before = 0;
      for (let width = 440; width <= 1500; width += 60) {
        await panel.page.setViewportSize({ width, height });
        const stage = await panel.byTestId('stage-canvas').boundingBox();
        const side = Math.min(stage?.width ?? 0, stage?.height ?? 0);
        assert.ok(side >= before - 8, `${side} px at ${width}×${height}, ${before} px before`);
        before = side;
      }
    }
  });

  it('does not move when a class, a contrast or a channel is chosen, or while it loads', async () => {
    for (const size of [
      { width: 470, height: 700 },
      { width: 1400, height: 900 },
    ]) {
      await panel.page.setViewportSize(size);
      await panel.showCounting(['grey.png', 'other.png']);
      const before = await places(panel);
      const same = async (what: string) => {
        await nextFrame(panel);
        assert.deepEqual(await places(panel), before, `${what} at ${size.width} px`);
      };
      await panel.byTestId('answer-chip').first().click();
      await same('another class');
      await panel.byTestId('answer-chip-compare').nth(1).click();
      await same('a contrast');
      await panel.page.keyboard.press('Escape');
      await panel.byTestId('channel-row').first().click();
      await same('a channel');
      await panel.send({ type: 'busy', side: 'main', what: 'other.png' });
      await panel.byTestId('busy').waitFor();
      await same('loading');
    }
  });
});

/** Where the parts of the first screen lie. */
async function places(panel: Panel): Promise<Record<string, unknown>> {
  // The list of channels may have been scrolled to.
  await panel.page.evaluate(() => {
    for (const part of [document.documentElement, ...document.querySelectorAll('#app *')]) {
      part.scrollTop = 0;
    }
  });
  const ids = ['answer', 'stage-canvas', 'legend', 'fidelity', 'reading', 'class-row'];
  const boxes = await Promise.all(ids.map((id) => panel.byTestId(id).first().boundingBox()));
  return Object.fromEntries(ids.map((id, i) => [id, boxes[i]]));
}
