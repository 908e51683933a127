import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { Answer } from '../page/asking.ts';
import { NO_ANSWER } from '../page/asking.ts';

/** Rows in one request. */
const PAGE_ROWS = 48;

/** Pages that are kept, so that the page's memory does not grow with the folder. */
const KEPT_PAGES = 12;

interface Page<Row> {
  total: number;
  rows: readonly Row[];
}

/** Reads some rows. It never settles once the signal is aborted. */
type Load<Row> = (first: number, count: number, signal: AbortSignal) => Promise<Page<Row>>;

/** The rows of a long list: read by pages when they come into view; those of longest ago are forgotten. */
export class PagedRows<Row> {
  readonly #onChange: () => void;
  readonly #pages = new Map<number, readonly Row[]>();
  #load: Load<Row> | undefined;
  #abort = new AbortController();
  #isLoading = false;
  /** The newest last. */
  #wanted: number[] = [];
  #isOld = false;
  /** With one, nothing more is read until the question is asked again. */
  #error: CamErrorData | undefined;
  #total: number | undefined;

  /** @param onChange rows have arrived, or cannot be read */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Number of rows; undefined before the first answer. */
  get total(): number | undefined {
    return this.#total;
  }

  /** Whether the rows are those of the question before. */
  get isOld(): boolean {
    return this.#isOld;
  }

  /** Why rows cannot be read. */
  get error(): CamErrorData | undefined {
    return this.#error;
  }

  /** What is said in place of the rows. */
  get answer(): Answer<never> {
    const error = this.#error;
    return { ...NO_ANSWER, isPending: this.#total === undefined && !error, error };
  }

  /**
   * Asks another question. The rows of the old one stay until the first of the new ones have arrived.
   * @param at a row in view
   */
  ask(load: Load<Row>, at = 0): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#load = load;
    this.#isOld = true;
    this.#error = undefined;
    this.#isLoading = false;
    this.#wanted = [Math.floor(at / PAGE_ROWS)];
    void this.#loadNext();
  }

  /** Forgets everything. */
  clear(): void {
    this.#abort.abort();
    this.#pages.clear();
    this.#load = undefined;
    this.#error = undefined;
    this.#total = undefined;
    this.#wanted = [];
  }

  /** A row; undefined if it is not known yet. Then it is read. */
  row(index: number): Row | undefined {
    const page = Math.floor(index / PAGE_ROWS);
    const rows = this.#pages.get(page);
    if (rows) return rows[index % PAGE_ROWS];
    if (!this.#isOld && !this.#error) {
      this.#wanted = [...this.#wanted.filter((other) => other !== page), page].slice(-2);
      void this.#loadNext();
    }
    return undefined;
  }

  async #loadNext(): Promise<void> {
    const page = this.#wanted.at(-1);
    if (this.#isLoading || page === undefined || !this.#load) return;
    this.#isLoading = true;
    const { signal } = this.#abort;
    try {
      const { total, rows } = await this.#load(page * PAGE_ROWS, PAGE_ROWS, signal);
      if (signal.aborted) return;
      this.#keep(page, total, rows);
    } catch (error) {
      if (signal.aborted) return;
      this.#wanted = [];
      this.#error = CamError.toData(error);
      this.#onChange();
    }
    this.#isLoading = false;
    void this.#loadNext();
  }

  #keep(page: number, total: number, rows: readonly Row[]): void {
    if (this.#isOld) this.#pages.clear();
    this.#isOld = false;
    this.#total = total;
    this.#wanted = this.#wanted.filter((other) => other !== page);
    this.#pages.set(page, rows);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) break;
      this.#pages.delete(oldest);
    }
    this.#onChange();
  }
}
