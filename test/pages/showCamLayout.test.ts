import assert from 'node:assert/strict';
import type { KeptExport } from '../../src/protocol/showCam.ts';
import { exportedCounting } from './support/explanation.ts';
import { showPlain } from './support/methods.ts';
import { overflowing } from './support/overflowing.ts';
import { greyPng, keptExport, nextFrame, Panel } from './support/panel.ts';
import { placesOf } from './support/places.ts';
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

  it('has the check of a map by a method and all controls on the first screen', async () => {
    await showPlain(panel);
    for (const size of sizes) {
      await panel.page.setViewportSize(size);
      await nextFrame(panel);
      for (const id of ['fidelity', 'method-button', 'change-model', 'view-button']) {
        const box = await panel.byTestId(id).boundingBox();
        assert.ok(box && box.y + box.height <= size.height, `${id}: ${size.width}×${size.height}`);
      }
      assert.deepEqual(await overflowing(panel.page), [], `${size.width}×${size.height}`);
    }
  });

  it('has a picture that does not shrink when the panel grows', async () => {
    for (const height of HEIGHTS) {
      await panel.page.setViewportSize({ width: 440, height });
      await panel.showCounting();
      let before = 0;
      for (let width = 440; width <= 1500; width += 60) {
        await panel.page.setViewportSize({ width, height });
        await nextFrame(panel);
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

describe('the layout of Show CAM before and after an export', () => {
  const panel = usePage(new Panel());
  const mode = (value: string) =>
    panel.page.locator(`[data-testid="beforeAfter"] input[value="${value}"]`);

  async function showChange(exports: KeptExport[]): Promise<void> {
    await panel.showCounting(['grey.png', 'other.png']);
    const before = await panel.countingBefore();
    await panel.showChange(exportedCounting(await greyPng()), { exports, before });
    await panel.byTestId('slider-canvas').waitFor();
    await nextFrame(panel);
  }

  for (const size of sizes) {
    it(`has what moved and a large picture on the first screen, ${size.width}×${size.height}`, async () => {
      await panel.page.setViewportSize(size);
      await showChange(someExports());
      const sentence = await panel.byTestId('moved-sentence').boundingBox();
      const history = await panel.byTestId('history').boundingBox();
      const check = await panel.byTestId('fidelity').boundingBox();
      const stage = await panel.byTestId('slider-canvas').boundingBox();
      assert.ok(sentence && history && check && stage);
      assertLarge(stage, size);
      assert.ok(sentence.y + sentence.height <= stage.y, 'the sentence is above the picture');
      assert.ok(history.y + history.height <= stage.y, 'the history is above the picture');
      assert.ok(check.y + check.height <= size.height, `the check ends at ${check.y}`);
      assert.deepEqual(await overflowing(panel.page), []);
      await mode('difference').check();
      await nextFrame(panel);
      const difference = await panel.byTestId('difference-canvas').boundingBox();
      assert.deepEqual(difference, stage, 'the difference is in the same place');
      assert.deepEqual(await overflowing(panel.page), []);
      const isOffered = await mode('sideBySide').isEnabled();
      assert.equal(isOffered, size.width >= 700, 'two pictures only where both are large');
      if (!isOffered) return;
      await mode('sideBySide').check();
      await nextFrame(panel);
      for (const id of ['other-stage-canvas', 'stage-canvas']) {
        const one = await panel.byTestId(id).boundingBox();
        assert.ok(one && one.width >= 270 && one.height >= 220, `${one?.width}×${one?.height}`);
      }
      assert.deepEqual(await overflowing(panel.page), []);
    });
  }

  it('does not move when a class or an export is chosen or pinned, or while it loads', async () => {
    for (const size of [
      { width: 470, height: 700 },
      { width: 1400, height: 900 },
    ]) {
      await panel.page.setViewportSize(size);
      await showChange(someExports());
      const ids = ['moved-sentence', 'change-bar', 'history', 'slider-canvas', 'fidelity', 'moved'];
      const before = await placesOf(panel.page, ids);
      const same = async (what: string) => {
        await nextFrame(panel);
        assert.deepEqual(await placesOf(panel.page, ids), before, `${what} at ${size.width} px`);
      };
      await panel.page.locator('[data-testid="moved-row"][data-label="counter"]').click();
      await same('another class');
      await panel.byTestId('history').press('ArrowLeft');
      await same('another export');
      await panel.byTestId('before-menu-button').click();
      await panel.byTestId('pin-before').click();
      await panel.page.keyboard.press('Escape');
      await same('a pinned export');
      await panel.byTestId('slider-canvas').focus();
      await panel.page.keyboard.down('Space');
      await same('the picture alone');
      await panel.page.keyboard.up('Space');
      await panel.send({ type: 'busy', side: 'main', what: 'other.png' });
      await panel.byTestId('slider-busy').waitFor();
      await same('loading');
    }
  });
});

/** At least 60 % of the panel's height, or its full width. */
function assertLarge(
  stage: { width: number; height: number },
  panel: { width: number; height: number },
): void {
  const side = Math.min(stage.width, stage.height);
  const wanted = Math.min(0.6 * panel.height, panel.width - 24);
  assert.ok(side >= wanted, `${stage.width}×${stage.height}`);
}

/** Ten exports, a minute apart; the last one is before. */
function someExports(): KeptExport[] {
  return Array.from({ length: 10 }, (_, i) =>
    keptExport({ number: i - 8, exportsAgo: 10 - i, sinceMs: 1_790_000_000_000 + i * 60_000 }),
  );
}

/** Where the parts of the first screen lie. */
function places(panel: Panel): Promise<Record<string, unknown>> {
  const ids = ['answer', 'stage-canvas', 'legend', 'fidelity', 'reading', 'class-row'];
  return placesOf(panel.page, ids);
}
