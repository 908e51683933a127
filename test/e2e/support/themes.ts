import type { Page } from 'playwright-core';
import { findInQuickPick, focusedItem, runCommand } from './quickInput.ts';

/** The themes that the tests use: their names in VS Code's list, and their kinds in the workbench and in a webview. */
const themes = {
  'Default Dark Modern': {
    label: 'Dark Modern',
    workbench: 'vs-dark',
    webview: 'vscode-dark',
  },
  'Default High Contrast': {
    label: 'Dark High Contrast',
    workbench: 'hc-black',
    webview: 'vscode-high-contrast',
  },
  'Default High Contrast Light': {
    label: 'Light High Contrast',
    workbench: 'hc-light',
    webview: 'vscode-high-contrast-light',
  },
};

export type Theme = keyof typeof themes;

/**
 * Chooses a theme from VS Code's list, and waits until the window and its webviews have it. Returns a function that
 * restores the previous one.
 */
export async function chooseTheme(page: Page, theme: Theme): Promise<() => Promise<void>> {
  const { label, workbench, webview } = themes[theme];
  const before = await chooseFromThemes(page, label);
  await page.locator(`.monaco-workbench.${workbench}`).waitFor();
  for (const frame of page.frames()) {
    const body = frame.locator('body[data-vscode-theme-kind]');
    if ((await body.count()) === 0) continue;
    await frame.locator(`body[data-vscode-theme-kind="${webview}"]`).waitFor();
  }
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
