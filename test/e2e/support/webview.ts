import type { Frame, Page } from 'playwright-core';

const pollMs = 100;

/**
 * The document of the webview that shows an element (a CSS selector, optionally with a text). All webviews of a window
 * are siblings in its page, whichever editor they belong to, so they are distinguished by their content. Throws when
 * none shows the element in time.
 */
export async function findWebview(
  page: Page,
  selector: string,
  { hasText, timeoutMs = 45_000 }: { hasText?: string | RegExp; timeoutMs?: number } = {},
): Promise<Frame> {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    for (const frame of page.frames()) {
      if (
        frame.url().includes('/webview/browser/pre/') &&
        (await shows(frame, selector, hasText))
      ) {
        return frame;
      }
    }
    await page.waitForTimeout(pollMs);
  }
  const text = hasText ? ` with the text ${hasText}` : '';
  throw new Error(`No webview shows ${selector}${text} after ${timeoutMs / 1000} s.`);
}

async function shows(
  frame: Frame,
  selector: string,
  hasText: string | RegExp | undefined,
): Promise<boolean> {
  try {
    return (await frame.locator(selector, hasText ? { hasText } : {}).count()) > 0;
  } catch {
    return false; // The frame has just been replaced.
  }
}
