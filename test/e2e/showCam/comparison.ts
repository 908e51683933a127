import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { framesDrawn } from '../../support/frames.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { comparisonGolden as golden } from '../support/comparisonGolden.ts';
import { chooseFromQuickPick, quickPickItem, runCommand } from '../support/quickInput.ts';
import { chooseInView, control, showCam } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, reloadWindow, stateIsKept } from '../support/workbench.ts';

const sample = `pictures/${golden.picture}`;
const [gap, gmp] = ['scenes-gap.onnx', 'scenes-gmp.onnx'];
describe('Comparing two models', () => {
  const inWindow = sharedWindow();

  it(
    'shows the same image under both, linked',
    inWindow(async ({ page }) => {
      const panel = await showComparison(page);
      assert.match(await control(panel, 'fidelity-main').innerText(), /Exact CAM · 14×14/);
      await assertLogits(panel);
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'compare');

      await classRow(panel, 'kitchen').click();
      for (const side of ['main', 'other']) {
        await control(panel, `pane-class-${side}`)
          .filter({ hasText: /^kitchen/ })
          .waitFor();
      }
      await classRow(panel, golden.label).click();
      await control(panel, 'pane-class-other').filter({ hasText: golden.label }).waitFor();
      const { peak } = golden;
      await hoverCell(panel, 'other-stage-canvas', peak.x, peak.y);
      await assertValue(panel, 'reading-value-main', peak.gap);
      await assertValue(panel, 'reading-value-other', peak.gmp);
      await saveScreenshot(page, 'compare-hover');
    }),
  );

  it(
    'shows the difference, and comes back with it and the chosen class after a window reload',
    inWindow(async ({ page }) => {
      const panel = await showComparison(page);
      await chooseInView(panel, 'interpolation', 'Cells');
      await chooseDifference(panel);
      await page.mouse.move(5, 400);
      await saveScreenshot(page, 'compare-difference');
      await assertDifference(panel);
      await classRow(panel, 'office').click();
      await chosenRow(panel, 'office').waitFor();
      await reloadWindow(page, panel);
      const restored = await findWebview(page, '[data-testid=difference-legend]', {
        hasText: 'office',
      });
      await control(restored, 'image-name')
        .filter({ hasText: path.posix.basename(golden.picture) })
        .waitFor();
      await chosenRow(restored, 'office').waitFor();
      await classRow(restored, golden.label).click();
      await control(restored, 'difference-legend').filter({ hasText: golden.label }).waitFor();
      await control(restored, 'difference-canvas').waitFor();
      await assertDifference(restored);
      await control(restored, 'comparison')
        .getByRole('radio', { name: 'Side by side' })
        .check({ force: true });
      await control(restored, 'pane-name-other').getByText(gmp).waitFor();
      await control(restored, 'compare-stop').click();
      await control(restored, 'fidelity').filter({ hasText: 'Exact CAM' }).waitFor();
      assert.equal(await control(restored, 'pane-other').isVisible(), false);
      // It is remembered for the next panel.
      await chooseInView(restored, 'interpolation', 'Smooth');
      await stateIsKept(restored);
    }),
  );

  it(
    'is a command, swaps, steps through the images, and offers neither the model itself nor its copy',
    inWindow(async ({ page }) => {
      const pictures = ['pictures/beach/beach-01.png', 'pictures/beach/beach-02.png'];
      const panel = await showCam(page, pictures, gap);
      await editorTab(page, 'CAM: ').click();
      await runCommand(page, 'CAM Lens: Compare with Another Model…');
      await quickPickItem(page, gmp).first().waitFor();
      assert.equal(await quickPickItem(page, gap).count(), 0);
      await chooseFromQuickPick(page, gmp);
      await fidelity(panel, 'other', 'max-pooling');
      await control(panel, 'stage-canvas').press('ArrowLeft');
      await control(panel, 'image-name').filter({ hasText: 'beach-01.png' }).waitFor();
      await classRow(panel, 'beach').waitFor();
      await control(panel, 'compare-swap').click();
      await fidelity(panel, 'main', 'max-pooling');
      await fidelity(panel, 'other', 'Exact CAM');
      await control(panel, 'pane-name-main').getByText(gmp).waitFor();
    }),
  );

  it(
    'follows both files, and keeps an error of one in its pane',
    inWindow(async ({ page, workspace }) => {
      const panel = await showComparison(page);
      const file = path.join(workspace, gmp);
      const original = readFileSync(file);
      truncateSync(file, 100_000);
      await control(panel, 'error-other').filter({ hasText: gmp }).waitFor();
      await saveScreenshot(page, 'compare-error');
      await fidelity(panel, 'main', 'Exact CAM');
      assert.equal(await control(panel, 'stage-canvas').isVisible(), true);
      writeFileSync(file, original);
      await fidelity(panel, 'other', 'max-pooling');
      copyFileSync(file, path.join(workspace, gap));
      await fidelity(panel, 'main', 'max-pooling');
    }),
  );

  it(
    'in the dark theme, in high contrast and in a narrow column',
    inWindow(async ({ page, changeTheme }) => {
      const panel = await showComparison(page);
      await page.mouse.move(5, 400);
      for (const theme of ['Default Dark Modern', 'Default High Contrast'] as const) {
        await changeTheme(theme);
        await framesDrawn(panel);
        await saveScreenshot(page, `compare-${theme.toLowerCase().replaceAll(' ', '-')}`);
      }
      await page.setViewportSize({ width: 900, height: 800 });
      await framesDrawn(panel);
      await saveScreenshot(page, 'compare-narrow-default-high-contrast');
      assert.equal(await control(panel, 'other-stage-canvas').isVisible(), true);
    }),
  );
});

