import assert from 'node:assert/strict';
import { revealInExplorer } from './support/explorer.ts';
import {
  awaitContextMenuItem,
  chooseFromContextMenu,
  closeMenu,
  menuItem,
  openContextMenu,
} from './support/menu.ts';
import { saveDocumentationScreenshot } from './support/screenshots.ts';
import { withWindow } from './support/window.ts';
import { editorTab } from './support/workbench.ts';

const sample = 'pictures/living-room-01.png';

describe('Show CAM', () => {
  it(
    'opens a panel beside, from the context menu of an image',
    withWindow(async ({ page, foreignOrigins }) => {
      const image = await revealInExplorer(page, sample);
      await chooseFromContextMenu(page, image, 'Show CAM');
      await editorTab(page, 'CAM').waitFor();
      await saveDocumentationScreenshot(page, 'show-cam');
      assert.deepEqual([...foreignOrigins], []);
    }),
  );

  it(
    'is not offered for other files',
    withWindow(async ({ page }) => {
      const image = await revealInExplorer(page, sample);
      await awaitContextMenuItem(page, image, 'Show CAM');
      await closeMenu(page);
      const model = await revealInExplorer(page, 'scenes-gap.onnx');
      await openContextMenu(page, model);
      await menuItem(page, 'Copy Path').waitFor();
      assert.equal(await menuItem(page, 'Show CAM').count(), 0);
    }),
  );
});
