import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { openModelTab } from '../support/modelTab.ts';
import {
  chooseFromQuickPick,
  findInQuickPick,
  goToLine,
  openFile,
  runCommand,
} from '../support/quickInput.ts';
import { retryTimeouts } from '../support/retryTimeouts.ts';
import { control, showCam } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, notification, statusBarItem } from '../support/workbench.ts';

const project = inRepository('test', 'fixtures', 'code', 'workspace');
const findings = inRepository('test', 'fixtures', 'findings');
const helper = 'helper.dynamo.onnx';

/** A Python project and the models that were exported from it, newer than its files. */
function prepare(workspace: string): void {
  cpSync(path.join(project, 'vision'), path.join(workspace, 'vision'), { recursive: true });
  for (const model of [helper, 'helper.torchscript.onnx', 'fused.ort-extended.onnx']) {
    cpSync(path.join(project, 'exports', model), path.join(workspace, 'exports', model));
  }
  const earlier = new Date(Date.now() - 60_000);
  utimesSync(path.join(workspace, 'exports', helper), earlier, earlier);
  for (const file of ['flat_net.py', 'flat_net.onnx', 'flat_net.cam.json']) {
    cpSync(path.join(findings, file), path.join(workspace, file));
  }
  const lost = inRepository('test', 'fixtures', 'models', 'gap_linear.dynamo.onnx');
  cpSync(lost, path.join(workspace, 'lost.onnx'));
  const old = new Date('2026-01-01');
  for (const file of ['vision/models/helper.py', 'flat_net.py']) {
    utimesSync(path.join(workspace, file), old, old);
  }
}

