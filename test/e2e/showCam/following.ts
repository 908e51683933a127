import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { saveScreenshot } from '../../support/screenshots.ts';
import { acceptSuggestion } from '../support/quickInput.ts';
import { control, panelShowing, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';
import { dialog, editorTab, notification } from '../support/workbench.ts';
import { waitForFile } from '../support/workspaceFiles.ts';

const sample = 'pictures/living-room/living-room-01.png';
const gap = 'scenes-gap.onnx';

const NAMES = [
  ...['lounge', 'kitchen', 'bedroom', 'bathroom'],
  ...['office', 'street', 'park', 'beach'],
];

/** A model without a sidecar. */
const plain = 'plain.onnx';

describe('Show CAM and its files', () => {
  const inWindow = sharedWindow({
    prepare: (workspace) => copyFileSync(path.join(workspace, gap), path.join(workspace, plain)),
  });

  it(
    'another model in the same file gives another fidelity line',
    inWindow(async ({ page, workspace }) => {
      await showCam(page, [sample], gap);
      copyFileSync(path.join(workspace, 'scenes-gmp.onnx'), path.join(workspace, gap));
      const panel = await panelShowing(page, 'Exact max-pooling map');
      await saveScreenshot(page, 'max-pooling');
      assert.match(await control(panel, 'class-row').first().innerText(), /living room/);
    }),
  );

  it(
    'a truncated image gives a message that names it; the restored one is shown again',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const file = path.join(workspace, sample);
      const original = readFileSync(file);
      truncateSync(file, 500);
      const error = control(panel, 'error');
      await error.filter({ hasText: 'living-room-01.png' }).waitFor();
      await control(panel, 'fidelity').waitFor({ state: 'hidden' });
      await saveScreenshot(page, 'truncated-image');
      writeFileSync(file, original);
      await error.waitFor({ state: 'hidden' });
      assert.match(await control(panel, 'fidelity').innerText(), /Exact CAM/);
    }),
  );

  it(
    'a broken model gives a message that names it; the restored one is shown again',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const file = path.join(workspace, gap);
      const original = readFileSync(file);
      truncateSync(file, 100_000);
      const error = control(panel, 'error');
      await error.filter({ hasText: gap }).waitFor();
      assert.match(await error.innerText(), /incomplete|Copy, download or export/);
      writeFileSync(file, original);
      await error.waitFor({ state: 'hidden' });
      assert.match(await control(panel, 'fidelity').innerText(), /Exact CAM/);
    }),
  );

  it(
    'labels edited in the sidecar are used at once',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const sidecar = path.join(workspace, 'scenes-gap.cam.json');
      const content = JSON.parse(readFileSync(sidecar, 'utf8'));
      writeFileSync(sidecar, JSON.stringify({ ...content, labels: NAMES }));
      await control(panel, 'class-row').filter({ hasText: 'lounge' }).first().waitFor();
      writeFileSync(sidecar, JSON.stringify({ ...content, labels: ['one', 'two'] }));
      await control(panel, 'error').filter({ hasText: 'scenes-gap.cam.json' }).waitFor();
    }),
  );

  it(
    'a labels file that appears beside the model, or changes, names the classes',
    inWindow(async ({ page, workspace }) => {
      const file = path.join(workspace, 'labels.txt');
      rmSync(file);
      const panel = await showCam(page, [sample], plain);
      const source = control(panel, 'labels-source');
      await source.filter({ hasText: 'No labels' }).waitFor();
      writeFileSync(file, NAMES.join('\n'));
      await source.filter({ hasText: 'Labels from labels.txt' }).waitFor();
      await control(panel, 'class-row').filter({ hasText: 'lounge' }).first().waitFor();
      writeFileSync(file, ['parlour', ...NAMES.slice(1)].join('\n'));
      await control(panel, 'class-row').filter({ hasText: 'parlour' }).first().waitFor();
      rmSync(file);
      await source.filter({ hasText: 'No labels' }).waitFor();
    }),
  );

  it(
    'Add Labels shows what a file holds, uses it, and takes it back',
    inWindow(async ({ page, workspace }) => {
      const sidecar = path.join(workspace, 'plain.cam.json');
      rmSync(path.join(workspace, 'labels.txt'));
      writeFileSync(path.join(workspace, 'few.csv'), 'one\ntwo\n');
      writeFileSync(path.join(workspace, 'rooms.csv'), NAMES.join('\n'));
      const panel = await showCam(page, [sample], plain);
      // From its list: what is written while the dialog still reads the folder is lost.
      const choose = (name: string) =>
        page.locator('.quick-input-list .monaco-list-row', { hasText: name }).click();
      await control(panel, 'change-labels').filter({ hasText: 'Add Labels…' }).click();
      await choose('few.csv');
      const asked = dialog(page);
      await asked
        .filter({ hasText: 'few.csv has 2 labels, but the model has 8 classes.' })
        .waitFor();
      await asked.getByRole('button', { name: 'Choose Another File…' }).click();
      await choose('rooms.csv');
      await asked
        .filter({ hasText: '8 names: 0 lounge, 1 kitchen, 2 bedroom … 7 beach' })
        .waitFor();
      assert.match(await asked.innerText(), /From rooms\.csv; the model has 8 classes ✓/);
      await saveScreenshot(page, 'add-labels');
      assert.equal(existsSync(sidecar), false);
      await asked.getByRole('button', { name: 'Use These Labels' }).click();
      await control(panel, 'labels-source').filter({ hasText: 'Labels from rooms.csv' }).waitFor();
      assert.deepEqual(JSON.parse(readFileSync(sidecar, 'utf8')), { labels: 'rooms.csv' });
      const said = notification(page, 'The labels are from rooms.csv, as plain.cam.json says.');
      await said.getByRole('button', { name: 'Undo' }).click();
      await control(panel, 'labels-source').filter({ hasText: 'No labels' }).waitFor();
      assert.equal(existsSync(sidecar), false);
    }),
  );

  it(
    'saves the picture as PNG and SVG with legend and caption, the map as .npy, everything as JSON',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const saved = (name: string) => path.join(workspace, `living-room-01-${name}`);
      const savePicture = async (format: string) => {
        await control(panel, 'figure-button').click();
        await control(panel, 'figure-format').locator(`input[value="${format}"]`).check();
        await control(panel, 'save-picture').click();
        await acceptSuggestion(page, new RegExp(`\\.${format}$`));
        await waitForFile(saved(`living-room.${format}`));
      };
      await savePicture('png');
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await notification(page, 'living-room.png').getByRole('button', { name: 'Copy' }).click();
      await control(panel, 'output-status').getByText('is on the clipboard').waitFor();
      const png = sharp(saved('living-room.png'));
      const { width = 0, height = 0, format } = await png.metadata();
      assert.equal(format, 'png');
      assert.ok(width > 224 && height > 224 + 60, `${width}×${height}: margins, legend, caption`);
      // The sample's wall, where nothing speaks for the class, is as in the photo.
      const at = { left: (width - 224) / 2 + 200, top: 13 + 20, width: 1, height: 1 };
      const photo = sharp(path.join(workspace, sample));
      const [own, drawn] = await Promise.all(
        [photo.extract({ left: 200, top: 20, width: 1, height: 1 }), png.extract(at)].map((pixel) =>
          pixel.removeAlpha().raw().toBuffer(),
        ),
      );
      const differences = [...(own ?? [])].map((value, i) => Math.abs(value - (drawn?.[i] ?? 999)));
      assert.ok(Math.max(...differences) <= 12, `${own?.toJSON().data}, ${drawn?.toJSON().data}`);
      await savePicture('svg');
      const svg = readFileSync(saved('living-room.svg'), 'utf8');
      assert.match(svg, />living-room-01\.png · scenes-gap\.onnx · living room /);
      for (const [extension, name] of [
        ['npy', 'living-room.npy'],
        ['json', 'cam.json'],
      ] as const) {
        await control(panel, `save-${extension}`).click();
        await acceptSuggestion(page, new RegExp(`\\.${extension}$`));
        await waitForFile(saved(name));
      }
      const npy = readFileSync(saved('living-room.npy'));
      assert.match(npy.subarray(0, 128).toString('latin1'), /NUMPY.*'<f4'.*\(14, 14\)/s);
      const report = JSON.parse(readFileSync(saved('cam.json'), 'utf8'));
      assert.deepEqual(report.grid, [14, 14]);
      assert.equal(report.classes[0].label, 'living room');
    }),
  );

  it(
    'creates the sidecar with what is in use and opens it, to edit the preprocessing',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], plain);
      await control(panel, 'edit-preprocessing').click();
      await editorTab(page, 'plain.cam.json').waitFor();
      const sidecar = JSON.parse(readFileSync(path.join(workspace, 'plain.cam.json'), 'utf8'));
      assert.deepEqual(sidecar.preprocessing.mean, [0.485, 0.456, 0.406]);
      assert.equal(sidecar.preprocessing.crop, 224);
    }),
  );
});
