import type { ThumbnailRequests } from '../../../src/protocol/folder.ts';

/** Number of decoded pictures to keep; the least recently used is dropped first. */
const KEPT = 160;

/** Pictures in one message; small, so that the first ones arrive before the last ones are read. */
const AT_ONCE = 12;

/** Asks the editor for thumbnails. */
type Load = (paths: string[]) => Promise<ThumbnailRequests['thumbnails']['result']>;

/** What is known about one picture. */
export type Picture = ImageBitmap | 'failed' | undefined;

/** The thumbnails: requested when they must be drawn, and kept as long as there is room. */
export class Thumbnails {
  readonly #load: Load;
  readonly #known = new Map<string, ImageBitmap | 'failed'>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #wanted = new Set<string>();
  readonly #old = new Set<string>();
  #isAsking = false;
  #timer = 0;

  constructor(load: Load) {
    this.#load = load;
  }

  /** The picture, if it has arrived. */
  get(path: string): Picture {
    const known = this.#known.get(path);
    if (known === undefined) return undefined;
    this.#known.delete(path);
    this.#known.set(path, known);
    return known;
  }

  /** Asks for a picture; `onArrival` is called once it has arrived or failed. */
  want(path: string, onArrival: () => void): void {
    const listeners = this.#waiting.get(path);
    if (listeners) {
      listeners.add(onArrival);
      return;
    }
    this.#waiting.set(path, new Set([onArrival]));
    this.#wanted.add(path);
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      void this.#askForNext();
    });
  }

  /** Cancels requests for pictures that are no longer in view. */
  forget(path: string, onArrival: () => void): void {
    const listeners = this.#waiting.get(path);
    listeners?.delete(onArrival);
    if (listeners?.size === 0 && this.#wanted.delete(path)) this.#waiting.delete(path);
  }

  /** The file has a new picture. */
  drop(path: string): void {
    const known = this.#known.get(path);
    this.#known.delete(path);
    this.#old.delete(path);
    if (known !== undefined && known !== 'failed') known.close();
  }

  /** Files may have new pictures: each is asked for again when it is drawn, and the known one stays until then. */
  renew(): void {
    for (const path of this.#known.keys()) this.#old.add(path);
  }

  /** Whether the known picture is to be asked for again. */
  isOld(path: string): boolean {
    return this.#old.has(path);
  }

  /** One request at a time. */
  async #askForNext(): Promise<void> {
    if (this.#isAsking || this.#wanted.size === 0) return;
    this.#isAsking = true;
    const paths = [...this.#wanted].slice(0, AT_ONCE);
    for (const path of paths) this.#wanted.delete(path);
    const { thumbnails, failed } = await this.#load(paths).catch(() => ({
      thumbnails: [],
      failed: paths,
    }));
    this.#isAsking = false;
    void this.#askForNext();
    for (const path of failed) this.#keep(path, 'failed');
    await Promise.all(
      thumbnails.map(async ({ path, bytes }) => this.#keep(path, await decode(bytes))),
    );
  }

  #keep(path: string, picture: ImageBitmap | 'failed'): void {
    this.drop(path);
    this.#known.set(path, picture);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.drop(oldest);
    }
    const listeners = this.#waiting.get(path);
    this.#waiting.delete(path);
    for (const listener of listeners ?? []) listener();
  }
}

async function decode(bytes: Uint8Array): Promise<ImageBitmap | 'failed'> {
  try {
    const blob = new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
    return await createImageBitmap(blob);
  } catch {
    return 'failed';
  }
}
