import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { sharedBrowser } from './browser.ts';

/** Opens a saved HTML file alone, and fails on any browser error. */
export async function withSavedPage(
  address: string,
  colorScheme: 'light' | 'dark',
  width: number,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const browser = await sharedBrowser();
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  try {
    await page.goto(address);
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

/** By how many pixels the page is wider than the window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
