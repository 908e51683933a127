import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { inRepository } from '../../../scripts/repository.ts';
import { saveScreenshot } from '../../support/screenshots.ts';
import { chooseFromQuickPick, runCommand } from '../support/quickInput.ts';
import { control, panelShowing, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';

/** From PyTorch, see `make.py` beside it. */
const golden: Record<string, { kind: string; logits: number[]; map: number[][] }> = JSON.parse(
  readFileSync(inRepository('test', 'fixtures', 'models', 'golden.json'), 'utf8'),
);

const folder = inRepository('test', 'fixtures', 'models');
const gradient = 'gap_mlp';
const positions = 'flatten_linear';

/** A vision transformer with a class token: it has no CAM. */
const token = inRepository('test', 'fixtures', 'matrix', 'class_token.dynamo-26.onnx');

const variants = inRepository('test', 'fixtures', 'variants');

/** Small models beside the samples, each with the sidecar that fits their input: of other kinds, and with a choice. */
function prepare(workspace: string): void {
  mkdirSync(path.join(workspace, 'kinds'));
  copyFileSync(path.join(folder, 'picture.png'), path.join(workspace, 'kinds', 'picture.png'));
  for (const name of [gradient, positions]) {
    const target = path.join(workspace, 'kinds', name);
    copyFileSync(path.join(folder, `${name}.dynamo.onnx`), `${target}.onnx`);
    copyFileSync(path.join(folder, 'tiny.cam.json'), `${target}.cam.json`);
  }
  copyFileSync(token, path.join(workspace, 'kinds', 'token.onnx'));
  mkdirSync(path.join(workspace, 'variants'));
  copyFileSync(path.join(variants, 'picture.png'), path.join(workspace, 'variants', 'choice.png'));
  for (const name of ['free_size', 'three_outputs']) {
    const target = path.join(workspace, 'variants', name);
    copyFileSync(path.join(variants, `${name}.onnx`), `${target}.onnx`);
    copyFileSync(path.join(variants, 'plain.cam.json'), `${target}.cam.json`);
  }
}

describe('Show CAM with other models', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'a model with a class token opens with Grad-CAM and the reason, and shows other methods',
    inWindow(async ({ page }) => {
      const pictures = ['pictures/living-room/living-room-01.png'];
      const panel = await showCam(page, pictures, 'token.onnx');
      const claim = control(panel, 'fidelity');
      assert.match(await claim.innerText(), /Grad-CAM · gradient checked/);
      assert.match(await control(panel, 'no-cam').innerText(), /No CAM: token\.onnx has no class/);
      for (const [method, name, said] of [
        ['saliency', 'Saliency', /Saliency \(back-propagation\) · gradient checked/],
        ['occlusion', 'Occlusion', /by how much the logit falls/],
      ] as const) {
        await control(panel, 'method-button').click();
        await control(panel, `method-${method}`).click();
        await control(panel, 'method-name').getByText(name).waitFor();
        await claim.filter({ hasText: said }).waitFor();
        await saveScreenshot(page, `method-${method}-window`);
      }
      await chooseModel(page, `${gradient}.onnx`);
      await control(panel, 'method-name').getByText('Occlusion').waitFor();
      await claim.filter({ hasText: 'by how much the logit falls' }).waitFor();
      await control(panel, 'method-button').click();
      await control(panel, 'method-cam').click();
      await claim.filter({ hasText: 'Grad-CAM · ' }).waitFor();
    }),
  );

  it(
    'Grad-CAM is called approximate, and contributions of positions have no class weight',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['kinds/picture.png'], `${gradient}.onnx`);
      const claim = control(panel, 'fidelity');
      assert.equal(await claim.getAttribute('data-fidelity'), 'approximate');
      assert.match(await claim.innerText(), /Approximate:\s+Grad-CAM · 6×6/);
      await assertLogits(panel, gradient);
      await assertMap(panel, gradient);
      assert.match(await control(panel, 'channels-note').innerText(), /gradient for this image/);
      await saveScreenshot(page, 'grad-cam');

      await chooseModel(page, `${positions}.onnx`);
      await panelShowing(page, 'Exact position-weight map');
      await assertLogits(panel, positions);
      await assertMap(panel, positions);
      const note = await control(panel, 'channels-note').innerText();
      assert.match(note, /A channel has no single class weight/);
      const headings = panel.locator('.channel-table thead th:visible');
      await headings.filter({ hasText: 'mean(w·f)' }).waitFor();
      const texts = (await headings.allInnerTexts()).filter((text) => text !== '');
      assert.deepEqual(texts, ['Off', 'Channel', 'F', 'mean(w·f)'], 'no column of weights');
      await saveScreenshot(page, 'position-weights');
    }),
  );

  it(
    'a larger input gives a finer map and another output other classes; both are remembered',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['variants/choice.png'], 'free_size.onnx');
      const claim = (text: string) =>
        control(panel, 'fidelity').filter({ hasText: text }).waitFor();
      await claim('Exact CAM · 6×6');
      const sizes = control(panel, 'input-scale-main');
      assert.deepEqual(await sizes.locator('label').allInnerTexts(), [
        '24 (1×)',
        '36 (1.5×)',
        '48 (2×)',
      ]);
      await sizes.getByRole('radio', { name: '48 (2×)' }).check({ force: true });
      await claim('Exact CAM · 12×12');
      await saveScreenshot(page, 'input-scale');

      await chooseModel(page, 'three_outputs.onnx');
      await claim('Exact CAM · 6×6');
      assert.equal(await control(panel, 'class-row').count(), 5);
      await control(panel, 'output-main').click();
      await panel.getByRole('option', { name: 'features' }).click();
      await claim('Exact class map · 6×6');
      assert.match(await control(panel, 'fidelity').innerText(), /\(error /);

      await chooseModel(page, 'free_size.onnx');
      await claim('Exact CAM · 12×12');
      await sizes.getByRole('radio', { name: '24 (1×)' }).check({ force: true });
      await claim('Exact CAM · 6×6');
    }),
  );
});

async function chooseModel(page: Page, name: string): Promise<void> {
  await runCommand(page, 'CAM Lens: Choose Model…');
  await chooseFromQuickPick(page, name);
}

async function assertLogits(panel: Frame, name: string): Promise<void> {
  const expected = golden[name]?.logits ?? [];
  const rows = control(panel, 'class-row');
  assert.equal(await rows.count(), expected.length);
  for (const row of await rows.all()) {
    const logit = expected[Number(await row.getAttribute('data-class-index'))] ?? Number.NaN;
    const shown = await row.locator('[data-testid=logit]').getAttribute('data-value');
    assert.ok(Math.abs(Number(shown) - logit) < 1e-4, `${name}: ${shown} is not ${logit}`);
  }
}

/** The map of the top class, as the table for screen readers has it. */
async function assertMap(panel: Frame, name: string): Promise<void> {
  const expected = golden[name]?.map.flat() ?? [];
  const table = control(panel, 'accessible-table');
  if ((await table.getAttribute('open')) === null) await table.locator('summary').click();
  await table.locator('td[data-value]').first().waitFor();
  const values = await table
    .locator('td[data-value]')
    .evaluateAll((tds) => tds.map((td) => Number((td as HTMLElement).dataset.value)));
  assert.equal(values.length, expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, value] of values.entries()) {
    const difference = Math.abs(value - (expected[i] ?? Number.NaN));
    assert.ok(difference < 2e-3 * largest, `${name}, cell ${i}: ${value}, not ${expected[i]}`);
  }
}
