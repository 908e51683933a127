import type { Page } from 'playwright-core';
import type { RunningServer } from '../../../scripts/codeServer/server.ts';

/** VS Code's class for each theme that the tests use. */
const classes = {
  'Default Light Modern': 'vs',
  'Default Dark Modern': 'vs-dark',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
};

export type Theme = keyof typeof classes;

/** What a window has where no setting says more. */
export const defaultTheme: Theme = 'Default Light Modern';

const patienceMs = 2000;

/** Changes a window's theme by its setting, beside the others. Throws when the window does not follow. */
export async function applyTheme(
  { server, page }: { server: RunningServer; page: Page },
  theme: Theme,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const workbench = page.locator(`.monaco-workbench.${classes[theme]}`);
  for (let tries = 1; ; tries++) {
    server.writeSettings({ ...settings, 'workbench.colorTheme': theme });
    try {
      return await workbench.waitFor({ timeout: patienceMs });
    } catch (error) {
      // A window can miss a change that follows another one at once: it is written again.
      if (tries === 10) throw error;
    }
  }
}
