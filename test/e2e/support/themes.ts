import type { Page } from 'playwright-core';
import { findInQuickPick, focusedItem, runCommand } from './quickInput.ts';

/** The themes that the tests use: their names in the list of themes. */
const labels = {
  'Default Dark Modern': 'Dark Modern',
  'Default High Contrast': 'Dark High Contrast',
  'Default High Contrast Light': 'Light High Contrast',
};

export type Theme = keyof typeof labels;

/** Chooses a theme from VS Code's list. Returns a function that restores the previous one. */
export async function chooseTheme(page: Page, theme: Theme): Promise<() => Promise<void>> {
  const before = await chooseFromThemes(page, labels[theme]);
  return async () => {
    await chooseFromThemes(page, before);
  };
}

/** Returns the name of the previous theme. */
async function chooseFromThemes(page: Page, name: string): Promise<string> {
  await runCommand(page, 'Preferences: Color Theme');
  const before = await focusedItem(page, '').locator('.label-name').innerText();
  await findInQuickPick(page, name);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  return before.trim();
}
