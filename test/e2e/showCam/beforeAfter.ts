import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { saveDocumentationScreenshot, saveScreenshot } from '../../support/screenshots.ts';
import { comparisonGolden as golden } from '../support/comparisonGolden.ts';
import { openFromExplorer, revealInExplorer } from '../support/explorer.ts';
import { writeSlowly, writeWithSwappedClasses } from '../support/exports.ts';
import { openModelTab } from '../support/modelTab.ts';
import { chooseFromQuickPick } from '../support/quickInput.ts';
import { chooseInView, control, panelShowing, showCam } from '../support/showCamPanel.ts';
import { sharedWindow } from '../support/window.ts';
import { editorTab, stateIsKept, statusBarItem } from '../support/workbench.ts';

const sample = `pictures/${golden.picture}`;
const pictureName = path.posix.basename(golden.picture);
const [gap, gmp] = ['scenes-gap.onnx', 'scenes-gmp.onnx'];
describe('Before and after an export', () => {
  const inWindow = sharedWindow();

  it(
    'a model that is written slowly is waited for; then before and after are there, with what moved',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const seen = await watch(panel);
      const [from, to] = [path.join(workspace, gmp), path.join(workspace, gap)];
      const completeAtMs = await writeSlowly(from, to);
      await control(panel, 'slider-canvas').waitFor();
      await control(panel, 'change-text').getByText(`${gap} changed`).waitFor();
      const { hadError, waitedAtMs, shownAtMs } = await seen();
      console.log(`      before | after ${shownAtMs - completeAtMs} ms after the last byte`);
      assert.equal(hadError, false, 'no error is ever shown');
      assert.ok(waitedAtMs > 0 && waitedAtMs < completeAtMs, 'it says that it waits');
      assert.ok(shownAtMs > completeAtMs);
      await assertMoved(panel, (label) => golden.logits[label]);
      await control(panel, 'moved-kind').getByText('max-pooling').waitFor();
      await page.mouse.move(5, 400);
      await saveDocumentationScreenshot(page, 'before-after');

      await control(panel, 'divider').press('Shift+ArrowLeft');
      await panel.locator('[data-testid=divider][aria-valuenow="40"]').waitFor();
      await choose(panel, 'difference');
      await control(panel, 'difference-canvas').waitFor();
      await page.mouse.move(5, 400);
      await saveScreenshot(page, 'before-after-difference');
      await choose(panel, 'sideBySide');
      await control(panel, 'other-stage-canvas').waitFor();
      await saveScreenshot(page, 'before-after-side-by-side');
      // It is remembered for the next panel.
      await choose(panel, 'slider');
      await control(panel, 'before-menu-button').click();
      await control(panel, 'keep-new').click();
      await control(panel, 'stage-canvas').waitFor();
      assert.equal(await control(panel, 'change-bar').isVisible(), false);
    }),
  );

  it(
    'the difference is that of the two files, cell by cell',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      await chooseInView(panel, 'interpolation', 'Cells');
      copyFileSync(path.join(workspace, gmp), path.join(workspace, gap));
      await choose(panel, 'difference');
      await control(panel, 'difference-canvas').waitFor();
      const table = control(panel, 'accessible-table');
      await table.locator('summary').click();
      await table.getByText('the new model minus the earlier model').waitFor();
      const values = await table
        .locator('td[data-value]')
        .evaluateAll((tds) => tds.map((td) => Number((td as HTMLElement).dataset.value)));
      const expected = golden.difference.flat().map((value) => -value);
      assert.equal(values.length, expected.length);
      for (const [i, value] of values.entries()) {
        assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) < 0.02, `cell ${i}: ${value}`);
      }
      await choose(panel, 'slider');
      await chooseInView(panel, 'interpolation', 'Smooth');
      await stateIsKept(panel);
    }),
  );

  it(
    'a prediction that flips is said; a pinned before stays over further exports; the same again is unchanged',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const file = path.join(workspace, gap);
      const made = path.join(workspace, 'export.tmp');
      const original = path.join(workspace, 'original.bin');
      copyFileSync(file, original);
      const labels: [string, string] = [golden.label, 'kitchen'];
      await writeWithSwappedClasses(file, made, labels);
      renameSync(made, file);
      const prediction = control(panel, 'moved-prediction');
      await prediction.filter({ hasText: `${golden.label} → ` }).waitFor();
      assert.match(await prediction.innerText(), /\bkitchen$/);
      // Neither class has a bias, so their logits are exchanged as well.
      await assertMoved(panel, (label) => {
        const is = label === labels[0] ? labels[1] : label === labels[1] ? labels[0] : label;
        return [golden.logits[label]?.[0] ?? Number.NaN, golden.logits[is]?.[0] ?? Number.NaN];
      });
      await page.mouse.move(5, 400);
      await saveScreenshot(page, 'before-after-flip');

      await control(panel, 'moved-sentence').getByText(`${golden.label} became kitchen.`).waitFor();
      await control(panel, 'before-menu-button').click();
      await control(panel, 'pin-before').click();
      await control(panel, 'history-when').getByText('· pinned').waitFor();
      copyFileSync(path.join(workspace, gmp), file);
      await control(panel, 'moved-kind').getByText('max-pooling').waitFor();
      await assertMoved(panel, (label) => golden.logits[label]);
      copyFileSync(original, file);
      await control(panel, 'change-text').getByText('nothing moved').waitFor();
      assert.equal(await control(panel, 'slider-canvas').isVisible(), false);
      await saveScreenshot(page, 'before-after-unchanged');
    }),
  );

  it(
    'earlier exports are kept: a slider goes back to them, and each is what that file said',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const file = path.join(workspace, gap);
      const made = path.join(workspace, 'export.tmp');
      await writeWithSwappedClasses(file, made, [golden.label, 'kitchen']);
      renameSync(made, file);
      await control(panel, 'moved-prediction').filter({ hasText: 'kitchen' }).waitFor();
      await page.waitForTimeout(2500); // Two writes within two seconds are one export.
      copyFileSync(path.join(workspace, gmp), file);
      await control(panel, 'moved-kind').getByText('max-pooling').waitFor();
      const slider = control(panel, 'history');
      assert.equal(await slider.inputValue(), '1');
      await control(panel, 'history-when').getByText('1 export ago · kitchen').waitFor();
      await slider.focus();
      await page.keyboard.press('ArrowLeft');
      await control(panel, 'history-when').getByText(`2 exports ago · ${golden.label}`).waitFor();
      await control(panel, 'moved-sentence')
        .getByText(/^(Still|office|bedroom)/)
        .waitFor();
      await assertMoved(panel, (label) => golden.logits[label]);
      await saveScreenshot(page, 'before-after-history');
    }),
  );

  it(
    'a file that stays broken is reported over what was shown; one that is deleted and made anew is not',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      const file = path.join(workspace, gap);
      const original = readFileSync(file);
      truncateSync(file, 100_000);
      await control(panel, 'waiting').filter({ hasText: gap }).waitFor();
      await saveScreenshot(page, 'before-after-waiting');
      assert.equal(await control(panel, 'error').isVisible(), false);
      await control(panel, 'error').filter({ hasText: gap }).waitFor();
      assert.equal(await control(panel, 'waiting').isVisible(), false);
      assert.equal(await control(panel, 'stage-canvas').isVisible(), true);
      assert.match(await control(panel, 'fidelity').innerText(), /Exact CAM/);
      await saveScreenshot(page, 'before-after-broken');
      writeFileSync(file, original);
      await control(panel, 'error').waitFor({ state: 'hidden' });

      const seen = await watch(panel);
      rmSync(file);
      await control(panel, 'waiting').waitFor();
      copyFileSync(path.join(workspace, gmp), file);
      await control(panel, 'slider-canvas').waitFor();
      assert.equal((await seen()).hadError, false);
    }),
  );

  it(
    'a comparison with another model goes on, and before and after are offered',
    inWindow(async ({ page, workspace }) => {
      const panel = await showCam(page, [sample], gap);
      await control(panel, 'compare').click();
      await chooseFromQuickPick(page, gmp);
      await control(panel, 'fidelity-other').filter({ hasText: 'max-pooling' }).waitFor();
      await writeWithSwappedClasses(path.join(workspace, gap), path.join(workspace, 'export.tmp'), [
        golden.label,
        'kitchen',
      ]);
      renameSync(path.join(workspace, 'export.tmp'), path.join(workspace, gap));
      await control(panel, 'show-before').waitFor();
      assert.equal(await control(panel, 'pane-name-other').innerText(), gmp);
      await control(panel, 'show-before').click();
      await control(panel, 'moved-prediction').filter({ hasText: 'kitchen' }).waitFor();
      await control(panel, 'back-to-comparison').click();
      await control(panel, 'pane-name-other').getByText(gmp).waitFor();
    }),
  );

  it(
    'the tab of a model waits as well',
    inWindow(async ({ page, workspace }) => {
      const tab = await openModelTab(page, gap, /Exact CAM/);
      const file = path.join(workspace, gap);
      const bytes = readFileSync(path.join(workspace, gmp));
      writeFileSync(file, bytes.subarray(0, 300_000));
      await control(tab, 'rereading')
        .filter({ hasText: `until ${gap} is complete` })
        .waitFor();
      await saveScreenshot(page, 'model-tab-waiting');
      assert.equal(await control(tab, 'failure').isVisible(), false);
      assert.match(await control(tab, 'verdict-text').innerText(), /Exact CAM/);
      appendFileSync(file, bytes.subarray(300_000));
      await control(tab, 'verdict').filter({ hasText: 'max' }).waitFor();
      assert.equal(await control(tab, 'failure').isVisible(), false);
      truncateSync(file, 1000);
      await control(tab, 'failure').filter({ hasText: gap }).waitFor();
    }),
  );

  it(
    'also of a model outside of the workspace, and while the panel is hidden',
    inWindow(
      async ({ page, workspace }) => {
        await statusBarItem(page, path.basename(outside(workspace))).waitFor();
        const item = await revealInExplorer(page, sample);
        await item.click();
        const panel = await showCam(page, [sample], undefined);
        const seen = await watch(panel);
        const file = outside(workspace);
        const made = `${file}.tmp`;
        await writeWithSwappedClasses(path.join(workspace, gap), made, ['beach', 'park']);
        renameSync(made, file);
        await control(panel, 'slider-canvas').waitFor();
        assert.equal((await seen()).hadError, false);

        // The panel's group shows something else, so that its page is no more.
        await editorTab(page, `CAM: ${pictureName}`).click();
        await openFromExplorer(page, 'labels.txt');
        await writeSlowly(path.join(workspace, gmp), file, { durationMs: 500 });
        await page.waitForTimeout(1500); // Nothing shows that the hidden panel has noticed it.
        await editorTab(page, `CAM: ${pictureName}`).click();
        const again = await panelShowing(page, 'max-pooling');
        await control(again, 'slider-canvas').waitFor();
        await control(again, 'moved-kind').getByText('max-pooling').waitFor();
      },
      (workspace) => {
        const model = outside(workspace);
        mkdirSync(path.dirname(model), { recursive: true });
        copyFileSync(path.join(workspace, gap), model);
        copyFileSync(
          path.join(workspace, 'scenes-gap.cam.json'),
          model.replace(/\.onnx$/, '.cam.json'),
        );
        copyFileSync(
          path.join(workspace, 'labels.txt'),
          path.join(path.dirname(model), 'labels.txt'),
        );
        mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
        writeFileSync(
          path.join(workspace, '.vscode', 'settings.json'),
          JSON.stringify({ 'camLens.model': model }),
        );
      },
    ),
  );
});

