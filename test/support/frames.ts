import type { Frame, Page } from 'playwright-core';

/** As text, so that it is not checked against a browser's types, which other users of this folder do not have. */
const twoFrames =
  'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/** Resolves when a page or a webview has drawn two frames: what was changed before is then on the screen. */
export async function framesDrawn(frame: Page | Frame): Promise<void> {
  await frame.evaluate(twoFrames);
}
