import type { Frame, Page } from 'playwright-core';

/** Resolves when a page or a webview has drawn so many frames: what was changed before is then on the screen. */
export async function framesDrawn(frame: Page | Frame, count = 2): Promise<void> {
  await frame.evaluate(async (frames) => {
    for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
  }, count);
}
