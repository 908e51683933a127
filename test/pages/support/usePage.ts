import assert from 'node:assert/strict';
import { saveFailure } from '../../support/screenshots.ts';
import { dropSharedTab } from './browser.ts';
import type { EditorlessPage } from './editorlessPage.ts';

/**
 * Opens the page again before each test of the suite; any browser error in between fails the test.
 * @param opens false if each test opens the page itself, in a theme or a size of its own
 */
export function usePage<Tested extends EditorlessPage<never, { type: string }>>(
  page: Tested,
  { opens = true } = {},
): Tested {
  if (opens) beforeEach(() => page.open());
  afterEach(async function () {
    const complaints = [...(await page.complaints())];
    if (this.currentTest?.state === 'failed') {
      await saveFailure(page.page, this.currentTest.fullTitle());
      await dropSharedTab();
    }
    assert.deepEqual(complaints, []);
  });
  return page;
}
