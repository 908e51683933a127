import { setImmediate } from 'node:timers/promises';

/** Half of a frame at 60 Hz: what is asked meanwhile is answered without a noticeable delay. */
const SLICE_MS = 8;

/** Long work that lets other work go on in between: it asks now and then whether its slice is over. */
export class Slices {
  #endMs = performance.now() + SLICE_MS;

  get isOver(): boolean {
    return performance.now() >= this.#endMs;
  }

  /** Resolves when everything else that was waiting has had its turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#endMs = performance.now() + SLICE_MS;
  }
}
