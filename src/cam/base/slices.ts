import { setImmediate } from 'node:timers/promises';

/** Half of a frame at 60 Hz: other requests get their answer without a noticeable delay. */
const SLICE_MS = 8;

/** Long work that lets other work run in between: it checks from time to time whether its slice is over. */
export class Slices {
  #endMs = performance.now() + SLICE_MS;

  get isOver(): boolean {
    return performance.now() >= this.#endMs;
  }

  /** Resolves when all other waiting work has had its turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#endMs = performance.now() + SLICE_MS;
  }
}
