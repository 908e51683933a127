/**
 * Lets a call of the engine be cancelled once it has told its progress. Cancelling ends the engine process, and a call
 * that tells nothing is over sooner than another process has started.
 */
export class LongCall {
  readonly #wish: AbortSignal;
  readonly #abort = new AbortController();
  #isLong = false;

  /** @param wish aborted when nobody waits for the answer any more */
  constructor(wish: AbortSignal) {
    this.#wish = wish;
    wish.addEventListener('abort', () => this.#end(), { once: true });
  }

  /** For the call. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The call has told its progress. */
  tell(): void {
    this.#isLong = true;
    this.#end();
  }

  #end(): void {
    if (this.#isLong && this.#wish.aborted) this.#abort.abort();
  }
}
