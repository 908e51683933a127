import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EngineLimits, WatchMessage } from './limits.ts';

/**
 * Watches this process from a thread of its own, because a run of a model blocks the main thread. During a call it ends
 * the process when a limit is exceeded, see `watchThread.ts`, or when the process that started it has ended.
 */
export class SelfWatch {
  readonly #thread: Worker;

  constructor(limits: EngineLimits) {
    // Built into the same folder.
    const file = fileURLToPath(new URL('engineWatch.cjs', import.meta.url));
    this.#thread = new Worker(file, {
      workerData: limits,
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    });
    this.#thread.on('error', (error) => console.error(error));
    this.#thread.unref();
  }

  /** A call begins, or reports progress: its time begins anew. */
  callRuns(): void {
    this.#tell('callRuns');
  }

  callEnded(): void {
    this.#tell('callEnded');
  }

  #tell(message: WatchMessage): void {
    this.#thread.postMessage(message);
  }
}
