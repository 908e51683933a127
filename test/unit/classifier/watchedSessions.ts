import { InferenceSession } from 'onnxruntime-node';

/** Sees which sessions of the runtime are open, and what they are fed. The sessions work as ever. */
export class WatchedSessions {
  readonly #create = InferenceSession.create;
  readonly #open = new Set<InferenceSession>();
  /** For each run, the rows of its first input. */
  rows: number[] = [];
  /** The most bytes of a model that was loaded. */
  largest = 0;

  /** Watches the sessions that are created from now on, up to {@link stop}. */
  start(): void {
    const create = async (bytes: Uint8Array, options?: InferenceSession.SessionOptions) => {
      this.largest = Math.max(this.largest, bytes.length);
      return this.#watch(await this.#create.call(InferenceSession, bytes, options));
    };
    Object.assign(InferenceSession, { create });
  }

  stop(): void {
    Object.assign(InferenceSession, { create: this.#create });
  }

  /** How many were created and not released. */
  get open(): number {
    return this.#open.size;
  }

  #watch(session: InferenceSession): InferenceSession {
    const { run, release } = session;
    this.#open.add(session);
    return Object.assign(session, {
      run: (feeds: InferenceSession.FeedsType, outputs: string[]) => {
        this.rows.push(Object.values(feeds)[0]?.dims[0] ?? 0);
        return run.call(session, feeds, outputs);
      },
      release: () => {
        this.#open.delete(session);
        return release.call(session);
      },
    });
  }
}
