export interface ExportQueueOptions<Request> {
  /** Does one run. Must not throw. */
  readonly run: (request: Request, signal: AbortSignal) => Promise<void>;
  /** Waiting time after a request before it is run: *Save All* saves one file after the other. */
  readonly quietMs: number;
  /** A run has begun or ended. */
  readonly onChange: () => void;
}

/**
 * One export at a time. Requests during a run lead to one more run, of the latest request, after the current one. The
 * current run is not stopped: an interrupted export can leave half a model, and a finished one is soon replaced.
 */
export class ExportQueue<Request> {
  readonly #options: ExportQueueOptions<Request>;
  #quiet: NodeJS.Timeout | undefined;
  #waiting: { request: Request } | undefined;
  #running: AbortController | undefined;
  #isDisposed = false;

  constructor(options: ExportQueueOptions<Request>) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Asks for a run as soon as no further request comes. */
  request(request: Request): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.requestNow(request), this.#options.quietMs);
  }

  /** Asks for a run at once, or after the current one. It includes requests that are still waiting. */
  requestNow(request: Request): void {
    clearTimeout(this.#quiet);
    this.#waiting = { request };
    void this.#work();
  }

  /** Ends the current run and drops waiting requests. */
  cancel(): void {
    clearTimeout(this.#quiet);
    this.#waiting = undefined;
    this.#running?.abort();
  }

  /** As {@link cancel}, and accepts no further requests. */
  dispose(): void {
    this.#isDisposed = true;
    this.cancel();
  }

  async #work(): Promise<void> {
    if (this.#running) return;
    while (this.#waiting && !this.#isDisposed) {
      const { request } = this.#waiting;
      this.#waiting = undefined;
      const running = new AbortController();
      this.#running = running;
      this.#options.onChange();
      await this.#options.run(request, running.signal);
      this.#running = undefined;
      this.#options.onChange();
    }
  }
}
