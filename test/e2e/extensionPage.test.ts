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
      'shows every picture of the README',
      inWindow(async ({ page }) => {
        await runCommand(page, 'Extensions: Show Installed Extensions');
        await page.locator('.extensions-list').getByText('CAM Lens', { exact: true }).click();
        const readme = await findWebview(page, 'h1', { hasText: 'CAM Lens' });
        const images = await readme.locator('img').evaluateAll(async (all) => {
          const shown = all as HTMLImageElement[];
          await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
          return shown.map(({ alt, naturalWidth, clientWidth }) => ({
            alt,
            naturalWidth,
            clientWidth,
          }));
        });
        await saveScreenshot(page, 'extension-page');
        assert.ok(images.length >= 7, `${images.length} pictures`);
        for (const { alt, naturalWidth, clientWidth } of images) {
          assert.ok(naturalWidth > 500 && clientWidth > 300, alt);
        }
        await readme.locator('img').nth(1).scrollIntoViewIfNeeded();
        await saveScreenshot(page, 'extension-page-below');
      }),
    );
  });
}
