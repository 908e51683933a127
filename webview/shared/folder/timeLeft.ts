/** Before this, the speed of the work says little. */
const LEAST_MS = 5000;

/** How long work will take, by its speed since the page has heard of it. */
export class TimeLeft {
  #first: { done: number; atMs: number } | undefined;

  /** In seconds; undefined while it cannot be told. */
  after({ done, all }: { done: number; all: number }, nowMs: number): number | undefined {
    this.#first ??= { done, atMs: nowMs };
    const steps = done - this.#first.done;
    const ms = nowMs - this.#first.atMs;
    if (steps <= 0 || ms < LEAST_MS) return undefined;
    return ((ms / steps) * (all - done)) / 1000;
  }
}
