import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import sharp from 'sharp';
import { inRepository } from '../../../scripts/repository.ts';
import type { MethodReport } from '../../../src/cam/maps/files/methodReport.ts';
import { wayName } from '../../../src/cam/results/mapWay.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';
import { MAP_METHODS } from '../../../src/cam/results/methodMap.ts';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import type { Golden } from '../../unit/methods/golden.ts';
import { goldenOf } from '../../unit/methods/golden.ts';
import { assertCellColours, drawAs } from '../support/cellColours.ts';
import { acceptSuggestion } from '../support/quickInput.ts';
import { control, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';
import { waitForFile } from '../support/workspaceFiles.ts';

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

async function choose(panel: Frame, method: string): Promise<void> {
  await control(panel, 'method-button').click();
  await control(panel, `method-${method}`).click();
}

/** Beside JSON each method is saved in one of these, in turn: each takes a second. */
const FORMS = ['npy', 'svg', 'png'] as const;

/** Takes class `b`, of which PyTorch's maps are. */
async function chooseClass(panel: Frame): Promise<void> {
  await panel.locator('.class-row', { hasText: /^b\b/ }).getByRole('button').first().click();
  await panel.locator('.class-row.chosen', { hasText: /^b\b/ }).waitFor();
}

/** The map that a method shows of class `b`, by PyTorch and NumPy, and how far ours may be from it (Euclidean). */
function expectedOf(golden: Golden, method: MapMethod): { map: Float32Array; within: number } {
  if (method === 'smooth-grad') {
    // Of other noise; how far two means over noise are from each other varies itself.
    return { map: golden.smooth.map, within: 1.2 * golden.smooth.expected };
  }
  const map = mapOf(golden, method);
  return { map, within: 1e-4 * Math.hypot(...map) };
}

function mapOf(golden: Golden, method: Exclude<MapMethod, 'smooth-grad'>): Float32Array {
  if (method === 'occlusion') return golden.occlusion;
  if (method === 'integrated-gradients') return golden.integrated.map;
  if (method === 'hires-cam' || method === 'layer-cam') {
    return golden.behindNorm?.[method] ?? golden.maps[method];
  }
  return golden.maps[method];
}

/** Saves by one of the panel's buttons where the editor proposes to. @returns the file */
async function save(
  page: Page,
  panel: Frame,
  button: 'save-json' | 'save-npy',
  file: string,
): Promise<string> {
  await control(panel, button).click();
  return accept(page, file);
}

/** Saves the picture in a format. @returns the file */
async function saveFigure(
  page: Page,
  panel: Frame,
  format: 'png' | 'svg',
  file: string,
): Promise<string> {
  await control(panel, 'figure-button').click();
  await control(panel, 'figure-format').locator(`input[value="${format}"]`).check();
  await control(panel, 'save-picture').click();
  return accept(page, file);
}

/** The values of an array of 32-bit floats. */
function valuesOf(npy: string): number[] {
  const bytes = readFileSync(npy);
  const start = bytes.indexOf('\n') + 1;
  const count = (bytes.length - start) / 4;
  return Array.from({ length: count }, (_, i) => bytes.readFloatLE(start + 4 * i));
}

/** With a caption, so higher than the picture. */
async function assertFigure(file: string, method: string, side: number): Promise<void> {
  if (file.endsWith('.svg')) {
    assert.ok(readFileSync(file, 'utf8').includes(method), file);
    return;
  }
  const { format, height = 0 } = await sharp(file).metadata();
  assert.equal(format, 'png');
  assert.ok(height > side);
}

async function accept(page: Page, file: string): Promise<string> {
  await acceptSuggestion(page, new RegExp(`${path.basename(file).replaceAll('.', '\\.')}$`));
  await waitForFile(file);
  return file;
}

describe('Show CAM by methods', () => {
  const inWindow = sharedWindow({ prepare });

  it(
    'draws the Grad-CAM of PyTorch for a vision transformer with a class token',
    inWindow(async ({ page }) => {
      const panel = await showCam(page, ['methods/picture-48.png'], 'vit.dynamo.onnx');
      await control(panel, 'no-cam').waitFor();
      await chooseClass(panel);
      await control(panel, 'fidelity').filter({ hasText: 'Grad-CAM · gradient checked' }).waitFor();
      await drawAs(panel, 'Map', 'Cells');
      const { maps, shape } = goldenOf('vit');
      const map = rowsOf(maps['grad-cam'], shape[2]);
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
    'draws a contact sheet of it, by another method where that is chosen, as is the image behind a tile',
    inWindow(async ({ page, changeTheme }) => {
      const pictures = Object.values(NETWORKS).map((side) => `methods/picture-${side}.png`);
      const panel = await showCam(page, pictures, 'vgg.dynamo.onnx');
      const drawn = panel.locator('.tile[data-state=done]:not([data-old])');
      const line = control(panel, 'sheet-method');
      await control(panel, 'sheet-answer').getByText('2 images').waitFor();
      await line.getByText('no CAM').waitFor();
      await drawn.nth(1).waitFor();
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
      const claim = control(panel, 'fidelity').filter({ hasText: `${wayName('saliency')} · ` });
      await claim.filter({ hasText: 'gradient checked' }).waitFor();
      await control(panel, 'image-name').getByText('picture-32.png').waitFor();
    }),
  );

  for (const [network, side] of Object.entries(NETWORKS)) {
    it(
      `draws every method for ${network}, each checked, and saves what is on show`,
      inWindow(async ({ page, workspace }) => {
        const panel = await showCam(
          page,
          [`methods/picture-${side}.png`],
          `${network}.dynamo.onnx`,
        );
        await control(panel, 'no-cam').waitFor();
        await chooseClass(panel);
        const saved = (name: string) => path.join(workspace, `picture-${side}-${name}`);
        const claim = control(panel, 'fidelity');
        const golden = goldenOf(network);
        for (const [i, method] of MAP_METHODS.entries()) {
          const name = wayName(method);
          await choose(panel, method);
          const said = method === 'occlusion' ? 'by how much the logit falls' : 'gradient checked';
          await claim.filter({ hasText: name }).filter({ hasText: said }).waitFor();
          assert.equal(await claim.getAttribute('data-fidelity'), 'approximate', method);
          await saveScreenshot(page, `${network}-${method}`);

          const json = await save(page, panel, 'save-json', saved(`${method}.json`));
          const report: MethodReport = JSON.parse(readFileSync(json, 'utf8'));
          const [first] = report.classes;
          assert.equal(report.method, method);
          assert.equal(first?.label, 'b');
          assert.equal(report.claim.standing, 'approximate');
          const values = first?.map.flat() ?? [];
          const { map, within } = expectedOf(golden, method);
          assert.equal(values.length, map.length);
          const distance = Math.hypot(...values.map((value, at) => value - (map[at] ?? 0)));
          assert.ok(distance <= within, `${method}: off by ${distance}`);
          const form = FORMS[i % FORMS.length] ?? 'npy';
          const file = saved(`b-${method}.${form}`);
          if (form === 'npy') {
            assert.deepEqual(
              valuesOf(await save(page, panel, 'save-npy', file)),
              values.map(Math.fround),
            );
          } else {
            await saveFigure(page, panel, form, file);
            await assertFigure(file, name, side);
          }
        }
      }),
    );
  }
});

function rowsOf(values: Float32Array, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, y) => [
    ...values.subarray(y * columns, (y + 1) * columns),
  ]);
}
