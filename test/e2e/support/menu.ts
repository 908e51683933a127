import type { Locator, Page } from 'playwright-core';
import { retryTimeouts } from './retryTimeouts.ts';

/** Finds the element to click. A list may be refreshed after it was found, so each try finds it again. */
type Find = () => Locator | Promise<Locator>;

/** Opens the context menu of an element and waits until it is shown. */
export async function openContextMenu(page: Page, find: Find): Promise<void> {
  await retryTimeouts(10, async () => {
    await (await find()).click({ button: 'right', timeout: 3_000 });
  });
  await page.locator('.monaco-menu .action-item').first().waitFor();
}

/** An entry of the open menu, by its exact label (its keyboard shortcut is no part of it). */
export function menuItem(page: Page, label: string): Locator {
  const labelled = page.getByText(label, { exact: true });
  return page.locator('.monaco-menu .action-item').filter({ has: labelled });
}

/**
 * Opens the context menu of an element until it has an entry, and returns that: a new window does not know the entries
 * of its extensions yet.
 */
export async function awaitContextMenuItem(
  page: Page,
  find: Find,
  label: string,
  timeoutMs = 30_000,
): Promise<Locator> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    await openContextMenu(page, find);
    const item = menuItem(page, label);
    if ((await item.count()) > 0) return item;
    await closeMenu(page);
    if (Date.now() > deadlineMs) throw new Error(`The context menu has no entry ${label}.`);
    await page.waitForTimeout(200);
  }
}

/** Opens the context menu of an element and chooses an entry. */
export async function chooseFromContextMenu(page: Page, find: Find, label: string): Promise<void> {
  const item = await awaitContextMenuItem(page, find, label);
  // A menu ignores clicks in its first tenth of a second, so that the opening click chooses nothing; it accepts keys.
  await item.hover();
  await page.keyboard.press('Enter');
  await page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
}

/** Closes the open menu. */
export async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
}
