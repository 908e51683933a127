import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { addToLogit } from '../../support/changedBias.ts';
import { framesDrawn } from '../../support/frames.ts';
import { inClassFolder } from '../../support/samples.ts';
import { scaleClass } from '../../support/scaledClass.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { revealInExplorer, selectInExplorer } from '../support/explorer.ts';
import { chooseFromContextMenu } from '../support/menu.ts';
import { chooseFromQuickPick, runCommand } from '../support/quickInput.ts';
import { control, showCam, withModel } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, notification, reloadWindow } from '../support/workbench.ts';

const gap = 'scenes-gap.onnx';
/** The least certain bathroom of the sample: with half the weights of the class, the model predicts a living room. */
const FLIPS = 'bathroom-06.png';
const PICTURES = ['bathroom-06.png', 'beach-02.png', 'bedroom-03.png'];

describe('Pinned images', () => {
  const inWindow = sharedWindow();

  // First, before there is an export to compare with, which changes the order.
  it(
    'are pinned from Show CAM, lead back to it, and are unpinned with a way back',
    inWindow(async ({ page, workspace }) => {
      const pictures = PICTURES.map((name) => `pictures/${inClassFolder(name)}`);
      const panel = await showCam(page, pictures, gap);
      await panel.locator('.tile.chosen').click();
      await control(panel, 'image-name').click();
      const shown = await control(panel, 'image-name').innerText();
      await page.locator('.editor-actions [aria-label="Pin Image"]').click();
      const pinned = notification(page, `${shown} is pinned for ${gap}.`);
      await pinned.getByText('Show Pinned Images').click();
      const view = await findWebview(page, '[data-testid=pin] .pin-now .pin-label');
      assert.deepEqual(Object.keys(pinsIn(workspace)), [`pictures/${inClassFolder(shown)}`]);

      const step = control(panel, 'previous-image');
      await step.click();
      await control(panel, 'image-name').getByText(shown).waitFor({ state: 'hidden' });
      const another = await control(panel, 'image-name').innerText();
      await runCommand(page, 'CAM Lens: Pin Image');
      await row(view, another).waitFor();
      const all = [`pictures/${inClassFolder(shown)}`, `pictures/${inClassFolder(another)}`];
      assert.deepEqual(Object.keys(pinsIn(workspace)), all);
      await row(view, shown).locator('[data-testid=pin-open]').click();
      await control(panel, 'image-name').getByText(shown).waitFor();
      await control(panel, 'next-image').click();
      await control(panel, 'image-name').getByText(another).waitFor();

      await row(view, shown).locator('[data-testid=pin-open]').press('Delete');
      await row(view, shown).waitFor({ state: 'detached' });
      assert.equal(Object.keys(pinsIn(workspace)).length, 1);
      await notification(page, `${shown} is no longer pinned.`).getByText('Undo').click();
      await row(view, shown).waitFor();
      assert.deepEqual(Object.keys(pinsIn(workspace)), all);

      await chooseFromContextMenu(page, () => row(view, another), 'Set Expected Class…');
      await chooseFromQuickPick(page, 'kitchen');
      await row(view, another).getByText('expected kitchen').waitFor();
      await saveScreenshot(page, 'pins-window-show-cam');
    }),
  );

  it(
    'one that flips with another export is listed first, before and after; all come back after a reload',
    inWindow(async ({ page, workspace, changeTheme }) => {
      let view = await pinPictures(page);
      await row(view, FLIPS).locator('[data-testid=pin-now]', { hasText: 'bathroom' }).waitFor();
      await control(view, 'summary').getByText('3 images pinned').waitFor();
      await row(view, 'beach-02.png').hover();
      await row(view, FLIPS).locator('[data-testid=set-expected]').click();
      await chooseFromQuickPick(page, 'bathroom');
      await row(view, FLIPS).getByText('as expected').waitFor();
      assert.deepEqual(pinsIn(workspace), {
        'pictures/bathroom/bathroom-06.png': { expected: 'bathroom' },
        'pictures/beach/beach-02.png': {},
        'pictures/bedroom/bedroom-03.png': {},
      });
      await saveScreenshot(page, 'pins-window-before');

      scaleClass(path.join(workspace, gap), 'bathroom', 0.5);
      await control(view, 'summary').getByText('1 of 3 flipped').waitFor();
      const badge = page.locator('.activitybar .badge-content', { hasText: /^1$/ });
      await badge.waitFor();
      const first = control(view, 'pin').first();
      await first.getByText(FLIPS).waitFor();
      await first.getByText('expected bathroom').waitFor();
      const prediction = await first.locator('[data-testid=pin-prediction]').innerText();
      assert.match(prediction, /^bathroom \d+\.\d\s%\s+living room \d+\.\d\s%$/);
      assert.equal(await first.getAttribute('data-change'), 'away');
      await control(view, 'summary').getByText('accuracy 0/1 (was 1/1)').waitFor();
      await framesDrawn(view);
      await saveScreenshot(page, 'pins-window-flipped');
      for (const theme of ['Default Dark Modern', 'Default High Contrast'] as const) {
        await changeTheme(theme);
        await framesDrawn(view);
        await saveScreenshot(page, `pins-window-${theme.toLowerCase().replaceAll(' ', '-')}`);
      }

      await reloadWindow(page, view);
      view = await findWebview(page, '[data-testid=pin]');
      await control(view, 'summary').getByText('1 of 3 flipped').waitFor();
      await control(view, 'pin').first().getByText(FLIPS).waitFor();
      await row(view, 'beach-02.png').getByText('beach').first().waitFor();

      await control(view, 'accept').click();
      await control(view, 'baseline').getByText('this export is the baseline.').waitFor();
      await control(view, 'heading-steady').getByText('Unchanged (3)').waitFor();
      await badge.waitFor({ state: 'detached' });
      await saveScreenshot(page, 'pins-window-accepted');
    }),
  );

  it(
    'are computed when they are pinned, though the view is closed: the next export is compared with that',
    inWindow(async ({ page, workspace }) => {
      await withModel(page, gap, () =>
        chooseFromContextMenu(
          page,
          () => revealInExplorer(page, 'pictures/office/office-01.png'),
          'Pin Image',
        ),
      );
      await notification(page, `office-01.png is pinned for ${gap}.`).waitFor();
      scaleClass(path.join(workspace, gap), 'office', 0.5);
      await runCommand(page, 'Focus on Pinned Images View');
      const view = await findWebview(page, '[data-testid=pin] .pin-now .pin-label');
      await control(view, 'baseline').getByText('compared with the export from').waitFor();
      await control(view, 'summary').getByText('of 1 flipped').waitFor();
      const pin = row(view, 'office-01.png');
      assert.notEqual(await pin.getAttribute('data-change'), 'new');
      await pin.getByText(/logit [\d.]+ → [\d.]+/).waitFor();
    }),
  );

  it(
    'are watched under a model without a CAM; by another method, only scores are compared',
    inWindow(async ({ page, workspace }) => {
      const image = 'methods/picture-32.png';
      const vgg = path.join(workspace, 'methods', 'vgg.dynamo.onnx');
      await withModel(page, 'vgg.dynamo.onnx', () =>
        chooseFromContextMenu(page, () => revealInExplorer(page, image), 'Pin Image'),
      );
      await runCommand(page, 'Focus on Pinned Images View');
      const view = await findWebview(page, '[data-testid=pin] .pin-now .pin-label');
      const method = control(view, 'maps-method');
      await method.getByText('Maps by Grad-CAM').waitFor();
      // Logits by PyTorch: 0.254 for e, -0.276 for a.
      await row(view, 'picture-32.png').locator('.pin-now', { hasText: /^e\b/ }).waitFor();
      await control(view, 'work').waitFor({ state: 'hidden' });

      addToLogit(vgg, 0, 3);
      await control(view, 'summary').getByText('1 of 1 flipped').waitFor();
      await row(view, 'picture-32.png')
        .locator('.pin-now', { hasText: /^→?\s*a\b/ })
        .waitFor();
      await row(view, 'picture-32.png').getByText('box overlap').waitFor();
      await saveScreenshot(page, 'pins-window-without-cam');

      await method.click();
      await chooseFromQuickPick(page, 'Saliency (back-propagation)');
      await method.getByText('Maps by Saliency (back-propagation)').waitFor();
      await control(view, 'other-maps').getByText('were made by Grad-CAM').waitFor();
      await control(view, 'summary').getByText('1 of 1 flipped').waitFor();
      assert.equal(await row(view, 'picture-32.png').getByText('box overlap').count(), 0);
      await saveScreenshot(page, 'pins-window-other-maps');
      await control(view, 'accept').click();
      await control(view, 'other-maps').waitFor({ state: 'hidden' });
      const file = path.join(workspace, '.vscode', 'cam-lens.pins.json');
      const { methods } = JSON.parse(readFileSync(file, 'utf8'));
      assert.deepEqual(methods, { 'methods/vgg.dynamo.onnx': 'saliency' });
    }, prepareMethods),
  );

  it(
    'follow the file of pins, their pictures, and a model that is written slowly',
    inWindow(async ({ page, workspace }) => {
      const view = await pinPictures(page);
      await row(view, 'beach-02.png').getByText('beach').first().waitFor();

      const file = path.join(workspace, '.vscode', 'cam-lens.pins.json');
      const written = readFileSync(file, 'utf8');
      const entry = '"pictures/office/office-01.png": { "expected": "kitchen" }';
      writeFileSync(file, written.replace('"pictures/beach/beach-02.png": {}', entry));
      await row(view, 'office-01.png').getByText('expected kitchen').waitFor();
      assert.equal(await row(view, 'beach-02.png').count(), 0);
      writeFileSync(file, written.replace('"pins": {', '"pins": '));
      await control(view, 'failure').getByText('cam-lens.pins.json').waitFor();
      assert.equal(await control(view, 'pin').count(), 3);
      await control(view, 'action-openPinsFile').click();
      await editorTab(page, 'cam-lens.pins.json').waitFor();
      writeFileSync(file, written);
      await control(view, 'failure').waitFor({ state: 'hidden' });

      const picture = path.join(workspace, 'pictures', 'beach', 'beach-02.png');
      renameSync(picture, `${picture}.away`);
      await row(view, 'beach-02.png').getByText('does not exist').waitFor();
      await saveScreenshot(page, 'pins-window-missing');
      renameSync(`${picture}.away`, picture);
      await row(view, 'beach-02.png').locator('.pin-now .pin-label').getByText('beach').waitFor();

      const model = path.join(workspace, gap);
      const bytes = readFileSync(model);
      truncateSync(model, 100_000);
      await control(view, 'work-text').getByText(`Waiting for ${gap}`).waitFor();
      assert.equal(await control(view, 'pin').count(), 3);
      writeFileSync(model, bytes);
      await control(view, 'work').waitFor({ state: 'hidden' });
      assert.equal(await control(view, 'failure').isVisible(), false);
    }),
  );
});

