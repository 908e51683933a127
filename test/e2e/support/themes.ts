import type { Page } from 'playwright-core';
import { runCommand } from './quickInput.ts';

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
  const focused = page.locator('.quick-input-widget .monaco-list-row.focused .label-name');
  const before = (await focused.innerText()).trim();
  await page.locator('.quick-input-widget .quick-input-box input').fill(name);
  await focused.filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  return before;
}
