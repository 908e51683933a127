import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { saveDocumentationScreenshot } from '../../support/screenshots.ts';
import { control, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';

const claim = (panel: Frame, place: string) => control(panel, `beside-${place}-claim`);

describe('Show CAM by several methods', () => {
  const inWindow = sharedWindow();

  it(
    'shows CAM, Grad-CAM and saliency beside each other, each with its check and scale',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['pictures/bedroom/bedroom-02.png'], 'scenes-gap.onnx');
      await control(panel, 'method-button').click();
      for (const way of ['grad-cam', 'saliency']) await control(panel, `beside-${way}`).click();
      await control(panel, 'methods').evaluate((list: HTMLElement) => list.hidePopover());
      await claim(panel, 'main').filter({ hasText: 'Exact' }).waitFor();
      await claim(panel, '0').filter({ hasText: 'the same as the CAM' }).waitFor();
      await claim(panel, '1').filter({ hasText: 'gradient checked' }).waitFor();
      const limits = ['legend', 'beside-0-legend', 'beside-1-legend'].map(async (id) =>
        Number(await control(panel, id).getAttribute('data-limit')),
      );
      const [cam = 0, gradCam = 0, saliency = 0] = await Promise.all(limits);
      // Grad-CAM of a model that ends in pooling is CAM.
      assert.ok(Math.abs(gradCam - cam) < 1e-3 * cam, `${gradCam} and ${cam}`);
      assert.ok(saliency > 0 && saliency !== cam);
      await saveDocumentationScreenshot(page, 'methods-beside');
    }),
  );
});
