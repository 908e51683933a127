import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { framesDrawn } from '../../support/frames.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { assertCellColours, drawAs } from '../support/cellColours.ts';
import { openFromExplorer, revealInExplorer } from '../support/explorer.ts';
import {
  awaitContextMenuItem,
  chooseFromContextMenu,
  closeMenu,
  menuItem,
  openContextMenu,
} from '../support/menu.ts';
import { chooseFromQuickPick, goToLine, runCommand } from '../support/quickInput.ts';
import { control, panelShowing, showCam, withModel } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, reloadWindow, stateIsKept, statusBarItem } from '../support/workbench.ts';

/** Computed with PIL, onnxruntime for Python and NumPy, see `make.py` beside it. */
interface Golden {
  picture: string;
  top5: { index: number; label: string; logit: number; probability: number }[];
  peak: { x: number; y: number; value: number };
  map: number[][];
  channels: number[];
}

const golden: Golden = JSON.parse(
  readFileSync(inRepository('test', 'fixtures', 'samples', 'golden.json'), 'utf8'),
);
const sample = `pictures/${golden.picture}`;
const pictureName = path.posix.basename(golden.picture);
const gap = 'scenes-gap.onnx';

describe('Show CAM', () => {
  const inWindow = sharedWindow();

  it(
    'opens a panel with the map, the top 5 and the fidelity line, from the context menu of an image',
    inWindow(async ({ page, foreignOrigins }) => {
      await openFromExplorer(page, 'scenes.py');
      await page.locator('.view-lines').getByText('import torch').first().waitFor();
      await goToLine(page, 96);
      const image = () => revealInExplorer(page, sample);
      await chooseFromContextMenu(page, image, 'Show CAM');
      await chooseFromQuickPick(page, gap);
      const panel = await panelShowing(page, 'Exact CAM');
      await editorTab(page, `CAM: ${pictureName}`).waitFor();
      const claim = await control(panel, 'fidelity').innerText();
      assert.match(
        claim,
        /Exact CAM · 14×14 · the map adds up to the logit \(error \d(e-\d+|\.\d+)\)/,
      );
      await assertTopFive(panel);
      await statusBarItem(page, gap).waitFor();
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'show-cam');
      await assertHeatmap(panel);
      assert.deepEqual([...foreignOrigins], []);
    }),
  );

  it(
    'lists the channels by contribution, and shows the map of one',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, [sample], gap);
      const rows = control(panel, 'channel-row');
      const note = await control(panel, 'author-note').innerText();
      assert.match(
        note,
        /image-level object tags: the channels are object detectors by construction/,
      );
      for (const [rank, channel] of golden.channels.entries()) {
        assert.match(await rows.nth(rank).innerText(), new RegExp(`\\b${channel}\\b`));
      }
      await rows.nth(0).getByRole('button').first().click();
      await panel
        .getByText(new RegExp(`channel .*· ${golden.channels[0]} `))
        .first()
        .waitFor();
    }),
  );

  it(
    'shows several images as a contact sheet; one opens, the arrows go on, Escape goes back',
    inWindow(async ({ page }) => {
      const pictures = [1, 2, 3, 4, 5, 6].map((number) => `pictures/beach/beach-0${number}.png`);
      const panel = await showCam(page, pictures, gap);
      await control(panel, 'sheet-answer').getByText('6 images · 6 of 6 right').waitFor();
      await editorTab(page, 'CAM: 6 images').waitFor();
      await saveDocumentationScreenshot(page, 'contact-sheet');
      await tile(panel, 'beach-02.png').click();
      await imageName(panel, 'beach-02.png');
      await editorTab(page, 'CAM: beach-02.png').waitFor();
      await classRow(panel, 'park').getByRole('button').first().click();
      await control(panel, 'stage-canvas').press('ArrowRight');
      await imageName(panel, 'beach-03.png');
      await panel.locator('.class-row.chosen', { hasText: 'park' }).waitFor();
      await control(panel, 'stage-canvas').press('Escape');
      await tile(panel, 'beach-03.png').and(panel.locator(':focus')).waitFor();
      await editorTab(page, 'CAM: 6 images').waitFor();
      await reloadWindow(page, panel);
      const again = await findWebview(page, '.tile.chosen', { hasText: 'beach-03.png' });
      await control(again, 'sheet-answer').getByText('6 images · 6 of 6 right').waitFor();
    }),
  );

  it(
    'is a button of the image preview, and a command',
    inWindow(async ({ page }) => {
      await openFromExplorer(page, sample);
      const button = page.locator('.editor-actions').getByRole('button', { name: /^Show CAM/ });
      await withModel(page, gap, () => button.click());
      const panel = await panelShowing(page, 'Exact CAM');
      await imageName(panel, pictureName);
      await openFromExplorer(page, 'pictures/beach/beach-01.png');
      await runCommand(page, 'CAM Lens: Show CAM');
      await imageName(panel, 'beach-01.png');
    }),
  );

  it(
    'is not offered for other files',
    inWindow(async ({ page }) => {
      const image = () => revealInExplorer(page, sample);
      await awaitContextMenuItem(page, image, 'Show CAM');
      await closeMenu(page);
      const model = () => revealInExplorer(page, gap);
      await openContextMenu(page, model);
      await menuItem(page, 'Copy Path').waitFor();
      assert.equal(await menuItem(page, 'Show CAM').count(), 0);
      await closeMenu(page);
    }),
  );

  it(
    'follows the theme',
    inWindow(async ({ page, changeTheme }) => {
      await page.setViewportSize({ width: 1400, height: 900 });
      const panel = await showCam(page, [sample], gap);
      for (const theme of [
        'Default Dark Modern',
        'Default High Contrast',
        'Default High Contrast Light',
      ] as const) {
        await changeTheme(theme);
        await assertTopFive(panel);
        await framesDrawn(panel);
        const name = theme.toLowerCase().replaceAll(' ', '-');
        if (theme === 'Default Dark Modern') await saveDocumentationScreenshot(page, name);
        else await saveScreenshot(page, name);
        await assertHeatmap(panel);
      }
    }),
  );
});

function imageName(panel: Frame, name: string): Promise<void> {
  return control(panel, 'image-name').filter({ hasText: name }).waitFor();
}

function tile(panel: Frame, name: string) {
  return control(panel, 'tile').filter({ hasText: name });
}

function classRow(panel: Frame, label: string) {
  return control(panel, 'class-row').filter({ hasText: label });
}

async function assertTopFive(panel: Frame): Promise<void> {
  const rows = control(panel, 'class-row');
  assert.equal(await rows.count(), 5);
  for (const [rank, { index, label, logit, probability }] of golden.top5.entries()) {
    const row = rows.nth(rank);
    assert.equal(await row.getAttribute('data-class-index'), String(index));
    assert.ok((await row.innerText()).includes(label));
    const shown = async (testId: string) =>
      Number(await row.locator(`[data-testid=${testId}]`).getAttribute('data-value'));
    assert.ok(Math.abs((await shown('logit')) - logit) < 1e-4);
    assert.ok(Math.abs((await shown('probability')) - probability) < 1e-5);
  }
}

/** Every cell that supports the class has the colour of its value ÷ the peak: ColorBrewer’s, without the palest fifth. */
async function assertHeatmap(panel: Frame): Promise<void> {
  await drawAs(panel, 'Map', 'Cells');
  await assertCellColours(panel, golden.map, golden.peak.value);
  // It is remembered for the next panel.
  await drawAs(panel, 'Overlay', 'Smooth');
  await stateIsKept(panel);
}
