import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { framesDrawn } from '../support/frames.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../support/screenshots.ts';
import { revealInExplorer } from './support/explorer.ts';
import { chooseFromContextMenu } from './support/menu.ts';
import { acceptItem, inputBox, runCommand } from './support/quickInput.ts';
import { control, panelShowing, withModel } from './support/showCamPanel.ts';
import { findWebview } from './support/webview.ts';
import { sharedWindow } from './support/window.ts';
import { reloadWindow } from './support/workbench.ts';

const gap = 'scenes-gap.onnx';

const ODD = 'living-room/odd.png';

describe('Train Classes on This Folder', () => {
  const inWindow = sharedWindow();

  it(
    'learns two folders, corrects an image, learns again, and comes back after a reload',
    inWindow(async ({ page, workspace }) => {
      const training = await openTraining(page);
      await control(training, 'answer').getByText('2 classes').waitFor();
      await control(training, 'out').getByText('writes rooms.onnx').waitFor();
      await framesDrawn(training);
      await saveScreenshot(page, 'train-window-before');
      await control(training, 'train').click();
      await control(training, 'answer').getByText('recognised').waitFor();
      await control(training, 'answer-details').getByText('of 16 images').waitFor();
      assert.ok(existsSync(path.join(workspace, 'rooms.onnx')));
      await framesDrawn(training);
      await saveDocumentationScreenshot(page, 'train');

      const tile = training.locator(`[data-path="${ODD}"]`);
      await tile.click({ modifiers: ['ControlOrMeta'] });
      await control(training, 'change-class').click();
      await inputBox(page).fill('kitchen');
      await acceptItem(page, 'kitchen');
      await tile.getByText('now kitchen').waitFor();
      const table = path.join(workspace, 'rooms.classes.csv');
      assert.ok(readFileSync(table, 'utf8').includes(`${ODD},kitchen\r\n`));
      assert.ok(existsSync(path.join(workspace, 'rooms', ODD)), 'it is not moved');
      await control(training, 'from-table').getByText('rooms.classes.csv').waitFor();
      await control(training, 'train').click();
      await control(training, 'answer').getByText('100.0\u00a0% recognised').waitFor();
      await saveScreenshot(page, 'train-window-corrected');

      await reloadWindow(page, training);
      const restored = await findWebview(page, '[data-testid=results]:visible');
      await control(restored, 'answer').getByText('100.0\u00a0% recognised').waitFor();
      await runCommand(page, 'CAM Lens: Train Classes on This Folder…');
      assert.equal(await page.locator('.tabs-container .tab').count(), 1, 'one panel');

      rmSync(table);
      await control(restored, 'folder-button').click();
      await control(restored, 'scan-again').click();
      await restored.getByText('rooms.classes.csv any more').waitFor();
      await restored.getByRole('button', { name: 'Choose labels…' }).click();
      await acceptItem(page, 'Use the sub-folders');
      await control(restored, 'from-table').waitFor({ state: 'hidden' });
      await restored.getByText('rooms.classes.csv any more').waitFor({ state: 'hidden' });
    }, withRooms),
  );

  it(
    'shows an exact map of a new class, and says why a folder cannot be learned',
    inWindow(async ({ page, workspace }) => {
      const training = await openTraining(page);
      await control(training, 'train').click();
      await training.locator(`[data-path="${ODD}"]`).click();
      const panel = await panelShowing(page, 'Exact CAM');
      await panel.locator('.sum-title').waitFor();
      await framesDrawn(panel);
      await saveScreenshot(page, 'train-window-show-cam');
      rmSync(path.join(workspace, 'rooms', 'living-room'), { recursive: true });
      const again = await openTraining(page);
      await control(again, 'why-not').getByText('There must be two classes').waitFor();
    }, withRooms),
  );
});

/** Two folders of rooms, with a kitchen in the wrong one. */
function withRooms(workspace: string): void {
  const rooms = path.join(workspace, 'rooms');
  for (const room of ['kitchen', 'living-room']) {
    cpSync(path.join(workspace, 'pictures', room), path.join(rooms, room), { recursive: true });
  }
  renameSync(path.join(rooms, 'kitchen', 'kitchen-01.png'), path.join(rooms, ODD));
}

async function openTraining(page: Page): Promise<Frame> {
  const folder = () => revealInExplorer(page, 'rooms');
  await withModel(page, gap, () =>
    chooseFromContextMenu(page, folder, 'Train Classes on This Folder…'),
  );
  return findWebview(page, '[data-testid=answer]:visible');
}
