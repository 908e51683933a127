import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** A mouse pointer, which screenshots do not have; its tip is at the upper left. */
const POINTER = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="24"><path d="M1 1v18l4.5-4 3 7 3.5-1.5-3-7h6z" fill="#fff" stroke="#000" stroke-width="1.3"/></svg>',
);

/** Screenshots of a window, joined to one animated picture. */
export class Animation {
  readonly #frames: { png: Buffer; durationMs: number }[] = [];

  /** Adds what the window shows now. @param pointer where the mouse is, if it is drawn */
  async add(page: Page, durationMs: number, pointer?: { x: number; y: number }): Promise<void> {
    const screen = sharp(await page.screenshot());
    if (pointer) {
      const [left, top] = [Math.round(pointer.x), Math.round(pointer.y)];
      screen.composite([{ input: POINTER, left, top }]);
    }
    this.#frames.push({ png: await screen.png().toBuffer(), durationMs });
  }

  /** Writes it as WebP, repeated for ever. */
  async save(file: string): Promise<void> {
    const frames = this.#frames.map(({ png }) => png);
    await sharp(frames, { join: { animated: true } })
      .webp({ delay: this.#frames.map(({ durationMs }) => durationMs), loop: 0, quality: 82 })
      .toFile(file);
  }
}
