import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser/launchBrowser.ts';
import { withCleanup } from '../../scripts/cleanup.ts';
import { FIRST_START } from '../../scripts/firstSteps/firstSteps.ts';
import { startSamplesServer } from '../../scripts/firstSteps/samplesServer.ts';
import { samplesFolder } from '../../scripts/repository.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import { explorerItem } from './support/explorer.ts';
import { chooseFromContextMenu } from './support/menu.ts';
import { panelShowing } from './support/showCamPanel.ts';
import { editorTab, statusBarItem } from './support/workbench.ts';

describe('npm start', () => {
  it('shows the pictures and the walkthrough at first; two steps lead to a map', () =>
    inStartedWindow(FIRST_START, async (page, loaded) => {
      const picture = explorerItem(page, 'bedroom-01.png');
      await picture.waitFor();
      await statusBarItem(page, 'scenes-gap.onnx').waitFor();
      await page
        .getByText(/Right-click an? (image|picture) in the explorer and choose Show CAM/)
        .waitFor();
      await saveScreenshot(page, 'start-walkthrough');
      // The address is opened, then a right-click and a choice: three actions.
      await chooseFromContextMenu(page, () => picture, 'Show CAM');
      const panel = await panelShowing(page, 'Exact');
      await panel.getByText('bedroom').first().waitFor();
      await saveScreenshot(page, 'start-first-map');
      console.log(
        `      the first map ${((Date.now() - loaded) / 1000).toFixed(0)} s after the address`,
      );
    }));

  it('shows the pictures alone from then on', () =>
    inStartedWindow({}, async (page) => {
      await explorerItem(page, 'bedroom-01.png').waitFor();
      await statusBarItem(page, 'scenes-gap.onnx').waitFor();
      assert.equal(await editorTab(page, /./).count(), 0);
    }));
});

/** Runs a test in a window as `npm start` opens it, on a copy of the samples. */
function inStartedWindow(
  environment: Readonly<Record<string, string>>,
  test: (page: Page, openedAtMs: number) => Promise<void>,
): Promise<void> {
  return withCleanup(async (onEnd) => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'cam-lens-start-'));
    onEnd(() => rmSync(scratch, { recursive: true, force: true }));
    const folder = path.join(scratch, 'samples');
    cpSync(samplesFolder, folder, { recursive: true });
    const { address } = await startSamplesServer({ folder, port: 0, environment }, onEnd);
    const browser = await launchBrowser(process.env.CHROME_PATH ?? '');
    onEnd(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(90_000);
    const openedAtMs = Date.now();
    await page.goto(address);
    await test(page, openedAtMs);
  });
}
