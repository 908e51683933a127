import assert from 'node:assert/strict';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../../scripts/repository.ts';
import { saveScreenshot } from '../support/screenshots.ts';
import { runCommand } from './support/quickInput.ts';
import { findWebview } from './support/webview.ts';
import { sharedWindow } from './support/window.ts';

const extensions = process.env.CAM_LENS_EXTENSIONS_FOLDER ?? '';
const { publisher, name } = readManifest();

/** A link to this repository has the README as it is written, not as it is packaged. */
const isPackaged = readdirSync(extensions).some(
  (folder) =>
    folder.startsWith(`${publisher}.${name}-`) &&
    !lstatSync(path.join(extensions, folder)).isSymbolicLink(),
);

if (isPackaged) {
  describe('The page of the extension', () => {
    const inWindow = sharedWindow();

    it(
      'has no picture that is not shown, and leads to the tour',
      inWindow(async ({ page }) => {
        await runCommand(page, 'Extensions: Show Installed Extensions');
        await page.locator('.extensions-list').getByText('CAM Lens', { exact: true }).click();
        const readme = await findWebview(page, 'h1', { hasText: 'CAM Lens' });
        await readme.getByText('Take the tour').waitFor();
        const broken = await readme.locator('img').evaluateAll(async (all) => {
          const shown = all as HTMLImageElement[];
          await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
          return shown.filter(({ naturalWidth }) => naturalWidth === 0).map(({ alt }) => alt);
        });
        await saveScreenshot(page, 'extension-page');
        assert.deepEqual(broken, []);
      }),
    );
  });
}
