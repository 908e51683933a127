import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { saveScreenshot } from '../support/screenshots.ts';
import { engineProcessId } from './support/engineProcess.ts';
import { openFromExplorer } from './support/explorer.ts';
import { openModelTab } from './support/modelTab.ts';
import { runCommand } from './support/quickInput.ts';
import { control } from './support/showCamPanel.ts';
import { findWebview } from './support/webview.ts';
import { sharedWindow } from './support/window.ts';
import { editorTab, notification } from './support/workbench.ts';

const gap = 'scenes-gap.onnx';
const source = 'scenes.py';
/** The file that the export would write. */
const RAN = 'ran';

/** The workspace defines the export of its model, and the pinned images. */
function prepare(workspace: string): void {
  const write = (name: string, value: unknown) =>
    writeFileSync(path.join(workspace, '.vscode', name), JSON.stringify(value));
  mkdirSync(path.join(workspace, '.vscode'));
  const script = `require('node:fs').writeFileSync('${RAN}', '')`;
  writeFileSync(path.join(workspace, 'export.cjs'), script);
  const command = `"${process.execPath}" export.cjs`;
  write('settings.json', { 'camLens.export.command': command, 'camLens.export.onSave': true });
  write('cam-lens.pins.json', { pins: { [gap]: { 'pictures/bathroom/bathroom-06.png': {} } } });
}

describe('A workspace that is not trusted', () => {
  const inWindow = sharedWindow({
    isUntrusted: true,
    prepare,
    settings: { 'files.autoSave': 'off' },
  });

  for (const [command, tab] of [
    ['Class Units', 'Units:'],
    ['Evaluate Folder…', 'Evaluation:'],
  ] as const) {
    it(
      `opens no panel by ${command}`,
      inWindow(async ({ page }) => {
        await runCommand(page, `CAM Lens: ${command}`);
        await notification(page, 'needs a trusted workspace').waitFor();
        assert.equal(await editorTab(page, tab).count(), 0);
      }),
    );
  }

  it(
    'runs no pinned image',
    inWindow(async ({ page }) => {
      await runCommand(page, 'CAM Lens: Focus on Pinned Images View');
      const view = await findWebview(page, '[data-testid=manage-trust]:visible');
      assert.equal(await control(view, 'pin').count(), 0);
      await runCommand(page, 'CAM Lens: Pin Image');
      await notification(page, 'needs a trusted workspace').waitFor();
    }),
  );

  it(
    'exports nothing, neither on save nor by the command',
    inWindow(async ({ page, workspace }) => {
      await openFromExplorer(page, source);
      await page.locator('.monaco-editor.focused').first().waitFor();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('# not trusted\n');
      await page.keyboard.press('Control+S');
      await editorTab(page, source).and(page.locator(':not(.dirty)')).waitFor();
      await runCommand(page, 'CAM Lens: Export Model');
      await notification(page, 'needs a trusted workspace').waitFor();
      assert.equal(existsSync(path.join(workspace, RAN)), false);
    }),
  );

  // Last, because it ends with trust.
  it(
    'shows what the file of a model says without running it, and goes on once it is trusted',
    inWindow(async ({ page }) => {
      const tab = await openModelTab(page, gap, /not run/);
      await control(tab, 'untrusted').waitFor();
      await control(tab, 'layer').first().waitFor();
      assert.match(await control(tab, 'facts').innerText(), /pytorch 2/);
      await control(tab, 'layer').nth(1).click();
      // The answer about its code has arrived: it has no trusted code.
      const noCode = tab.locator('[data-testid=go-to-definition][hidden]');
      await noCode.waitFor({ state: 'attached' });
      assert.equal(await control(tab, 'hash').count(), 0);
      assert.match(await control(tab, 'verdict').innerText(), /not run/);
      assert.ok(engineProcessId() > 0, 'the file is read in the engine process');
      await saveScreenshot(page, 'model-tab-untrusted-window');
      await control(tab, 'manage-trust').click();
      await page
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await control(tab, 'verdict-text').getByText('Exact CAM').waitFor();
      await control(tab, 'untrusted').waitFor({ state: 'hidden' });
    }),
  );
});
