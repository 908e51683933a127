import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { wayName } from '../../../src/cam/results/mapWay.ts';
import { MAP_METHODS } from '../../../src/cam/results/methodMap.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { assertCellColours, drawAs } from '../support/cellColours.ts';
import { control, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';

const folder = inRepository('test', 'fixtures', 'methods');

/** Networks without a CAM, with the sides of their pictures: one with a class token, one as VGG. */
const NETWORKS = { vit: 48, vgg: 32 };

function prepare(workspace: string): void {
  const target = path.join(workspace, 'methods');
  mkdirSync(target);
  for (const [name, side] of Object.entries(NETWORKS)) {
    for (const file of [`${name}.dynamo.onnx`, `${name}.dynamo.cam.json`, `picture-${side}.png`]) {
      copyFileSync(path.join(folder, file), path.join(target, file));
    }
  }
}

/** Grad-CAM of class `b` by PyTorch, see `make.py` there. */
function expectedMap(): number[][] {
  const { maps, shape } = JSON.parse(readFileSync(path.join(folder, 'vit.json'), 'utf8'));
  const [, rows = 0, columns = 0] = shape as number[];
  const bytes = Buffer.from(maps['grad-cam'], 'base64');
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) => bytes.readFloatLE(4 * (y * columns + x))),
  );
}

async function choose(panel: Frame, method: string): Promise<void> {
  await control(panel, 'method-button').click();
  await control(panel, `method-${method}`).click();
}

describe('Show CAM by methods', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'draws the Grad-CAM of PyTorch for a vision transformer with a class token',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['methods/picture-48.png'], 'vit.dynamo.onnx');
      await control(panel, 'no-cam').waitFor();
      await panel.locator('.class-row', { hasText: /^b\b/ }).getByRole('button').first().click();
      await panel.locator('.class-row.chosen', { hasText: /^b\b/ }).waitFor();
      await control(panel, 'fidelity').filter({ hasText: 'Grad-CAM · gradient checked' }).waitFor();
      await drawAs(panel, 'Map', 'Cells');
      const map = expectedMap();
      await assertCellColours(panel, map, Math.max(...map.flat()));
      await drawAs(panel, 'Overlay', 'Smooth');
    }),
  );

  it(
    'lists the methods with the reasons against some, and keeps pixels crisp when enlarged',
    inWindow(async ({ page, changeTheme }) => {
      await changeTheme('Default Dark Modern');
      const panel = await showCam(
        page,
        ['pictures/living-room/living-room-01.png'],
        'scenes-gap.onnx',
      );
      await control(panel, 'method-button').click();
      await control(panel, 'method-layer-cam').getByText('the model takes the mean').waitFor();
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'methods');
      await control(panel, 'method-saliency').click();
      await control(panel, 'fidelity').filter({ hasText: 'Saliency (back-propagation)' }).waitFor();
      for (let i = 0; i < 4; i++) await control(panel, 'stage-canvas').press('+');
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'saliency');
    }),
  );

  it(
    'draws every method for a network like VGG, each checked',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['methods/picture-32.png'], 'vgg.dynamo.onnx');
      await control(panel, 'no-cam').waitFor();
      const claim = control(panel, 'fidelity');
      for (const method of MAP_METHODS) {
        await choose(panel, method);
        const said = method === 'occlusion' ? 'by how much the logit falls' : 'gradient checked';
        const shown = claim.filter({ hasText: `${wayName(method)} · ` });
        await shown.filter({ hasText: said }).waitFor();
        assert.equal(await claim.getAttribute('data-fidelity'), 'approximate', method);
        await saveScreenshot(page, `vgg-${method}`);
      }
    }),
  );

  it(
    'draws a contact sheet of it, by another method where that is chosen, as is the image behind a tile',
    inWindow(async ({ page, changeTheme }) => {
      const pictures = Object.values(NETWORKS).map((side) => `methods/picture-${side}.png`);
      const panel = await showCam(page, pictures, 'vgg.dynamo.onnx');
      const drawn = panel.locator('.tile[data-state=done]:not([data-old])');
      const line = control(panel, 'sheet-method');
      await control(panel, 'sheet-answer').getByText('2 images').waitFor();
      await line.getByText('no CAM').waitFor();
      assert.equal(await drawn.count(), 2);
      await choose(panel, 'grad-cam');
      await line.getByText('their mean is in logit units · no CAM').waitFor();
      await drawn.nth(1).waitFor();
      const tile = drawn.filter({ hasText: 'picture-32.png' });
      // The class with the largest logit by PyTorch.
      assert.match(await tile.innerText(), /\be\b/);
      assert.match((await tile.getAttribute('title')) ?? '', /Grad-CAM · gradient checked/);
      await choose(panel, 'saliency');
      await line.getByText('logit per unit of the input').waitFor();
      await drawn.nth(1).waitFor();
      await saveScreenshot(page, 'sheet-without-cam');
      await changeTheme('Default High Contrast');
      await saveScreenshot(page, 'sheet-without-cam-high-contrast');
      await tile.click();
      const claim = control(panel, 'fidelity').filter({ hasText: `${methodName('saliency')} · ` });
      await claim.filter({ hasText: 'gradient checked' }).waitFor();
      await control(panel, 'image-name').getByText('picture-32.png').waitFor();
    }),
  );
});
