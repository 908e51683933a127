import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { gapModelSource } from '../../../src/cam/gapModels/gapModel.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { revealInExplorer } from '../support/explorer.ts';
import { chooseFromContextMenu } from '../support/menu.ts';
import {
  acceptItem,
  chooseFromQuickPick,
  closeQuickInput,
  quickPickItem,
  runCommand,
} from '../support/quickInput.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { dialog, editorTab, notification } from '../support/workbench.ts';

const command = 'CAM Lens: New GAP Model…';
const gmp = { network: 'alexnet', pooling: 'gmp', cells: 6 } as const;

describe('New GAP Model', () => {
  const inWindow = sharedWindow();

  it(
    'asks for network, pooling and resolution, writes the file and opens it; never writes over one',
    inWindow(async ({ page, workspace }) => {
      await runCommand(page, command);
      await chooseStep(page, 1, 'GoogLeNet');
      await step(page, 2).waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await chooseStep(page, 1, 'AlexNet');
      await chooseStep(page, 2, 'GMP');
      await step(page, 3).waitFor();
      await quickPickItem(page, '13×13').first().waitFor();
      await saveScreenshot(page, 'new-model-resolution');
      await chooseFromQuickPick(page, '6×6');

      await editorTab(page, 'alexnet_gmp.py').waitFor();
      const first = path.join(workspace, 'alexnet_gmp.py');
      assert.equal(readFileSync(first, 'utf8'), gapModelSource(gmp));
      await notification(page, 'python3 alexnet_gmp.py').waitFor();
      await page.locator('.monaco-editor .view-line', { hasText: 'AlexNet-GMP' }).first().waitFor();
      await saveScreenshot(page, 'new-model');

      // Enter accepts the last answers; the written file is not changed.
      await runCommand(page, command);
      for (const answer of ['AlexNet', 'GMP', '6×6']) await acceptItem(page, answer);
      await editorTab(page, 'alexnet_gmp_2.py').waitFor();
      const second = path.join(workspace, 'alexnet_gmp_2.py');
      assert.equal(readFileSync(second, 'utf8'), gapModelSource(gmp, 'alexnet_gmp_2'));
      assert.equal(readFileSync(first, 'utf8'), gapModelSource(gmp));
    }),
  );

  it(
    'writes into the folder that was clicked; what is run in the terminal is opened when it is exported',
    inWindow(async ({ page, workspace }) => {
      const folder = () => revealInExplorer(page, 'pictures');
      await chooseFromContextMenu(page, folder, 'New GAP Model…');
      await chooseStep(page, 1, 'ResNet-18');
      await chooseStep(page, 2, 'GAP');
      await chooseStep(page, 3, '14×14');
      const script = path.join(workspace, 'pictures', 'resnet18_gap.py');
      await editorTab(page, 'resnet18_gap.py').waitFor();
      assert.ok(existsSync(script));

      const toast = notification(page, 'python3 resnet18_gap.py');
      await toast.getByRole('button', { name: 'Run in Terminal' }).click();
      await page.locator('.terminal-outer-container .xterm').waitFor();
      // In place of an export by PyTorch: the complete file appears.
      const model = path.join(workspace, 'pictures', 'resnet18_gap.onnx');
      cpSync(path.join(workspace, 'scenes-gap.onnx'), `${model}.part`);
      renameSync(`${model}.part`, model);
      await editorTab(page, 'resnet18_gap.onnx').waitFor();
      await findWebview(page, 'body', { hasText: 'Exact CAM' });
      await saveScreenshot(page, 'new-model-exported');
    }),
  );

  it(
    'is in the menu of new files, and gives up without a file where a question is closed',
    inWindow(async ({ page, workspace }) => {
      await (await entryOfNewFiles(page)).click();
      await chooseStep(page, 1, 'VGGnet');
      await step(page, 2).waitFor();
      await closeQuickInput(page);
      assert.equal(existsSync(path.join(workspace, 'vggnet_gap.py')), false);
    }),
  );
});

/** The command in VS Code's list of new files. A new window shows an error instead. */
async function entryOfNewFiles(page: Page): Promise<Locator> {
  const entry = quickPickItem(page, 'New GAP Model').first();
  for (;;) {
    await runCommand(page, 'Create: New File...');
    await entry.or(dialog(page)).first().waitFor();
    if (await entry.isVisible()) return entry;
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
  }
}

/** The title of a question. */
function step(page: Page, count: number) {
  return page.locator('.quick-input-title', { hasText: `New GAP Model (${count}/3)` });
}

async function chooseStep(page: Page, count: number, label: string): Promise<void> {
  await step(page, count).waitFor();
  await chooseFromQuickPick(page, label);
}
