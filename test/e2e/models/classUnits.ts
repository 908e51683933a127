import assert from 'node:assert/strict';
import { copyFileSync, cpSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import { framesDrawn } from '../../support/frames.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { revealInExplorer } from '../support/explorer.ts';
import { chooseFromContextMenu } from '../support/menu.ts';
import { openModelTab } from '../support/modelTab.ts';
import { control, panelShowing, withModel } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { reloadWindow } from '../support/workbench.ts';

const gap = 'scenes-gap.onnx';

describe('Class units', () => {
  const inWindow = sharedWindow();

  // First, before a folder is remembered.
  it(
    'opens from the model tab, and asks for a folder once',
    inWindow(async ({ page }) => {
      const tab = await openModelTab(page, gap, /Exact CAM/);
      await control(tab, 'class-units').click();
      const units = await findWebview(page, '[data-testid=choose-folder]:visible');
      await control(units, 'empty-text').getByText('Choose a folder').waitFor();
      await saveScreenshot(page, 'class-units-empty');
    }),
  );

  it(
    'scans a folder of the explorer, shows units and their patches, and leads to Show CAM',
    inWindow(async ({ page }) => {
      const units = await scanPictures(page);
      await chooseClass(units, 'bedroom');
      const row = units.locator(`[data-pooled-channel="${BED}"]`);
      const patch = row.locator('[data-testid=patch]').first();
      assert.match((await patch.getAttribute('data-path')) ?? '', /bedroom-\d+\.png$/);
      await framesDrawn(units);
      await saveDocumentationScreenshot(page, 'class-units');
      await patch.click();
      const panel = await panelShowing(page, 'Exact CAM');
      const chosen = panel.locator('.channel-row.chosen');
      await chosen.waitFor();
      assert.equal(await chosen.getAttribute('data-channel'), String(BED));
      await panel.locator('.class-row.chosen', { hasText: 'bedroom' }).waitFor();
      await saveScreenshot(page, 'class-units-show-cam');

      // The other way: from a class of the panel to its units.
      await control(panel, 'class-units').click();
      await control(units, 'class-title').getByText('bedroom').waitFor();
    }),
  );

  it(
    'shows one unit, what would be without it, and a name that is kept in the sidecar',
    inWindow(async ({ page, workspace }) => {
      const units = await scanPictures(page);
      await chooseClass(units, 'bedroom');
      const row = units.locator(`[data-pooled-channel="${BED}"]`);
      await row.locator('[data-testid=ablate-unit]').click();
      await control(units, 'ablation-summary')
        .getByText(/of 60 images|None of the 60 predictions/)
        .waitFor();
      await row.locator('[data-testid=unit-title]').press('F2');
      await page.keyboard.type('double bed');
      await page.keyboard.press('Enter');
      await row.getByText('double bed', { exact: true }).waitFor();
      const sidecar = path.join(workspace, 'scenes-gap.cam.json');
      await expectEventually(
        () => JSON.parse(readFileSync(sidecar, 'utf8')).units?.[BED] === 'double bed',
      );
      await row.locator('[data-testid=unit-title]').press('Enter');
      await control(units, 'distribution').waitFor();
      await control(units, 'classes-for').getByText('bedroom').waitFor();
      await saveScreenshot(page, 'class-units-unit-window');
      await control(units, 'view-button').click();
      await units.locator('[data-testid=crop] label', { hasText: 'Field by gradient' }).click();
      await page.keyboard.press('Escape');
      const measured = '[data-testid=patch][title*="field by gradient: 9"]';
      await units.locator(`[data-testid=unit-view] ${measured}`).nth(15).waitFor();
      await saveScreenshot(page, 'class-units-gradient-window');
    }),
  );

  it(
    'comes back after a window reload as it was, names and all',
    inWindow(async ({ page }) => {
      const units = await scanPictures(page);
      await chooseClass(units, 'beach');
      await control(units, 'unit-title').first().press('F2');
      await page.keyboard.type('my parasol');
      await page.keyboard.press('Enter');
      await control(units, 'unit-row').first().getByText('my parasol', { exact: true }).waitFor();
      await control(units, 'view-button').click();
      await units.locator('[data-testid=mask] label', { hasText: 'Dim' }).click();
      await page.keyboard.press('Escape');
      await reloadWindow(page, units);
      const restored = await findWebview(page, '[data-testid=class-title]', { hasText: 'beach' });
      await control(restored, 'patch').first().waitFor();
      const named = control(restored, 'unit-row').first();
      await named.getByText('my parasol', { exact: true }).waitFor();
      await saveScreenshot(page, 'class-units-reloaded');
      assert.equal(await control(restored, 'mask').getAttribute('data-value'), 'dim');
      assert.equal(await control(restored, 'folder-name').innerText(), 'pictures');
    }),
  );

  it(
    'says that the model has changed, and scans again',
    inWindow(async ({ page, workspace }) => {
      const units = await scanPictures(page);
      copyFileSync(path.join(workspace, 'scenes-gmp.onnx'), path.join(workspace, gap));
      await control(units, 'model-changed').waitFor();
      await saveScreenshot(page, 'class-units-model-changed');
      await control(units, 'scan-changed').click();
      await control(units, 'model-changed').waitFor({ state: 'hidden' });
      await control(units, 'scan-text').getByText('60 images').waitFor();
      await control(units, 'patch').first().waitFor();
    }),
  );

  it(
    'suggests names from the annotations, and takes them back',
    inWindow(async ({ page, workspace }) => {
      const units = await scanPictures(page);
      await units.locator('[data-testid=subject] label', { hasText: 'Names' }).click();
      await control(units, 'suggest-names').click();
      await control(units, 'suggestion').first().waitFor({ timeout: 90_000 });
      await control(units, 'accept-all').click();
      const sidecar = path.join(workspace, 'scenes-gap.cam.json');
      const names = () => JSON.parse(readFileSync(sidecar, 'utf8')).units ?? {};
      await expectEventually(() => Object.keys(names()).length > 50);
      assert.equal(names()[BED], 'bed');
      await saveScreenshot(page, 'class-units-names-window');
      await control(units, 'undo-names').click();
      await expectEventually(() => Object.keys(names()).length === 0);
    }, withoutNames),
  );

  it(
    'ranks by gradient × activation where the head has no class weights',
    inWindow(async ({ page }) => {
      const units = await scanPictures(page, 'vgg.onnx');
      await control(units, 'class-note').getByText('ranked by gradient × activation').waitFor();
      await framesDrawn(units);
      await saveScreenshot(page, 'class-units-gradients-window');
      await control(units, 'patch').first().click();
      await panelShowing(page, 'Grad-CAM');
      await saveScreenshot(page, 'class-units-gradients-show-cam');
    }, withVgg),
  );

  it(
    'shows patches while it scans, keeps what is done when it is cancelled, and resumes',
    inWindow(
      async ({ page }) => {
        const units = await startScan(page, 'many');
        await control(units, 'patch').first().waitFor();
        await control(units, 'scan-rate').getByText('per second').waitFor();
        const kept = await stopScan(units);
        await control(units, 'resume-scan').click();
        // What is shown is in the index; of what runs, the last second can be lost.
        await expectEventually(async () => (await imagesIn(control(units, 'class-count'))) > kept);
        await saveScreenshot(page, 'class-units-scan-window');
        assert.ok((await stopScan(units)) > kept);
      },
      async (workspace) => {
        // No machine reads all of them in the time of this test.
        const large = { width: 1600, height: 1600, channels: 3, background: 'white' } as const;
        const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
        const [pictures, many] = [path.join(workspace, 'pictures'), path.join(workspace, 'many')];
        mkdirSync(many);
        const first = path.join(many, 'large-0.png');
        await sharp({ create: { ...large, noise } })
          .png({ compressionLevel: 1 })
          .toFile(first);
        for (let i = 1; i < 1000; i++) linkSync(first, path.join(many, `large-${i}.png`));
        cpSync(pictures, many, { recursive: true });
      },
    ),
  );
});

/** A classifier without class weights, for pictures of 32×32. */
async function withVgg(workspace: string): Promise<void> {
  for (const ending of ['onnx', 'cam.json']) {
    const from = inRepository('test', 'fixtures', 'methods', `vgg.dynamo.${ending}`);
    copyFileSync(from, path.join(workspace, `vgg.${ending}`));
  }
}

/** Channel of the sample model that responds to beds (`samples/README.md`: k or k + 53 for category k + 1). */
const BED = 8;

/** The sample comes with the names that its annotations suggest. */
async function withoutNames(workspace: string): Promise<void> {
  const sidecar = path.join(workspace, 'scenes-gap.cam.json');
  const { units: _, ...others } = JSON.parse(readFileSync(sidecar, 'utf8'));
  writeFileSync(sidecar, JSON.stringify(others));
}

/** *Class Units* on the folder of the sample pictures, scanned to the end. */
async function scanPictures(page: Page, model = gap): Promise<Frame> {
  const units = await startScan(page, 'pictures', model);
  await control(units, 'scan-text')
    .getByText(/^60 images$/)
    .waitFor({ timeout: 60_000 });
  await control(units, 'patch').first().waitFor();
  return units;
}

/** From the column of classes, or from the popover of the title where there is no room for a column. */
async function chooseClass(units: Frame, label: string): Promise<void> {
  const menu = control(units, 'classes-button');
  if (await menu.isVisible()) await menu.click();
  await units.locator('.class-option', { hasText: label }).click();
  await control(units, 'class-title').getByText(label).waitFor();
}

async function startScan(page: Page, name = 'pictures', model = gap): Promise<Frame> {
  const folder = () => revealInExplorer(page, name);
  await withModel(page, model, () => chooseFromContextMenu(page, folder, 'Class Units'));
  return findWebview(page, '[data-testid=scan-line]:visible');
}

/** Stops the scan. @returns the number of images that are in the index */
async function stopScan(units: Frame): Promise<number> {
  await control(units, 'cancel-scan').click();
  return imagesIn(control(units, 'scan-text').getByText('Scan stopped at'));
}

/** The first number of a text, which is that of the images in the index. */
async function imagesIn(text: Locator): Promise<number> {
  const [number = ''] = /[\d,]+/.exec(await text.innerText()) ?? [];
  return Number(number.replaceAll(',', ''));
}

async function expectEventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('it never became so');
}
