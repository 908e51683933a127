import { stat } from 'node:fs/promises';
import { CamError } from '../../cam/base/errors.ts';
import { mayBeUnfinished } from './unfinishedFiles.ts';

/** What is read from files that may change at any time. */
export interface Reading {
  /**
   * Reads the files and shows what they say.
   * @param isPatient the files have just changed, so an error is not the last word
   * @param isNewest whether no later reading has begun, which is the one to be shown
   */
  read: (isPatient: boolean, isNewest: () => boolean) => Promise<void>;
  /** Something is being written: what was shown stays until `file` is complete. */
  wait: (file: string) => void;
  fail: (error: unknown) => void;
}

/** Tells of changes of files, and that one is enough to look at all of them. */
export type Watch = (files: string[], onChange: () => void) => { dispose(): void };

/** Times in milliseconds. */
export interface Patience {
  /** So long nothing must have changed before it is read: exporters write a file in several steps. */
  quietMs: number;
  /** How often sizes and times are looked at while something is being written. */
  lookMs: number;
  /**
   * How often else: watchers take a moment to begin, and tell nothing of what another machine writes into a
   * shared folder.
   */
  idleMs: number;
  /** After this time of unending writes it is said that they are waited for. */
  sayMs: number;
  /** How often it is tried again while nothing changes: a file that is not followed may be the missing one. */
  retryMs: number;
  /**
   * An error of files that have not changed for this time is theirs. Exporters pause between two writes while they
   * serialise the next part; five seconds are more than that takes, and a user still remembers the export.
   */
  settledMs: number;
}

const PATIENCE: Patience = {
  quietMs: 150,
  lookMs: 50,
  idleMs: 2000,
  sayMs: 1000,
  retryMs: 1000,
  settledMs: 5000,
};

/**
 * Reads something anew whenever its files change. A file that is half written is waited for: it is tried
 * again on each change and at short intervals, and an error counts only once nothing has changed for some
 * seconds. Files are told apart by size and time, so that it does not depend on watchers; they only make it soon.
 */
export class FollowedReading {
  readonly #reading: Reading;
  readonly #watch: Watch;
  readonly #patience: Patience;
  #watcher: { dispose(): void } | undefined;
  /** Sizes and times when they were last looked at, by path. */
  #versions = new Map<string, string>();
  #lastChanged = '';
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #triedAtMs = Number.POSITIVE_INFINITY;
  /** Since when there are changes that were not read. */
  #dueSinceMs: number | undefined;
  /** The last try failed as it does where a file is incomplete. */
  #isWaiting = false;
  #isReading = false;
  #newest = 0;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(reading: Reading, watch: Watch, patience: Patience = PATIENCE) {
    this.#reading = reading;
    this.#watch = watch;
    this.#patience = patience;
  }

  /** Replaces the files that are followed; absolute paths. */
  follow(files: string[]): void {
    const unique = [...new Set(files)].sort();
    if (this.#isDisposed || unique.join('\n') === [...this.#versions.keys()].join('\n')) return;
    this.#versions = new Map(unique.map((file) => [file, this.#versions.get(file) ?? '']));
    this.#watcher?.dispose();
    this.#watcher = this.#watch(unique, () => this.#lookSoon(0));
    this.#lookSoon(0);
  }

  /** Reads now, whether or not something changed. */
  async read(): Promise<void> {
    if (this.#isDisposed) return;
    const ticket = ++this.#newest;
    this.#stop();
    this.#isReading = true;
    await this.#look();
    if (ticket !== this.#newest) return;
    this.#dueSinceMs = undefined;
    this.#triedAtMs = Date.now();
    const isPatient = this.#quietMs() < this.#patience.settledMs;
    try {
      await this.#reading.read(isPatient, () => ticket === this.#newest);
      if (ticket !== this.#newest) return;
      this.#isWaiting = false;
    } catch (error) {
      if (ticket !== this.#newest) return;
      const data = CamError.toData(error);
      this.#isWaiting = isPatient && mayBeUnfinished(data);
      if (this.#isWaiting) this.#reading.wait(data.file ?? this.#lastChanged);
      else this.#reading.fail(error);
    }
    this.#isReading = false;
    this.#lookSoon(this.#patience.lookMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#newest++;
    this.#stop();
    this.#watcher?.dispose();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #lookSoon(afterMs: number): void {
    if (this.#isDisposed || this.#isReading) return;
    this.#stop();
    this.#timer = setTimeout(() => void this.#goOn(), afterMs);
  }

  /** Reads where it is time to, and else looks again while something is being written. */
  async #goOn(): Promise<void> {
    const ticket = this.#newest;
    await this.#look();
    if (ticket !== this.#newest) return;
    const { quietMs, sayMs, retryMs, settledMs, lookMs, idleMs } = this.#patience;
    const nowMs = Date.now();
    const isQuiet = this.#quietMs() >= quietMs;
    const isDue = this.#dueSinceMs !== undefined;
    const isTimeToRetry =
      this.#isWaiting && (this.#quietMs() >= settledMs || nowMs - this.#triedAtMs >= retryMs);
    if (isQuiet && (isDue || isTimeToRetry)) return void this.read();
    if (nowMs - (this.#dueSinceMs ?? nowMs) >= sayMs) this.#reading.wait(this.#lastChanged);
    if (this.#versions.size === 0) return;
    this.#lookSoon(isDue || this.#isWaiting ? lookMs : idleMs);
  }

  #quietMs(): number {
    return Date.now() - this.#changedAtMs;
  }

  /** Notes which files have another size or time than before. */
  async #look(): Promise<void> {
    const known = this.#versions;
    const found = await Promise.all(
      [...known.keys()].map(async (file) => ({ file, ...(await versionOf(file)) })),
    );
    const nowMs = Date.now();
    for (const { file, version, writtenAtMs } of found) {
      const before = known.get(file);
      known.set(file, version);
      // The time of a file that was moved here, or of a machine with another clock, says nothing.
      const ageMs = nowMs - writtenAtMs;
      const isFresh = ageMs >= 0 && ageMs < this.#patience.settledMs;
      // A file that is followed since it was read may have changed meanwhile.
      const isLater = before === '' ? writtenAtMs > this.#triedAtMs : true;
      const isChanged = before !== version && isLater;
      if (isChanged) this.#dueSinceMs ??= nowMs;
      if (isChanged || isFresh) this.#noteChange(file, isFresh ? writtenAtMs : nowMs);
    }
  }

  #noteChange(file: string, atMs: number): void {
    if (atMs <= this.#changedAtMs) return;
    this.#changedAtMs = atMs;
    this.#lastChanged = file;
  }
}

async function versionOf(file: string): Promise<{ version: string; writtenAtMs: number }> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { version: `${size}:${mtimeMs}`, writtenAtMs: mtimeMs };
  } catch {
    return { version: 'missing', writtenAtMs: Number.NaN };
  }
}
