import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { errors } from 'playwright-core';
import { retryTimeouts } from './retryTimeouts.ts';
import { refreshKey } from './worker.ts';

/** The rows of the explorer that are in view. */
export function explorerRows(page: Page): Locator {
  return page.locator('.explorer-folders-view .monaco-list-row');
}

/** The row of a file or folder in the explorer, by its exact name; its folder must be open. */
export function explorerItem(page: Page, name: string): Locator {
  return explorerRows(page).and(page.locator(`[aria-label="${name}"]`));
}

/**
 * Resolves when the explorer, with all folders closed, shows the files that a folder has: a row that moves while it is
 * clicked is missed.
 */
export async function explorerShows(page: Page, folder: string): Promise<void> {
  const rows = explorerRows(page);
  const names = readdirSync(folder).sort();
  for (let tries = 1; ; tries++) {
    // It may have missed a change, or the command to close the folders while it was opening.
    if (tries % 20 === 0) await page.keyboard.press(refreshKey);
    const labels = await rows.evaluateAll((all) =>
      all.map((row) => row.getAttribute('aria-label') ?? ''),
    );
    // A label may go on with the number of problems.
    const isThere = (name: string) => labels.some((label) => label.startsWith(name));
    if (labels.length === names.length && names.every(isThere)) return;
    if (tries === 200) throw new Error(`The explorer shows ${labels}, not ${names}.`);
    await page.waitForTimeout(50);
  }
}

/**
 * Opens the folders on the path to a file and waits for its row. `relativePath` is relative to the workspace, with `/`.
 * Returns the row of the file.
 */
export async function revealInExplorer(page: Page, relativePath: string): Promise<Locator> {
  const names = relativePath.split('/');
  for (const [index, name] of names.entries()) {
    const item = await scrollTo(page, name);
    const isFolder = index < names.length - 1;
    if (!isFolder || (await item.getAttribute('aria-expanded')) === 'true') continue;
    await item.click();
    await item.and(page.locator('[aria-expanded=true]')).waitFor();
  }
  return explorerItem(page, names.at(-1) ?? '');
}

/**
 * Opens the editor of a file. A click on a row is lost if the row is refreshed at that moment, so the click is
 * repeated.
 */
export async function openFromExplorer(page: Page, relativePath: string): Promise<void> {
  const name = path.posix.basename(relativePath);
  const tab = page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).first();
  await retryTimeouts(5, async () => {
    await (await revealInExplorer(page, relativePath)).dblclick();
    await tab.waitFor({ timeout: 5_000 });
  });
}

/** The row of a file; the explorer only has visible rows, so it is scrolled until the row is in view. */
async function scrollTo(page: Page, name: string): Promise<Locator> {
  const list = page.locator('.explorer-folders-view .monaco-list');
  for (let tries = 1; !(await scrollList(list, name)); tries++) {
    if (tries === 5) throw new Error(`The explorer shows no row ${name}.`);
  }
  return explorerItem(page, name);
}

/**
 * Scrolls from the current position, then from the top. Returns whether the row is in view, not under the sticky
 * folders.
 */
function scrollList(list: Locator, name: string): Promise<boolean> {
  return list.evaluate(async (element, label) => {
    const rows = element.querySelector('.monaco-list-rows') ?? element;
    const view = element.getBoundingClientRect();
    // No function in here: its compiled form needs helpers that the page does not have.
    for (let step = 0; step < 40; step++) {
      const row = element.querySelector(`.monaco-list-row[aria-label="${label}"]`);
      const { top, bottom } = row?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
      const sticky = element.querySelector('.monaco-tree-sticky-container')?.clientHeight ?? 0;
      if (row && top >= view.top + sticky && bottom <= view.bottom) return true;
      const deltaY = step === 0 ? -100_000 : 300;
      rows.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }
    return false;
  }, name);
}

/**
 * Selects several files of one folder, the first by a click and the others by Control-click. While files come and go, a
 * click may be lost or reach another row; then all are clicked again.
 */
export async function selectInExplorer(
  page: Page,
  relativePaths: readonly string[],
): Promise<void> {
  const selected = explorerRows(page).and(page.locator('[aria-selected=true]'));
  const names = relativePaths.map((relativePath) => path.posix.basename(relativePath));
  await retryTimeouts(5, async () => {
    for (const [i, relativePath] of relativePaths.entries()) {
      const item = await revealInExplorer(page, relativePath);
      await item.click({ modifiers: i === 0 ? [] : ['ControlOrMeta'] });
      await item.and(selected).waitFor({ timeout: 3_000 });
    }
    for (const row of await selected.all()) {
      const name = (await row.getAttribute('aria-label', { timeout: 3_000 })) ?? '';
      if (!names.includes(name)) throw new errors.TimeoutError(`${name} is selected as well.`);
    }
  });
}