async function showComparison(page: Page): Promise<Frame> {
  const panel = await showCam(page, [sample], gap);
  await control(panel, 'compare').click();
  await chooseFromQuickPick(page, gmp);
  await fidelity(panel, 'other', 'Exact max-pooling map');
  await classRow(panel, golden.label).waitFor();
  return panel;
}

function fidelity(panel: Frame, side: 'main' | 'other', text: string): Promise<void> {
  return control(panel, `fidelity-${side}`).filter({ hasText: text }).waitFor();
}

function classRow(panel: Frame, label: string) {
  return panel.locator(`[data-testid=compare-row][data-label="${label}"]`);
}

function chosenRow(panel: Frame, label: string) {
  return classRow(panel, label).and(panel.locator('.chosen'));
}

async function chooseDifference(panel: Frame): Promise<void> {
  await control(panel, 'comparison')
    .getByRole('radio', { name: 'Difference' })
    .check({ force: true });
  await control(panel, 'difference-canvas').waitFor();
}

async function assertLogits(panel: Frame): Promise<void> {
  const rows = control(panel, 'compare-row');
  assert.ok((await rows.count()) >= 5);
  for (const row of await rows.all()) {
    const expected = golden.logits[(await row.getAttribute('data-label')) ?? ''];
    assert.ok(expected);
    for (const [i, logit] of expected.entries()) {
      const shown = await row
        .locator('td')
        .nth(2 + i)
        .getAttribute('data-value');
      assert.ok(Math.abs(Number(shown) - logit) < 1e-3, `${shown} is not ${logit}`);
    }
  }
}

async function assertValue(panel: Frame, testId: string, expected: number): Promise<void> {
  const shown = Number(await control(panel, testId).getAttribute('data-value'));
  assert.ok(Math.abs(shown - expected) <= 1e-4 * Math.abs(expected), `${shown}, not ${expected}`);
}

async function assertDifference(panel: Frame): Promise<void> {
  const table = control(panel, 'accessible-table');
  if ((await table.getAttribute('open')) === null) await table.locator('summary').click();
  await table.locator('td[data-value]').first().waitFor();
  const values = await table
    .locator('td[data-value]')
    .evaluateAll((tds) => tds.map((td) => Number((td as HTMLElement).dataset.value)));
  const expected = golden.difference.flat();
  assert.equal(values.length, expected.length);
  for (const [i, value] of values.entries()) {
    const wanted = expected[i] ?? Number.NaN;
    assert.ok(Math.abs(value - wanted) < 0.02, `cell ${i}: ${value}, not ${wanted}`);
  }
}

/** Points at the middle of a cell of the sample's 14×14 map, which covers the whole square photo. */
async function hoverCell(panel: Frame, testId: string, x: number, y: number): Promise<void> {
  const stage = control(panel, testId);
  const box = await stage.boundingBox();
  assert.ok(box);
  const side = Math.min(box.width, box.height) - 16;
  await stage.hover({
    position: {
      x: box.width / 2 + ((x + 0.5) / 14 - 0.5) * side,
      y: box.height / 2 + ((y + 0.5) / 14 - 0.5) * side,
    },
  });
}
