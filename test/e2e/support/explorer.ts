import type { Locator, Page } from 'playwright-core';

/** The row of a file or folder in the explorer, by its exact name; its folder must be open. */
export function explorerItem(page: Page, name: string): Locator {
  return page.locator(`.explorer-folders-view .monaco-list-row[aria-label="${name}"]`);
}

/**
 * Opens the folders on the way to a file and waits for its row. `relativePath` is relative to the workspace, with `/`.
 * Returns the row of the file.
 */
export async function revealInExplorer(page: Page, relativePath: string): Promise<Locator> {
  const names = relativePath.split('/');
  for (const [index, name] of names.entries()) {
    const item = await scrollTo(page, name);
    const isFolder = index < names.length - 1;
    if (isFolder && (await item.getAttribute('aria-expanded')) !== 'true') await item.click();
  }
  return explorerItem(page, names.at(-1) ?? '');
}

/** The row of a file; the explorer only has rows for what it shows, so it is scrolled until the row is there. */
async function scrollTo(page: Page, name: string): Promise<Locator> {
  const item = explorerItem(page, name);
  const list = page.locator('.explorer-folders-view .monaco-list');
  for (let round = 0; round < 3 && (await item.count()) === 0; round++) {
    await list.evaluate(async (element, label) => {
      const rows = element.querySelector('.monaco-list-rows') ?? element;
      // To the top, then on by less than what is shown. No function in here: its compiled form needs helpers of ours.
      for (let step = 0, deltaY = -100_000; step < 40; step++, deltaY = 300) {
        rows.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        if (element.querySelector(`.monaco-list-row[aria-label="${label}"]`)) return;
      }
    }, name);
  }
  await item.waitFor();
  await item.scrollIntoViewIfNeeded();
  return item;
}

/**
 * Selects several files of one folder, the first by a click and the others by Control-click. The click opens a preview,
 * and the explorer selects its file alone once that is there: what is lost by that is clicked again.
 */
export async function selectInExplorer(
  page: Page,
  relativePaths: readonly string[],
): Promise<void> {
  const [first = '', ...others] = relativePaths;
  await (await revealInExplorer(page, first)).click();
  let lost = others;
  for (let round = 0; lost.length > 0; round++) {
    if (round > 20) throw new Error(`The explorer does not keep ${lost.join(', ')} selected.`);
    for (const relativePath of lost) {
      const item = await revealInExplorer(page, relativePath);
      await item.click({ modifiers: ['ControlOrMeta'] });
    }
    await page.waitForTimeout(300);
    lost = [];
    for (const relativePath of relativePaths) {
      const item = await revealInExplorer(page, relativePath);
      if ((await item.getAttribute('aria-selected')) !== 'true') lost.push(relativePath);
    }
  }
}
