import { CamError } from '../../base/errors.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';

/** Pixels that are kept for another pass; photos beyond are decoded again. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Photos that are decoded while the model runs. */
const AHEAD = 4;

/** Photos in order, decoded in advance; kept as far as there is room. */
export class DecodedPhotos {
  readonly #options: DecodeOptions;
  readonly #kept = new Map<string, RgbPicture>();
  #room = KEPT_BYTES;

  constructor(options: DecodeOptions) {
    this.#options = options;
  }

  /** Each photo, or the reason why it cannot be read. */
  async *of(paths: readonly string[]): AsyncGenerator<RgbPicture | CamError> {
    const ahead: Promise<RgbPicture | CamError>[] = [];
    for (let next = 0; next < paths.length || ahead.length > 0; ) {
      while (ahead.length < AHEAD && next < paths.length) {
        const decoded = this.#decode(paths[next++] ?? '');
        decoded.catch(() => undefined);
        ahead.push(decoded);
      }
      const photo = ahead.shift();
      if (photo) yield await photo;
    }
  }

  async #decode(path: string): Promise<RgbPicture | CamError> {
    const kept = this.#kept.get(path);
    if (kept) return kept;
    try {
      const photo = await decodePixels(path, this.#options, async () => undefined);
      const bytes = photo.pixels.byteLength;
      if (bytes <= this.#room) {
        this.#room -= bytes;
        this.#kept.set(path, photo);
      }
      return photo;
    } catch (error) {
      if (CamError.is(error) && error.code !== 'unsupportedPlatform') return error;
      throw error;
    }
  }
}