/** A model beside the workspace folder, with the name of the test's other models. */
function outside(workspace: string): string {
  return path.join(workspace, '..', 'models', 'model.onnx');
}

interface Seen {
  hadError: boolean;
  /** Milliseconds since 1970; 0 if it did not happen. */
  waitedAtMs: number;
  shownAtMs: number;
}

/**
 * Watches the panel in every frame: whether an error was ever shown, and when it first waited and first showed both.
 */
async function watch(panel: Frame): Promise<() => Promise<Seen>> {
  // As text: compiled code calls helpers that the page does not have.
  await panel.evaluate(`
    window.seen = { hadError: false, waitedAtMs: 0, shownAtMs: 0 };
    const isVisible = (id) =>
      document.querySelector('[data-testid=' + id + ']')?.checkVisibility() ?? false;
    const look = () => {
      if (isVisible('error')) window.seen.hadError = true;
      if (isVisible('waiting')) window.seen.waitedAtMs ||= Date.now();
      if (isVisible('slider-canvas')) window.seen.shownAtMs ||= Date.now();
      requestAnimationFrame(look);
    };
    look();
  `);
  return () => panel.evaluate<Seen>('window.seen');
}

async function choose(panel: Frame, mode: string): Promise<void> {
  await control(panel, 'beforeAfter').waitFor();
  const choice = panel.locator(`[data-testid=beforeAfter] input[value=${mode}]`);
  await choice.check({ force: true });
}

/** @param logits of a class, before and after */
async function assertMoved(
  panel: Frame,
  logits: (label: string) => [number, number] | undefined,
): Promise<void> {
  const rows = control(panel, 'moved-row');
  await rows.first().waitFor();
  assert.ok((await rows.count()) >= 5);
  for (const row of await rows.all()) {
    const label = (await row.getAttribute('data-label')) ?? '';
    const [before = Number.NaN, after = Number.NaN] = logits(label) ?? [];
    const cell = row.locator('td').first();
    const [was, is] = await Promise.all(
      ['data-before', 'data-after'].map(async (name) => Number(await cell.getAttribute(name))),
    );
    assert.ok(Math.abs((was ?? 0) - before) < 1e-3, `${label} before: ${was}, not ${before}`);
    assert.ok(Math.abs((is ?? 0) - after) < 1e-3, `${label} after: ${is}, not ${after}`);
  }
}
