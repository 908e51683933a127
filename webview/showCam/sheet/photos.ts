import type { BriefExplanation } from '../../../src/cam/results/brief.ts';

/** Number of decoded photos to keep, more than there are near the view; the least recently used is dropped first. */
const KEPT = 160;

/** The decoded photos of the tiles. */
export class Photos {
  readonly #known = new Map<BriefExplanation, ImageBitmap>();

  /** The photo, if it is decoded. */
  get(brief: BriefExplanation): ImageBitmap | undefined {
    const photo = this.#known.get(brief);
    if (photo) this.#keep(brief, photo);
    return photo;
  }

  /** Decodes the photo. @throws if the browser cannot */
  async decode(brief: BriefExplanation): Promise<void> {
    const blob = new Blob([new Uint8Array(brief.thumbnail)], { type: 'image/jpeg' });
    this.#keep(brief, await createImageBitmap(blob));
    for (const [oldest, old] of this.#known) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
      old.close();
    }
  }

  /** As the most recently used one. */
  #keep(brief: BriefExplanation, photo: ImageBitmap): void {
    const before = this.#known.get(brief);
    if (before !== photo) before?.close();
    this.#known.delete(brief);
    this.#known.set(brief, photo);
  }
}
