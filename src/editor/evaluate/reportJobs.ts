import type { Asked } from '../panels/requestHandler.ts';

/** A report that is being made, or the last one of its kind. */
interface Job {
  key: string;
  abort: AbortController;
  report: Promise<unknown>;
  /** Tells who asked last. */
  onWorking: Asked['onWorking'];
  last: { done: number; all: number } | undefined;
}

/**
 * Reports that take minutes, one of each kind. A page is ended whenever it is hidden: the work goes on, and its report
 * is kept for the page that asks again.
 */
export class ReportJobs<Kind extends string> {
  readonly #jobs = new Map<Kind, Job>();

  /**
   * The report of this key: a known one, the one that is being made, or a new one in place of any other of its kind.
   * @param make is told when to end, and tells its progress
   */
  get<Report>(
    kind: Kind,
    key: string,
    { onWorking }: Asked,
    make: (asked: Asked) => Promise<Report>,
  ): Promise<Report> {
    const known = this.#jobs.get(kind);
    if (known?.key === key) {
      known.onWorking = onWorking;
      if (known.last) onWorking(known.last.done, known.last.all);
      return known.report as Promise<Report>;
    }
    this.stop(kind);
    return this.#begin(kind, key, onWorking, make);
  }

  /** Ends the work on a report, and forgets it. */
  stop(kind: Kind): void {
    const job = this.#jobs.get(kind);
    this.#jobs.delete(kind);
    job?.abort.abort();
  }

  stopAll(): void {
    for (const kind of [...this.#jobs.keys()]) this.stop(kind);
  }

  #begin<Report>(
    kind: Kind,
    key: string,
    onWorking: Asked['onWorking'],
    make: (asked: Asked) => Promise<Report>,
  ): Promise<Report> {
    const abort = new AbortController();
    const tell = (done: number, all: number) => {
      job.last = { done, all };
      job.onWorking(done, all);
    };
    const report = make({ signal: abort.signal, onWorking: tell });
    const job: Job = { key, abort, report, onWorking, last: undefined };
    this.#jobs.set(kind, job);
    const end = () => {
      job.last = undefined;
    };
    report.then(end, () => {
      // A failed one is made again when it is asked for again.
      if (this.#jobs.get(kind) === job) this.#jobs.delete(kind);
    });
    return report;
  }
}