describe('Code beside the maps', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'a layer leads to the line that defines it and to the one that runs it',
    inWindow(async ({ page }) => {
      const tab = await openModelTab(page, `exports/${helper}`, /Exact CAM/);
      await tab.locator('.layer-row:visible', { hasText: 'conv2' }).first().click();
      const definition = control(tab, 'go-to-definition');
      await definition.filter({ hasText: 'vision/models/helper.py:14' }).waitFor();
      await control(tab, 'go-to-call').filter({ hasText: 'helper.py:27' }).waitFor();
      await control(tab, 'code-certainty').filter({ hasText: 'exact line' }).waitFor();
      await saveScreenshot(page, 'code-of-a-layer');
      await definition.click();
      await editorTab(page, 'helper.py').waitFor();
      await selectedLine(page, 'self.conv2 = nn.Conv2d(4, 6, 3, padding=1)');
      await saveScreenshot(page, 'code-definition');
      await control(tab, 'layers').press('Shift+F12');
      await selectedLine(page, 'x = torch.relu(self.conv2(x))');
    }),
  );

  it(
    'a line of code shows its layer: lenses, hover with the mean map, shapes, and back to the model',
    inWindow(async ({ page, workspace, changeTheme }) => {
      await page.setViewportSize({ width: 1600, height: 1000 });
      await changeTheme('Default Dark Modern');
      const tab = await openModelTab(page, `exports/${helper}`, /Exact CAM/);
      await tab.locator('.layer-row:visible', { hasText: 'conv1' }).first().click();
      await control(tab, 'show-channels').click();
      const [cell, choose] = [control(tab, 'channel-cell'), control(tab, 'choose-image')];
      await cell.or(choose).filter({ visible: true }).first().waitFor();
      // Otherwise a picture is remembered.
      if (await choose.isVisible()) {
        await choose.click();
        await findInQuickPick(page, 'kitchen-01');
      }
      await cell.first().waitFor();
      await openFile(page, 'helper.py');
      const lens = page.locator('.codelens-decoration', { hasText: 'Show CAM' });
      // The model in use has other code, so the newest export is shown, and the other one is behind it.
      await lens.filter({ hasText: 'helper.torchscript.onnx' }).first().waitFor();
      await lens.getByText('1 other model…').first().click();
      await chooseFromQuickPick(page, helper);
      await lens.filter({ hasText: helper }).first().waitFor();
      const texts = (await page.locator('.codelens-decoration').allInnerTexts()).join(' ');
      assert.match(texts, /1 other model…/, 'the names of both fit exactly');
      assert.doesNotMatch(texts, /torchscript/);
      assert.doesNotMatch(texts, /fused/, 'other names, another model');
      await runCommand(page, 'CAM Lens: Toggle Output Shapes in Python Code');
      const shape = page.locator('.view-line', { hasText: '→ 4 × 8 × 8' }).first();
      await shape.waitFor();
      assert.equal(existsSync(path.join(workspace, '.vscode', 'settings.json')), false);
      await goToLine(page, 27);
      const word = page.locator('.view-line', { hasText: 'self.conv2(x)' }).getByText('conv2');
      await word.first().hover();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'receptive field' });
      await hover.first().waitFor();
      await hover.locator('img').first().waitFor();
      assert.match(await hover.first().innerText(), /output 6 × 4 × 4 · stride 4/);
      await saveScreenshot(page, 'code-hover');
      await page.keyboard.press('Escape');
      await goToLine(page, 28);
      await runCommand(page, 'CAM Lens: Show Layer of This Line in the Model');
      await findWebview(page, '.layer-row.chosen', { hasText: 'conv3' });
      await runCommand(page, 'CAM Lens: Toggle Output Shapes in Python Code');
      await shape.waitFor({ state: 'detached' });
    }),
  );

  it(
    'the code of the sample shows what its layers see',
    inWindow(async ({ page, changeTheme }) => {
      await page.setViewportSize({ width: 1600, height: 900 });
      await changeTheme('Default Dark Modern');
      await showCam(page, ['pictures/living-room/living-room-01.png'], 'scenes-gap.onnx');
      await openFile(page, 'scenes.py');
      await goToLine(page, 70);
      const lens = page.locator('.codelens-decoration', { hasText: 'scenes-gap.onnx' });
      await lens.first().waitFor();
      await runCommand(page, 'CAM Lens: Toggle Output Shapes in Python Code');
      const call = page.locator('.view-line', { hasText: 'x = self.conv(x)' });
      await call.filter({ hasText: '→ 24 × 56 × 56' }).waitFor();
      await call.getByText('conv').first().hover();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'receptive field' }).first();
      await hover.locator('img').first().waitFor();
      await saveDocumentationScreenshot(page, 'code');
    }),
  );

  it(
    'what the exported model says stands at the line that causes it, and the quick fix mends it',
    inWindow(async ({ page, workspace }) => {
      await openFile(page, 'flat_net.py');
      // In a new window it takes some time until an extension has started.
      const squiggle = page.locator('.squiggly-info, .squiggly-warning').first();
      await squiggle.waitFor({ timeout: 60_000 });
      await runCommand(page, 'View: Focus Problems');
      const problem = (text: string) =>
        page.locator('.markers-panel .monaco-list-row', { hasText: text });
      await problem('every position has its own weights').first().waitFor();
      await problem('coarser than 7×7').first().waitFor();
      await problem('The code has mean 0.5, 0.5, 0.5').first().waitFor();
      await saveScreenshot(page, 'code-diagnostics');
      await page.locator('.tabs-container .tab', { hasText: 'flat_net.py' }).click();
      // The list closes when the editor gets the focus back from the palette too late.
      await retryTimeouts(5, async () => {
        await goToLine(page, 17);
        await runCommand(page, 'Quick Fix...');
        const fix = page.getByText('Pool the map before flattening it').first();
        await fix.click({ timeout: 5_000 });
      });
      await page.locator('.view-line', { hasText: 'nn.AdaptiveAvgPool2d(1),' }).waitFor();
      await page.keyboard.press('Control+S');
      const fixed = readFileSync(path.join(findings, 'flat_net_pooled.py.txt'), 'utf8');
      await savedAs(page, path.join(workspace, 'flat_net.py'), fixed);
      await goToLine(page, 5);
      await page
        .locator('.codelens-decoration', { hasText: 'older than this file' })
        .first()
        .waitFor();
      await saveScreenshot(page, 'code-fixed');
    }),
  );

  it(
    'a model without the code that it was exported from gives one plain message',
    inWindow(async ({ page }) => {
      const tab = await openModelTab(page, 'lost.onnx', /Exact CAM/);
      await tab.locator('.layer-row:visible', { hasText: 'Conv' }).first().click();
      await control(tab, 'find-code').click();
      await notification(page, 'Open the folder that contains').waitFor();
      await saveScreenshot(page, 'code-not-found');
    }),
  );
});

/** Waits until the active editor has selected a line of this text. */
async function selectedLine(page: Page, text: string): Promise<void> {
  await statusBarItem(page, `(${text.length} selected)`).waitFor();
  await page.locator('.view-line', { hasText: text }).first().waitFor();
}

/** Waits until a file has the saved content. */
async function savedAs(page: Page, file: string, content: string): Promise<void> {
  for (let tries = 0; tries < 100 && readFileSync(file, 'utf8') !== content; tries++) {
    await page.waitForTimeout(100);
  }
  assert.equal(readFileSync(file, 'utf8'), content);
}
