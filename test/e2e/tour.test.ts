import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { inRepository } from '../../scripts/repository.ts';
import { Animation } from '../support/animation.ts';
import { takesDocumentationScreenshots } from '../support/screenshots.ts';
import { openFromExplorer, revealInExplorer } from './support/explorer.ts';
import { awaitContextMenuItem } from './support/menu.ts';
import { chooseFromQuickPick, goToLine } from './support/quickInput.ts';
import { chooseInView, control, panelShowing } from './support/showCamPanel.ts';
import { sharedWindow } from './support/window.ts';

const [gap, gmp] = ['scenes-gap.onnx', 'scenes-gmp.onnx'];
const picture = 'pictures/bedroom/bedroom-02.png';

// It makes the animated picture of the README; what it shows is tested elsewhere.
if (takesDocumentationScreenshots) {
  describe('The tour of the README', () => {
    const inWindow = sharedWindow();

    it(
      'goes from the context menu to a map, another class, and before and after an export',
      inWindow(async ({ page, workspace }) => {
        const tour = new Animation();
        await page.setViewportSize({ width: 1280, height: 720 });
        await openFromExplorer(page, 'scenes.py');
        await page.locator('.view-lines').getByText('import torch').first().waitFor();
        await goToLine(page, 96);
        const image = () => revealInExplorer(page, picture);
        await image();
        await tour.add(page, 900);
        const item = await awaitContextMenuItem(page, image, 'Show CAM');
        await item.hover();
        await tour.add(page, 1_600, await middleOf(item));
        await page.keyboard.press('Enter');
        await chooseFromQuickPick(page, gap);
        const panel = await panelShowing(page, 'Exact CAM');
        await page.mouse.move(5, 500);
        await tour.add(page, 2_600);

        const other = control(panel, 'answer-chip').first();
        await other.hover();
        await tour.add(page, 900, await middleOf(other));
        await other.click();
        await tour.add(page, 2_200, await middleOf(other));
        await control(panel, 'answer-first').click();

        copyFileSync(path.join(workspace, gmp), path.join(workspace, gap));
        const divider = control(panel, 'divider');
        await divider.waitFor();
        // Max pooling has a far larger peak: on one scale the map before would look empty.
        await chooseInView(panel, 'compared-scale', 'Scale per model');
        await page.mouse.move(5, 500);
        await tour.add(page, 2_200);
        for (const key of [
          'ArrowLeft',
          'ArrowLeft',
          'ArrowRight',
          'ArrowRight',
          'ArrowRight',
          'ArrowRight',
          'ArrowLeft',
          'ArrowLeft',
        ]) {
          await divider.press(`Shift+${key}`);
          await tour.add(page, 350);
        }
        await tour.add(page, 1_500);
        await tour.save(inRepository('docs', 'images', 'tour.webp'));
      }),
    );
  });
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  return { x: x + Math.min(width / 2, 60), y: y + height / 2 };
}
