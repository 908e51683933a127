/**
 * Runs tasks one after the other. Of each kind only the newest waits, so that switching quickly between classes builds
 * no queue. A running task is not stopped, because that would end the engine's process.
 */
export class NewestQueue {
  readonly #waiting = new Map<string, () => Promise<void>>();
  #isWorking = false;

  /** Never settles for a task that is aborted or replaced by a newer one before it starts. */
  run<Result>(kind: string, signal: AbortSignal, task: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(kind, async () => {
        if (signal.aborted) return;
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        }
      });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const [kind, task] = next;
      this.#waiting.delete(kind);
      await task();
    }
    this.#isWorking = false;
  }
}
