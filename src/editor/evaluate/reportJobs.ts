import type { RequestKinds } from '../../protocol/requests.ts';
import type { Asked } from '../panels/requestHandler.ts';

/** What a report answers. */
interface Question {
  /** The model, the folder and their state, as text. */
  about: string;
  request: unknown;
}

/** A report that is being made, or the last one of its kind. */
interface Job extends Question {
  key: string;
  abort: AbortController;
  report: Promise<unknown>;
  /** Undefined until it is made. */
  made: { result: unknown } | undefined;
  /** Tells who asked last. */
  onWorking: Asked['onWorking'];
  last: { done: number; all: number } | undefined;
}

/**
 * Reports that take minutes, one of each kind. A page is ended whenever it is hidden, and the engine's process with any
 * scan that is cancelled: the work goes on, and its report is kept for the page that asks again, and for files.
 */
export class ReportJobs<Kinds extends RequestKinds> {
  readonly #jobs = new Map<keyof Kinds, Job>();

  /**
   * The report that answers a question: a known one, the one that is being made, or a new one in place of any other of
   * its kind.
   * @param make is told when to end, and tells its progress
   */
  get<Kind extends keyof Kinds>(
    kind: Kind,
    question: Question & { request: Kinds[Kind]['request'] },
    { onWorking }: Asked,
    make: (asked: Asked) => Promise<Kinds[Kind]['result']>,
  ): Promise<Kinds[Kind]['result']> {
    const known = this.#jobs.get(kind);
    const key = JSON.stringify([question.about, question.request]);
    if (known?.key === key) {
      known.onWorking = onWorking;
      if (known.last) onWorking(known.last.done, known.last.all);
      return known.report as Promise<Kinds[Kind]['result']>;
    }
    this.stop(kind);
    return this.#begin(kind, { ...question, key }, onWorking, make);
  }

  /** The reports that are made, with the requests that they answer. */
  made(about: string): { [Kind in keyof Kinds]?: Kinds[Kind] } {
    const made: { [Kind in keyof Kinds]?: Kinds[Kind] } = {};
    for (const [kind, job] of this.#jobs) {
      if (job.about !== about || !job.made) continue;
      made[kind] = { request: job.request, result: job.made.result } as Kinds[typeof kind];
    }
    return made;
  }

  /** Those that are being made or are made. */
  begun(about: string): (keyof Kinds)[] {
    return [...this.#jobs].filter(([, job]) => job.about === about).map(([kind]) => kind);
  }

  /** Ends the work on a report, and forgets it. */
  stop(kind: keyof Kinds): void {
    const job = this.#jobs.get(kind);
    this.#jobs.delete(kind);
    job?.abort.abort();
  }

  stopAll(): void {
    for (const kind of [...this.#jobs.keys()]) this.stop(kind);
  }

  #begin<Report>(
    kind: keyof Kinds,
    question: Question & { key: string },
    onWorking: Asked['onWorking'],
    make: (asked: Asked) => Promise<Report>,
  ): Promise<Report> {
    const abort = new AbortController();
    const tell = (done: number, all: number) => {
      job.last = { done, all };
      job.onWorking(done, all);
    };
    const report = make({ signal: abort.signal, onWorking: tell });
    const job: Job = { ...question, abort, report, made: undefined, onWorking, last: undefined };
    this.#jobs.set(kind, job);
    report.then(
      (result) => {
        job.made = { result };
        job.last = undefined;
      },
      () => {
        // A failed one is made again when it is asked for again.
        if (this.#jobs.get(kind) === job) this.#jobs.delete(kind);
      },
    );
    return report;
  }
}
