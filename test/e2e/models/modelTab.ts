import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { openFromExplorer } from '../support/explorer.ts';
import { openModelTab } from '../support/modelTab.ts';
import {
  chooseFromQuickPick,
  findInQuickPick,
  inputBox,
  runCommand,
} from '../support/quickInput.ts';
import { control, panelShowing } from '../support/showCamPanel.ts';
import { findWebview } from '../support/webview.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, stateIsKept } from '../support/workbench.ts';

const gap = 'scenes-gap.onnx';
const gmp = 'scenes-gmp.onnx';
const other = 'other.onnx';
const picture = 'living-room-01.png';
/** Of the model with three outputs: not the default one. */
const OUTPUT = 'features';

describe('The model tab', () => {
  const inWindow = sharedWindow();

  // First, before a picture is remembered.
  it(
    'shows the channels of a layer for a picture',
    inWindow(async ({ page, changeTheme }) => {
      await page.setViewportSize({ width: 1600, height: 1060 });
      await changeTheme('Default Dark Modern');
      const tab = await openModelTab(page, gap, /Exact CAM/);
      const map = tab.locator('.layer-row:visible', { hasText: '●' });
      await map.click();
      const shape = await map.locator('.cell.shape').innerText();
      const [channels = ''] = shape.split('\u202f');
      await control(tab, 'show-channels').click();
      await control(tab, 'choose-image').click();
      await findInQuickPick(page, picture);
      await control(tab, 'channel-cell').first().waitFor();
      assert.match(await control(tab, 'channel-summary').innerText(), new RegExp(`^${channels} `));
      const means = (await tab.locator('.channel-caption span').allInnerTexts()).map(Number);
      assert.ok(means.length > 3);
      assert.deepEqual(
        [...means].sort((a, b) => b - a),
        means,
      );
      await control(tab, 'channel-cell').first().click();
      await control(tab, 'enlarged').waitFor();
      assert.ok(await map.isVisible(), 'the chosen layer stays in view');
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'model-tab');
    }),
  );

  it(
    'opens from the explorer: verdict, facts with their sources, hash, layers',
    inWindow(async ({ page, workspace }) => {
      const tab = await openModelTab(page, gap, /Exact CAM/);
      await editorTab(page, gap).waitFor();
      const hash = createHash('sha256').update(readFileSync(path.join(workspace, gap)));
      await control(tab, 'hash').getByText(hash.digest('hex')).waitFor();
      const facts = await control(tab, 'facts').innerText();
      assert.match(facts, /Source: scenes-gap\.cam\.json/);
      assert.match(facts, /8 classes/);
      assert.match(facts, /pytorch 2/);
      const all = await control(tab, 'layer-count').innerText();
      const count = Number(/^(\d+) spatial tensors/.exec(all)?.[1]);
      assert.ok(count > 10, all);
      await control(tab, 'layer-filter').click();
      await page.keyboard.type('conv');
      await control(tab, 'layer-count').getByText(`of ${count} spatial`).waitFor();
      const operators = await tab.locator('.layer-row:visible .cell.operator').allInnerTexts();
      assert.ok(operators.slice(1).includes('Conv'), operators.join(' '));
      await saveScreenshot(page, 'model-tab-filtered');
    }),
  );

  it(
    'makes the map of another layer, by Grad-CAM where it gives no CAM, and goes back',
    inWindow(
      async ({ page }) => {
        const tab = await openModelTab(page, other, /Exact CAM/);
        const layer = (name: string) => tab.locator(`[data-tensor="${name}"]`);
        await layer('relu').click();
        await control(tab, 'use-for-show-cam').click();
        const isAsked = inputBox(page);
        await isAsked
          .or(editorTab(page, `CAM: ${picture}`))
          .first()
          .waitFor();
        // Only if no other test has shown a picture before.
        if (await isAsked.isVisible()) await findInQuickPick(page, picture);
        await panelShowing(page, /Grad-CAM · gradient checked/);
        await control(tab, 'verdict-text').getByText('possible: Grad-CAM').waitFor();
        await control(tab, 'chosen-variant').getByText('relu').waitFor({ state: 'attached' });
        await saveScreenshot(page, 'model-tab-layer-by-gradient');

        await layer('conv2d_2').click();
        await control(tab, 'use-for-show-cam').click();
        const panel = await panelShowing(page, /class map/);
        await panel.locator('.about').getByText('conv2d_2').first().waitFor();
        await control(tab, 'verdict-text').getByText('Exact class map').waitFor();
        await control(tab, 'chosen-variant').getByText('conv2d_2').waitFor();
        await saveScreenshot(page, 'model-tab-other-layer');
        await control(tab, 'default-variant').click();
        await control(tab, 'verdict-text').getByText('Exact CAM').waitFor();
        await panelShowing(page, /Exact CAM/);
      },
      copyAsOther('models', 'conv1x1_gap.dynamo.onnx'),
    ),
  );

  it(
    'says by which methods a model without a CAM has maps, and shows one',
    inWindow(
      async ({ page }) => {
        const tab = await openModelTab(page, other, /possible: Grad-CAM, HiResCAM/);
        await control(tab, 'verdict-reason').getByText('other.onnx has no class').waitFor();
        await control(tab, 'methods-button').click();
        await control(tab, 'methods-list').getByText('of the pixels').first().waitFor();
        await saveScreenshot(page, 'model-tab-methods-window');
        await page.keyboard.press('Escape');
        await control(tab, 'show-cam').click();
        await findInQuickPick(page, picture);
        const panel = await panelShowing(page, /Grad-CAM · gradient checked/);
        await control(panel, 'no-cam').getByText('No CAM: other.onnx has no class').waitFor();
      },
      copyAsOther('methods', 'vgg.dynamo.onnx'),
    ),
  );

  it(
    'lets the user choose the output that is explained, and remembers it',
    inWindow(
      async ({ page }) => {
        const tab = await openModelTab(page, other, /Exact/);
        const before = await control(tab, 'choose-output').innerText();
        await control(tab, 'choose-output').click();
        await chooseFromQuickPick(page, OUTPUT);
        await control(tab, 'chosen-variant')
          .getByText(`You chose the output “${OUTPUT}”`)
          .waitFor();
        assert.notEqual(await control(tab, 'choose-output').innerText(), before);
        await runCommand(page, 'View: Close All Editors');
        await editorTab(page, other).waitFor({ state: 'detached' });
        await openFromExplorer(page, other);
        const again = await findWebview(page, '[data-testid=verdict]', { hasText: OUTPUT });
        await control(again, 'default-variant').click();
        await control(again, 'chosen-variant').waitFor({ state: 'hidden' });
        assert.equal(await control(again, 'choose-output').innerText(), before);
      },
      copyAsOther('variants', 'three_outputs.onnx'),
    ),
  );

  it(
    'follows its file: another model, a broken one, none, and the first again',
    inWindow(async ({ page, workspace }) => {
      const tab = await openModelTab(page, gap, /Exact CAM/);
      const file = path.join(workspace, gap);
      const original = readFileSync(file);
      await control(tab, 'layer-filter').click();
      await page.keyboard.type('relu');
      await tab.locator('.virtual-body .layer-row:visible').nth(1).click();
      const chosen = tab.locator('.layer-row.chosen');
      const tensor = await chosen.getAttribute('data-tensor');
      copyFileSync(path.join(workspace, gmp), file);
      await control(tab, 'verdict-text').getByText(/max/i).waitFor();
      await saveScreenshot(page, 'model-tab-max-pooling');
      writeFileSync(file, 'no model at all');
      await control(tab, 'failure').getByText(gap).first().waitFor();
      assert.match(await control(tab, 'verdict-text').innerText(), /max/i);
      await saveScreenshot(page, 'model-tab-broken-window');
      rmSync(file);
      await tab.locator('[data-testid=failure][data-code=fileNotFound]').waitFor();
      writeFileSync(file, original);
      await control(tab, 'failure').waitFor({ state: 'hidden' });
      await control(tab, 'verdict-text').getByText('Exact CAM').waitFor();
      assert.equal(await chosen.getAttribute('data-tensor'), tensor);
      assert.match(await control(tab, 'layer-count').innerText(), / of /);
    }),
  );

  it(
    'keeps what was chosen while another tab hides it',
    inWindow(async ({ page }) => {
      const before = await openModelTab(page, gap, /Exact CAM/);
      await control(before, 'layer-filter').click();
      await page.keyboard.type('relu');
      const rows = before.locator('.virtual-body .layer-row:visible');
      await rows.nth(1).click();
      const tensor = await rows.nth(1).getAttribute('data-tensor');
      await stateIsKept(before);
      await openFromExplorer(page, 'labels.txt');
      await page.locator('.monaco-editor .view-line').first().waitFor();
      await editorTab(page, gap).click();
      const after = await findWebview(page, '.layer-row.chosen');
      const chosen = after.locator('.layer-row.chosen');
      assert.equal(await chosen.getAttribute('data-tensor'), tensor);
      assert.match(await control(after, 'layer-count').innerText(), /^6 of 12 /);
      await control(after, 'hash').waitFor();
    }),
  );
});

/** Puts a model of the fixtures into the workspace beside the samples. */
function copyAsOther(...fixture: string[]): (workspace: string) => void {
  const model = inRepository('test', 'fixtures', ...fixture);
  return (workspace) => copyFileSync(model, path.join(workspace, other));
}
