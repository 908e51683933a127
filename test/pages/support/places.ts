import type { Page } from 'playwright-core';

/** Where the first parts with these test ids lie, as if nothing were scrolled. */
export async function placesOf(page: Page, ids: string[]): Promise<Record<string, unknown>> {
  await page.evaluate(() => {
    for (const part of [document.documentElement, ...document.querySelectorAll('#app *')]) {
      part.scrollTop = 0;
    }
  });
  const boxes = await Promise.all(
    ids.map((id) => page.locator(`[data-testid="${id}"]`).first().boundingBox()),
  );
  return Object.fromEntries(ids.map((id, i) => [id, boxes[i]]));
}
