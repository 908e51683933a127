import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inRepository } from '../../scripts/repository.ts';

/** Saves `test-results/screenshots/NAME.png`, hardly compressed, which takes half of the time. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  const file = inRepository('test-results', 'screenshots', `${name}.png`);
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', { optimizeForSpeed: true });
  await browser.detach();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, data, 'base64');
}

/** Whether the documentation's pictures are replaced: CAM_LENS_UPDATE_SCREENSHOTS=1 */
export const takesDocumentationScreenshots = process.env.CAM_LENS_UPDATE_SCREENSHOTS === '1';

/** As {@link saveScreenshot}; replaces the documentation's picture as well, if that is asked for. */
export async function saveDocumentationScreenshot(page: Page, name: string): Promise<void> {
  await saveScreenshot(page, name);
  if (takesDocumentationScreenshots) {
    await save(page, inRepository('docs', 'images', `${name}.png`));
  }
}

/** Saves the screen of a failed test, under the test's title. */
export async function saveFailure(page: Page, title: string): Promise<void> {
  const name = title.replaceAll(/[^\w-]+/g, '-').slice(0, 100);
  const file = inRepository('test-results', 'failures', `${name}.png`);
  try {
    await save(page, file);
    console.error(`Screenshot of the failure: ${file}`);
  } catch (error) {
    console.error('No screenshot of the failure:', error);
  }
}

async function save(page: Page, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
}
