import assert from 'node:assert/strict';
import { cpSync, linkSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import sharp from 'sharp';
import { framesDrawn } from '../support/frames.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import { revealInExplorer } from './support/explorer.ts';
import { chooseFromContextMenu } from './support/menu.ts';
import { openModelTab } from './support/modelTab.ts';
import { acceptSuggestion, runCommand } from './support/quickInput.ts';
import { control, panelShowing, withModel } from './support/showCamPanel.ts';
import { findWebview } from './support/webview.ts';
import { sharedWindow } from './support/window.ts';
import { notification, reloadWindow } from './support/workbench.ts';
import { waitForFile } from './support/workspaceFiles.ts';

const gap = 'scenes-gap.onnx';
const sidecar = 'scenes-gap.cam.json';

/** What the model says with {@link wronglyPrepared}, by onnxruntime for Python. */
const WRONG = {
  right: '28 of 60 images',
  share: '46.7\u00a0% right',
  pair: { truth: 'kitchen', predicted: 'living room' },
  /** Of this pair, by loss. */
  pictures: ['kitchen-06', 'kitchen-08', 'kitchen-05', 'kitchen-02', 'kitchen-03'],
};

describe('Evaluate Folder', () => {
  const inWindow = sharedWindow();

  // First, before a folder is remembered.
  it(
    'opens from the model tab, and asks for a folder once',
    inWindow(async ({ page }) => {
      const tab = await openModelTab(page, gap, /Exact CAM/);
      await control(tab, 'evaluate').click();
      const evaluation = await findWebview(page, '[data-testid=choose-folder]:visible');
      await control(evaluation, 'empty-text').getByText('folder of labelled images').waitFor();
    }),
  );

  it(
    'shows figures while it runs, keeps what is done when it is cancelled, and resumes',
    inWindow(async ({ page }) => {
      const evaluation = await startEvaluation(page, 'many');
      await control(evaluation, 'error-tile').first().waitFor();
      await control(evaluation, 'scan-rate').getByText('per second').waitFor();
      const first = await evaluated(evaluation);
      await expectEventually(async () => (await evaluated(evaluation)) > first);
      await saveScreenshot(page, 'evaluate-window-running');
      await control(evaluation, 'cancel-scan').click();
      await control(evaluation, 'scan-text').getByText('Scan stopped at').waitFor();
      const kept = await evaluated(evaluation);
      await control(evaluation, 'resume-scan').click();
      await expectEventually(async () => (await evaluated(evaluation)) > kept);
      await control(evaluation, 'cancel-scan').click();
      await control(evaluation, 'resume-scan').waitFor();
    }, withManyPictures),
  );

  it(
    'filters the errors by a confused pair, opens one with its contrast, and pins several',
    inWindow(async ({ page, workspace }) => {
      const evaluation = await evaluatePictures(page);
      await control(evaluation, 'answer').getByText(WRONG.share).waitFor();
      await control(evaluation, 'answer-details').getByText(WRONG.right).waitFor();
      await evaluation.getByRole('gridcell', { name: 'kitchen → living room: 5 of 8' }).click();
      await control(evaluation, 'count').getByText('5 images').waitFor();
      assert.deepEqual(await shownPictures(evaluation), WRONG.pictures);
      await framesDrawn(evaluation);
      await saveScreenshot(page, 'evaluate-window-errors');

      const tiles = control(evaluation, 'error-tile');
      await tiles.nth(1).click({ modifiers: ['ControlOrMeta'] });
      await tiles.nth(2).click({ modifiers: ['ControlOrMeta'] });
      await control(evaluation, 'pin').click();
      await notification(page, `2 images are pinned for ${gap}.`).waitFor();
      const pins = readFileSync(path.join(workspace, '.vscode', 'cam-lens.pins.json'), 'utf8');
      assert.deepEqual(
        Object.keys(JSON.parse(pins).pins[gap]),
        ['kitchen-05', 'kitchen-08'].map((name) => `pictures/kitchen/${name}.png`),
      );

      await tiles.first().click();
      const panel = await panelShowing(page, 'CAM');
      await panel.locator('.sum-title', { hasText: /living room.*kitchen/ }).waitFor();
      assert.equal(await control(panel, 'image-name').innerText(), 'kitchen-06.png');
      await framesDrawn(panel);
      await saveScreenshot(page, 'evaluate-window-show-cam');
    }, wronglyPrepared),
  );

  it(
    'scores the maps beside the baselines, and saves a report that opens by itself',
    inWindow(async ({ page, workspace }) => {
      const evaluation = await evaluatePictures(page);
      await chooseTab(evaluation, 'Localization');
      const table = control(evaluation, 'localization-table');
      await table.waitFor();
      const names = await table.locator('tbody th').allInnerTexts();
      assert.equal(names[0], 'CAM');
      assert.equal(names.length, 7, 'the map and six baselines');
      await control(evaluation, 'localized-tile').first().waitFor();
      await saveScreenshot(page, 'evaluate-window-localization');

      await control(evaluation, 'save-button').click();
      await control(evaluation, 'save-html').click();
      await acceptSuggestion(page, /\.html$/);
      const file = path.join(workspace, 'scenes-gap-pictures.evaluation.html');
      await waitForFile(file);
      const report = await page.context().browser()?.newPage();
      assert.ok(report);
      await report.goto(pathToFileURL(file).href);
      await report.getByText('of 60 images are right').waitFor();
      await report.close();
    }),
  );

  it(
    'finds the preprocessing that fits, writes it, and evaluates with it',
    inWindow(async ({ page, workspace }) => {
      const evaluation = await evaluatePictures(page);
      await chooseTab(evaluation, 'Preprocessing');
      await control(evaluation, 'doctor-warning').waitFor();
      await saveScreenshot(page, 'evaluate-window-preprocessing');
      await control(evaluation, 'use-variant').first().click();
      await control(evaluation, 'scan-changed').click();
      await control(evaluation, 'answer').getByText('100.0\u00a0% right').waitFor();
      const { preprocessing } = JSON.parse(readFileSync(path.join(workspace, sidecar), 'utf8'));
      assert.equal(preprocessing.channels, 'RGB');
    }, wronglyPrepared),
  );

  it(
    'comes back after a window reload as it was',
    inWindow(async ({ page }) => {
      const evaluation = await evaluatePictures(page);
      await chooseTab(evaluation, 'Evidence');
      await control(evaluation, 'evidence-class').first().waitFor();
      await saveScreenshot(page, 'evaluate-window-evidence');
      await reloadWindow(page, evaluation);
      const restored = await findWebview(page, '[data-testid=evidence-class]');
      await control(restored, 'answer').getByText('100.0\u00a0% right').waitFor();
      await runCommand(page, 'CAM Lens: Evaluate Folder…');
      assert.equal(await page.locator('.tabs-container .tab').count(), 1, 'one panel');
    }),
  );
});

/** Another order of the channels, and neither mean nor standard deviation. */
function wronglyPrepared(workspace: string): void {
  const file = path.join(workspace, sidecar);
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(settings.preprocessing, { channels: 'BGR', mean: [0, 0, 0], std: [1, 1, 1] });
  writeFileSync(file, JSON.stringify(settings));
}

/** No machine reads all of them in the time of a test. */
async function withManyPictures(workspace: string): Promise<void> {
  const large = { width: 1600, height: 1600, channels: 3, background: 'white' } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const many = path.join(workspace, 'many');
  cpSync(path.join(workspace, 'pictures'), many, { recursive: true });
  const street = path.join(many, 'street');
  const first = path.join(street, 'large-0.png');
  await sharp({ create: { ...large, noise } })
    .png({ compressionLevel: 1 })
    .toFile(first);
  for (let i = 1; i < 1000; i++) linkSync(first, path.join(street, `large-${i}.png`));
}

/** *Evaluate Folder* on the folder of the sample pictures, to the end. */
async function evaluatePictures(page: Page): Promise<Frame> {
  const evaluation = await startEvaluation(page, 'pictures');
  await control(evaluation, 'scan-text')
    .getByText(/^60 images$/)
    .waitFor();
  return evaluation;
}

async function startEvaluation(page: Page, name: string): Promise<Frame> {
  const folder = () => revealInExplorer(page, name);
  await withModel(page, gap, () => chooseFromContextMenu(page, folder, 'Evaluate Folder…'));
  return findWebview(page, '[data-testid=scan-line]:visible');
}

async function chooseTab(evaluation: Frame, name: string): Promise<void> {
  await control(evaluation, 'tab').getByRole('radio', { name }).check({ force: true });
}

/** Number of images in the answer; 0 while there is none. */
async function evaluated(evaluation: Frame): Promise<number> {
  const text = await control(evaluation, 'answer-details').innerText();
  const [, number = '0'] = /of ([\d,]+) image/.exec(text) ?? [];
  return Number(number.replaceAll(',', ''));
}

/** The names of the images in the grid, without their ending. */
function shownPictures(evaluation: Frame): Promise<string[]> {
  return control(evaluation, 'error-tile')
    .locator('visible=true')
    .evaluateAll((tiles) =>
      tiles.map((tile) => /([^/]+)\.png$/.exec(tile.getAttribute('data-path') ?? '')?.[1] ?? ''),
    );
}

async function expectEventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('it never became so');
}
