import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inRepository } from '../../scripts/repository.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import { openFromExplorer } from './support/explorer.ts';
import {
  chooseFromQuickPick,
  closeQuickInput,
  enterText,
  quickPickItem,
  runCommand,
} from './support/quickInput.ts';
import { panelShowing, showCam } from './support/showCamPanel.ts';
import { sharedWindow } from './support/window.ts';
import { editorTab, notification, statusBarItem } from './support/workbench.ts';

const sample = 'pictures/living-room/living-room-01.png';
const gap = 'scenes-gap.onnx';
const networks = 'networks.py';
const fixtures = inRepository('test', 'fixtures', 'tracebacks');

/** Runs a script of the workspace; users run Python, which may be missing on the machine of the tests. */
const command = `"${process.execPath}" export.cjs`;

/** Copies the other model over the one that is shown, as an export does, and says so in green. */
const exportsModel = `
  console.log('\\x1b[32mexporting\\x1b[0m with max pooling');
  require('node:fs').copyFileSync('scenes-gmp.onnx', '${gap}');
`;

/** Ends as PyTorch does with a head of wrong size, unless the file says \`Linear(8, 4)\`. */
const exportsUnlessWrong = `
  const fs = require('node:fs');
  if (fs.readFileSync('${networks}', 'utf8').includes('Linear(8, 4)')) console.log('exported');
  else { process.stderr.write(fs.readFileSync('traceback.txt')); process.exitCode = 1; }
`;

const neverEnds = `
  console.log('epoch 1 of 1000000');
  setInterval(() => undefined, 1000);
`;

/** The workspace: networks, a script and two tasks that export them, and the settings. */
function prepare(script: string, settings: Record<string, unknown>) {
  return (workspace: string) => {
    const inWorkspace = (name: string) => path.join(workspace, name);
    copyFileSync(path.join(fixtures, 'cases', 'torch', networks), inWorkspace(networks));
    copyFileSync(path.join(fixtures, 'cases', 'helper.py'), inWorkspace('helper.py'));
    writeScript(script)(workspace);
    const python = 'import torch\n\ntorch.onnx.export(None, (), "model.onnx")\n';
    writeFileSync(inWorkspace('make_model.py'), python);
    copyTraceback('wrong_head_torchscript.txt', '/project/torch', inWorkspace('traceback.txt'));
    copyTraceback('plain.txt', '/project', inWorkspace('plain.txt'));
    mkdirSync(inWorkspace('.vscode'), { recursive: true });
    writeFileSync(inWorkspace('.vscode/tasks.json'), JSON.stringify(tasks));
    writeFileSync(inWorkspace('.vscode/settings.json'), JSON.stringify(settings));
  };
}

/** Copies the recorded output of Python, with the paths of a folder that is the copy's. */
function copyTraceback(recorded: string, folder: string, copy: string): void {
  const text = readFileSync(path.join(fixtures, 'recorded', recorded), 'utf8');
  writeFileSync(copy, text.replaceAll(folder, path.dirname(copy)));
}

/** The script that the command runs. */
function writeScript(script: string) {
  return (workspace: string) => writeFileSync(path.join(workspace, 'export.cjs'), script);
}

const onlyOnSave = { 'camLens.export.onSave': true };
const onSave = { 'camLens.export.command': command, ...onlyOnSave };
// In a browser, auto save is on by default.
const settings = { 'files.autoSave': 'off' };

/** A task that ends with an error of plain Python, and one that looks suitable. */
const tasks = {
  version: '2.0.0',
  tasks: [
    {
      label: 'export',
      type: 'shell',
      command,
      problemMatcher: ['$cam-lens-python', '$cam-lens-python-underlined'],
    },
    { label: 'train and export', type: 'shell', command: 'true' },
  ],
};

/** VS Code looks for problems only until a tenth of a second after the end: on a busy machine that is too short. */
const failsWithPlainPython = `
  process.stderr.write(require('fs').readFileSync('plain.txt'));
  process.exitCode = 1;
  setTimeout(() => undefined, 2000);
`;

