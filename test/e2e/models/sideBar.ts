import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { revealInExplorer } from '../support/explorer.ts';
import { chooseFromContextMenu } from '../support/menu.ts';
import { findInQuickPick } from '../support/quickInput.ts';
import { withModel } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { dialog, editorTab, statusBarItem } from '../support/workbench.ts';

const gap = 'scenes-gap.onnx';
const gmp = 'scenes-gmp.onnx';

describe("The activity bar's view", () => {
  const inWindow = sharedWindow();

  it(
    'greets with four actions, and lists the models once each with their verdict',
    inWindow(
      async ({ page, workspace, changeTheme }) => {
        await openView(page);
        const start = pane(page, 'Start');
        for (const action of ['Show CAM of an Image', 'Open a Model', 'New GAP Model']) {
          await start.getByRole('button', { name: action }).waitFor();
        }
        await start.getByRole('button', { name: 'Scan a Folder of Images' }).waitFor();

        const models = pane(page, 'Models');
        await item(models, gap).getByText('exact · 8 classes').waitFor();
        await item(models, gmp).getByText('exact · 8 classes').waitFor();
        await item(models, 'vgg.onnx').getByText('by gradient · 5 classes').waitFor();
        await item(models, 'no-image.onnx').getByText('no map').waitFor();
        await item(models, 'broken.onnx').getByText('cannot be read').waitFor();
        assert.equal(await models.locator('.monaco-list-row').count(), 5);
        await item(models, 'vgg.onnx').hover();
        await page
          .locator('.monaco-hover', { hasText: 'No CAM, but maps by: Grad-CAM, HiResCAM' })
          .waitFor();
        await saveScreenshot(page, 'side-bar-light');
        await changeTheme('Default Dark Modern');
        await saveScreenshot(page, 'side-bar-dark');

        copyFileSync(path.join(workspace, gmp), path.join(workspace, 'broken.onnx'));
        await item(models, 'broken.onnx').getByText('exact · 8 classes').waitFor();
        rmSync(path.join(workspace, 'no-image.onnx'));
        await item(models, 'no-image.onnx').waitFor({ state: 'detached' });
      },
      async (workspace) => {
        const fixture = (name: string) => inRepository('test', 'fixtures', name);
        copyFileSync(fixture('methods/vgg.dynamo.onnx'), path.join(workspace, 'vgg.onnx'));
        copyFileSync(fixture('variants/rgba.onnx'), path.join(workspace, 'no-image.onnx'));
        writeFileSync(path.join(workspace, 'broken.onnx'), 'no model');
      },
    ),
  );

  it(
    'opens a model at a click, and makes another one the one in use',
    inWindow(async ({ page }) => {
      await openView(page);
      const models = pane(page, 'Models');
      // Those of the test before are gone, or the list moves below the pointer.
      await item(models, 'broken.onnx').waitFor({ state: 'detached' });
      await item(models, gmp).click();
      await editorTab(page, gmp).waitFor();
      await chooseFromContextMenu(page, () => item(models, gmp), 'Use This Model');
      await item(models, gmp).getByText('in use').waitFor();
      await statusBarItem(page, gmp).waitFor();
      await item(models, gap).hover();
      await item(models, gap).getByRole('button', { name: 'Use This Model' }).click();
      await statusBarItem(page, gap).waitFor();
      await item(models, gmp).getByText('in use').waitFor({ state: 'detached' });
      await chooseFromContextMenu(page, () => item(models, gap), 'Show in Explorer');
      await page
        .locator('.explorer-folders-view .monaco-list-row.selected', { hasText: gap })
        .waitFor();
    }),
  );

  it(
    'lists the folders that were scanned, leads to what is known of them, and forgets their results',
    inWindow(async ({ page }) => {
      const pictures = () => revealInExplorer(page, 'pictures');
      await withModel(page, gap, () => chooseFromContextMenu(page, pictures, 'Class Units'));
      await openView(page);
      const folders = pane(page, 'Scanned Folders');
      // Other tests scan the same folder with other models.
      const scanned = item(folders, 'pictures').filter({ hasText: gap });
      await scanned.getByText(/scenes-gap\.onnx · 60 images/).waitFor();
      await saveScreenshot(page, 'side-bar-folders');
      await item(pane(page, 'Models'), gmp).click();
      await editorTab(page, gmp).waitFor();
      // The tab is there before its editor, which would come to the front after the next one.
      await findWebview(page, '[data-testid=verdict]', { hasText: 'max pooling' });
      await scanned.click();
      await findWebview(page, '[data-testid=patch]');
      await chooseFromContextMenu(page, () => scanned, 'Evaluate Folder…');
      await findWebview(page, '[data-testid=answer]:visible', { hasText: 'right' });
      await chooseFromContextMenu(page, () => scanned, 'Delete Results…');
      await dialog(page).getByText('The images stay.').waitFor();
      await dialog(page).getByRole('button', { name: 'Delete Results' }).click();
      await scanned.waitFor({ state: 'detached' });
    }),
  );

  it(
    'opens a model that is not in the workspace too',
    inWindow(async ({ page }) => {
      await openView(page);
      await pane(page, 'Start').getByRole('button', { name: 'Open a Model' }).click();
      await findInQuickPick(page, gmp);
      await editorTab(page, gmp).waitFor();
    }),
  );
});

/** Opens the view of the icon in the activity bar, if it is not open. */
async function openView(page: Page): Promise<void> {
  const icon = page
    .locator('.activitybar .action-item', { hasText: 'CAM Lens' })
    .or(page.locator('.activitybar [aria-label^="CAM Lens"]'));
  await icon.first().waitFor();
  if (!(await pane(page, 'Models').isVisible())) await icon.first().click();
  await pane(page, 'Models').waitFor();
}

/** A part of the view, by the title of its header. */
function pane(page: Page, title: string): Locator {
  const header = page.locator(`.pane-header[aria-label^="${title}"]`);
  return page.locator('.split-view-view .pane', { has: header });
}

function item(pane: Locator, name: string): Locator {
  return pane.locator('.monaco-list-row', { hasText: name });
}
