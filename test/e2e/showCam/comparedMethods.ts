import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { chooseFromQuickPick } from '../support/quickInput.ts';
import { chooseInView, control, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';

const folder = inRepository('test', 'fixtures', 'methods');
const picture = 'methods/picture-32.png';
/** A network with a CAM of 8×8 cells, and one as VGG, without a CAM, whose Grad-CAM has 4×4. */
const [gap, vgg] = ['gap.dynamo', 'vgg.dynamo'];

function prepare(workspace: string): void {
  const target = path.join(workspace, 'methods');
  mkdirSync(target);
  const models = [gap, vgg].flatMap((name) => [`${name}.onnx`, `${name}.cam.json`]);
  for (const file of [...models, 'picture-32.png']) {
    copyFileSync(path.join(folder, file), path.join(target, file));
  }
}

/** Grad-CAM of class `b` by PyTorch, see `make.py` there. */
function gradCam(name: string, side: number): number[][] {
  const { maps } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const bytes = Buffer.from(maps['grad-cam'], 'base64');
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => bytes.readFloatLE(4 * (y * side + x))),
  );
}

/** Of the network with a CAM minus the other one, in the cells of the finer map. */
function expectedDifference(): number[] {
  const [fine, coarse] = [gradCam('gap', 8), gradCam('vgg', 4)];
  return fine.flatMap((row, y) =>
    row.map((value, x) => value - (coarse[Math.floor(y / 2)]?.[Math.floor(x / 2)] ?? Number.NaN)),
  );
}

async function chooseMethod(panel: Frame, method: string): Promise<void> {
  await control(panel, 'method-button').click();
  await control(panel, `method-${method}`).click();
}

async function assertDifference(panel: Frame): Promise<void> {
  await control(panel, 'difference-canvas').waitFor();
  const cells = control(panel, 'accessible-table').locator('td[data-value]');
  await control(panel, 'accessible-table').locator('summary').click();
  await cells.first().waitFor();
  const values = await cells.evaluateAll((tds) =>
    tds.map((td) => Number((td as HTMLElement).dataset.value)),
  );
  const expected = expectedDifference();
  assert.equal(values.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, value] of values.entries()) {
    const wanted = expected[i] ?? Number.NaN;
    assert.ok(Math.abs(value - wanted) < 1e-4 * largest, `cell ${i}: ${value}, not ${wanted}`);
  }
}

describe('Comparing by methods', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'a model with a CAM and one without: each in its own way, both by Grad-CAM, and their difference',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, [picture], `${gap}.onnx`);
      await chooseInView(panel, 'interpolation', 'Cells');
      await control(panel, 'compare').click();
      await chooseFromQuickPick(page, `${vgg}.onnx`);
      await control(panel, 'way-other').getByText('Grad-CAM in place of CAM').waitFor();
      await control(panel, 'way-main').getByText('CAM', { exact: true }).waitFor();
      await panel.locator('[data-testid=compare-row][data-label=b]').click();
      await saveScreenshot(page, 'compare-own-ways');
      await chooseMethod(panel, 'grad-cam');
      for (const side of ['main', 'other']) {
        await control(panel, `way-${side}`).getByText('Grad-CAM', { exact: true }).waitFor();
        await control(panel, `fidelity-${side}`).getByText('gradient checked').first().waitFor();
        await control(panel, `pane-class-${side}`).filter({ hasText: /^b/ }).waitFor();
      }
      await saveScreenshot(page, 'compare-grad-cam');
      await control(panel, 'comparison')
        .getByRole('radio', { name: 'Difference' })
        .check({ force: true });
      await assertDifference(panel);
      await saveScreenshot(page, 'compare-grad-cam-difference');
      await control(panel, 'comparison')
        .getByRole('radio', { name: 'Side by side' })
        .check({ force: true });
      await control(panel, 'compare-stop').click();
      await chooseInView(panel, 'interpolation', 'Smooth');
    }),
  );

  it(
    'before and after an export: by the maps that were drawn before, and their difference',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [picture], `${vgg}.onnx`);
      await chooseInView(panel, 'interpolation', 'Cells');
      await panel.locator('.class-row', { hasText: /^b\b/ }).getByRole('button').first().click();
      await panel.locator('.class-row.chosen', { hasText: /^b\b/ }).waitFor();
      await control(panel, 'fidelity').filter({ hasText: 'Grad-CAM · gradient checked' }).waitFor();
      await control(panel, 'legend').filter({ hasText: /^.*b/ }).waitFor();
      await chooseMethod(panel, 'saliency');
      await control(panel, 'fidelity')
        .filter({ hasText: 'Saliency (back-propagation) · ' })
        .waitFor();
      copyFileSync(
        path.join(folder, `${gap}.onnx`),
        path.join(workspace, 'methods', `${vgg}.onnx`),
      );
      await control(panel, 'slider-canvas').waitFor();
      await control(panel, 'moved-identity').getByText('Saliency').first().waitFor();
      assert.equal(await control(panel, 'slider-not-drawn').isVisible(), false);
      await saveScreenshot(page, 'before-after-saliency');
      await chooseMethod(panel, 'integrated-gradients');
      await control(panel, 'slider-not-drawn').getByText('no map of b by Integrated').waitFor();
      await chooseMethod(panel, 'grad-cam');
      await control(panel, 'beforeAfter')
        .getByRole('radio', { name: 'Difference' })
        .check({ force: true });
      await assertDifference(panel);
      await saveScreenshot(page, 'before-after-grad-cam-difference');
      await control(panel, 'beforeAfter')
        .getByRole('radio', { name: 'Slider' })
        .check({ force: true });
      await chooseInView(panel, 'interpolation', 'Smooth');
    }),
  );
});