describe('Exporting', () => {
  const inWindow = sharedWindow({ settings, prepare: prepare('', onSave) });

  // In an order in which the status bar shows that the window has read the settings of the next test.
  it(
    'the command asks once how, suggests tasks and scripts that export, and remembers it',
    inWindow(
      async ({ page, workspace }) => {
        await exportsNothingOnSave(page);
        await runCommand(page, 'CAM Lens: Export Model');
        await quickPickItem(page, 'train and export').first().waitFor();
        await quickPickItem(page, 'make_model.py').first().waitFor();
        await saveScreenshot(page, 'export-suggestions');
        await chooseFromQuickPick(page, 'Another command…');
        await enterText(page, command);
        await terminalText(page, /Finished with exit code 0/);
        await saveScreenshot(page, 'export-model');
        const file = path.join(workspace, '.vscode', 'settings.json');
        const written = JSON.parse(readFileSync(file, 'utf8'));
        assert.equal(written['camLens.export.command'], command);
        await runCommand(page, 'CAM Lens: Toggle Export on Save');
        await notification(page, 'Saving the model’s source now runs').waitFor();
        await statusBarItem(page, 'Export on Save').waitFor();
      },
      prepare(exportsModel, {}),
    ),
  );

  it(
    'a saved source gives a new model, which the open panel shows; the output is in a terminal',
    inWindow(async ({ page }) => {
      await showCam(page, [sample], gap);
      await editAndSave(page, '# max pooling');
      await chooseFromMenu(page, 'Show Output');
      await terminalText(page, /exporting with max pooling/);
      await terminalText(page, /Finished with exit code 0/);
      assert.equal(await page.locator('.xterm.focus').count(), 0, 'it does not take the focus');
      await editorTab(page, 'CAM: living-room').click();
      await panelShowing(page, 'Exact max-pooling map');
      await saveScreenshot(page, 'export-on-save');
    }, writeScript(exportsModel)),
  );

  it(
    'an error of Python is marked at its line until an export succeeds',
    inWindow(async ({ page }) => {
      await editAndSave(page, '# a head of wrong size');
      await statusBarItem(page, 'Export failed').waitFor();
      await page.locator('.squiggly-error').first().waitFor();
      await page.keyboard.press('Control+Shift+M');
      const problem = page.locator('.markers-panel .monaco-list-row', {
        hasText: 'mat1 and mat2',
      });
      await problem.first().waitFor();
      assert.match(await problem.first().innerText(), /\[Ln 14, Col 16\]/);
      await saveScreenshot(page, 'export-problem');
      assert.equal(await notification(page, 'export').count(), 0);
      await editAndSave(page, '# nn.Linear(8, 4)');
      await statusBarItem(page, 'Export on Save').waitFor();
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await problem.first().waitFor({ state: 'detached' });
    }, writeScript(exportsUnlessWrong)),
  );

  it(
    'an export that never ends is cancelled from the status bar',
    inWindow(async ({ page }) => {
      await editAndSave(page, '# for ever');
      await statusBarItem(page, 'Exporting…').waitFor();
      await statusBarItem(page, 'Exporting…').click();
      await quickPickItem(page, 'Cancel Export').first().waitFor();
      await saveScreenshot(page, 'export-menu');
      await chooseFromQuickPick(page, 'Cancel Export');
      await statusBarItem(page, 'Export on Save').waitFor();
      await chooseFromMenu(page, 'Show Output');
      await terminalText(page, /Cancelled after/);
    }, writeScript(neverEnds)),
  );

  it(
    'the command says in one message that a program not found, and offers to change it',
    inWindow(
      async ({ page }) => {
        await exportsNothingOnSave(page);
        await runCommand(page, 'CAM Lens: Export Model');
        const message = notification(page, /no-such-python .*not found/);
        await message.waitFor();
        await saveScreenshot(page, 'export-not-found');
        await message.getByRole('button', { name: 'Change Command…' }).click();
        await quickPickItem(page, 'Another command…').first().waitFor();
        await closeQuickInput(page);
      },
      prepare('', { 'camLens.export.command': 'no-such-python export.py' }),
    ),
  );

  it(
    'a task with the problem matchers marks the line as well',
    inWindow(
      async ({ page }) => {
        await editAndSave(page, '# a head of wrong size');
        await statusBarItem(page, 'Export failed').waitFor();
        // A task that fails shows its terminal.
        await terminalText(page, /press any key/);
        await runCommand(page, 'Problems: Focus on Problems View');
        await page
          .locator('.markers-panel .monaco-list-row', { hasText: 'ValueError: 5 is odd' })
          .waitFor();
        await saveScreenshot(page, 'export-task');
        assert.equal(await notification(page, 'export').count(), 0);
      },
      prepare(failsWithPlainPython, { 'camLens.export.task': 'export', ...onlyOnSave }),
    ),
  );
});

/** Opens the networks, writes a line at the top and saves with the keys, once the status bar shows that the extension listens. */
async function editAndSave(page: Page, line: string): Promise<void> {
  await openFromExplorer(page, networks);
  await page.locator('.monaco-editor.focused').first().waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(`${line}\n`);
  await statusBarItem(page, /Export/).waitFor();
  await page.keyboard.press('Control+S');
  await editorTab(page, networks).and(page.locator(':not(.dirty)')).waitFor();
  await allowExport(page);
}

/**
 * The first save asks whether the command may run. Windows are shared and tests repeated, so whether it was asked before
 * is not known: a run, or a long time without a question, means that it was. A failure may be that of an earlier export.
 */
async function allowExport(page: Page): Promise<void> {
  const question = notification(page, 'whenever you save the model’s source. Allow this?');
  const run = question.getByRole('button', { name: 'Run on Save' });
  const running = statusBarItem(page, /Exporting/);
  const endMs = Date.now() + 15_000;
  while (Date.now() < endMs) {
    if (await run.isVisible()) {
      await run.click();
      await question.waitFor({ state: 'detached' });
      return;
    }
    if (await running.isVisible()) return;
    await page.waitForTimeout(50);
  }
}

/** Waits until the window has read settings without an export on save. */
async function exportsNothingOnSave(page: Page): Promise<void> {
  await statusBarItem(page, /Export/).waitFor({ state: 'detached' });
}

/** A save is exported a moment later: until then the menu does not have every entry. */
async function chooseFromMenu(page: Page, label: string): Promise<void> {
  const entry = quickPickItem(page, label).first();
  for (let tries = 1; ; tries++) {
    await statusBarItem(page, /Export/).click();
    await quickPickItem(page, 'Change Command…').first().waitFor();
    if (await entry.isVisible()) break;
    assert.ok(tries < 40, `The menu has no entry ${label}.`);
    await closeQuickInput(page);
  }
  await chooseFromQuickPick(page, label);
}

/** Waits for text in the terminal that is in view. */
async function terminalText(page: Page, text: RegExp): Promise<void> {
  await page.locator('.xterm-rows', { hasText: text }).first().waitFor();
}