/** A network without a CAM, and its picture. */
function prepareMethods(workspace: string): void {
  const target = path.join(workspace, 'methods');
  mkdirSync(target);
  for (const file of ['vgg.dynamo.onnx', 'vgg.dynamo.cam.json', 'picture-32.png']) {
    copyFileSync(inRepository('test', 'fixtures', 'methods', file), path.join(target, file));
  }
}

/** Pins three pictures from the explorer for the GAP model and opens the view, once they are computed. */
async function pinPictures(page: Page): Promise<Frame> {
  const pictures = PICTURES.map((name) => `pictures/${inClassFolder(name)}`);
  await selectInExplorer(page, pictures);
  const clicked = () => revealInExplorer(page, pictures[0] ?? '');
  await withModel(page, gap, () => chooseFromContextMenu(page, clicked, 'Pin Image'));
  const pinned = notification(page, `3 images are pinned for ${gap}.`);
  await pinned.getByText('Show Pinned Images').click();
  const label = '[data-testid=pin] .pin-now .pin-label';
  const view = await findWebview(page, label);
  await view
    .locator(label)
    .nth(PICTURES.length - 1)
    .waitFor();
  await control(view, 'work').waitFor({ state: 'hidden' });
  return view;
}

function row(view: Frame, name: string) {
  return control(view, 'pin').filter({ hasText: name });
}

function pinsIn(workspace: string): Record<string, unknown> {
  const file = path.join(workspace, '.vscode', 'cam-lens.pins.json');
  return JSON.parse(readFileSync(file, 'utf8')).pins[gap];
}
