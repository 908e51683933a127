import { stat } from 'node:fs/promises';
import { CamError } from '../../cam/base/errors.ts';
import { mayBeUnfinished } from './unfinishedFiles.ts';

/** A reading of files that may change at any time. */
export interface Reading {
  /**
   * Reads the files and shows the result.
   * @param isPatient the files have just changed, so an error may not be final
   * @param isNewest whether no later reading has begun; only the newest is shown
   */
  read: (isPatient: boolean, isNewest: () => boolean) => Promise<void>;
  /** A file is being written: the old content stays until `file` is complete. */
  wait: (file: string) => void;
  fail: (error: unknown) => void;
}

/** Reports changes of files; one change is enough to check all of them. */
export type Watch = (files: string[], onChange: () => void) => { dispose(): void };

/** Times in milliseconds. */
export interface Patience {
  /** Waiting time without changes before a read: exporters write a file in several steps. */
  quietMs: number;
  /** How often sizes and times are checked while something is being written. */
  lookMs: number;
  /**
   * How often at other times: watchers take a moment to start, and miss what another machine writes into a shared
   * folder.
   */
  idleMs: number;
  /** After this time of constant writes, the user is told that CAM Lens waits for them. */
  sayMs: number;
  /** How often a read is retried while nothing changes: the missing file may be one that is not followed. */
  retryMs: number;
  /**
   * If the files have not changed for this time, an error is real. Exporters pause between two writes while they
   * serialise the next part; that takes less than five seconds, and the user still remembers the export.
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
 * Reads something again whenever its files change. It waits for half-written files: it tries again on each change and
 * at short intervals, and an error counts only when nothing has changed for some seconds. A change is detected by size
 * and time, so this works without watchers; they only make it faster.
 */
export class FollowedReading {
  readonly #reading: Reading;
  readonly #watch: Watch;
  readonly #patience: Patience;
  #watcher: { dispose(): void } | undefined;
  /** Sizes and times at the last check, by path. */
  #versions = new Map<string, string>();
  #lastChanged = '';
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #triedAtMs = Number.POSITIVE_INFINITY;
  /** Time of the first change that was not read yet. */
  #dueSinceMs: number | undefined;
  /** Whether the last try failed with an error that an incomplete file can cause. */
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

  /** Reads now, even if nothing changed. */
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

  /** Reads if it is time to; otherwise checks again while something is being written. */
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

  /** Records which files have a new size or time. */
  async #look(): Promise<void> {
    const known = this.#versions;
    const found = await Promise.all(
      [...known.keys()].map(async (file) => ({ file, ...(await versionOf(file)) })),
    );
    const nowMs = Date.now();
    for (const { file, version, writtenAtMs, movedAtMs } of found) {
      const before = known.get(file);
      known.set(file, version);
      // The time of a moved file, or from a machine with another clock, says nothing.
      const ageMs = nowMs - writtenAtMs;
      const isFresh = ageMs >= 0 && ageMs < this.#patience.settledMs;
      // A file that is followed only after it was read may have changed in between.
      const isLater = before !== '' || movedAtMs > this.#triedAtMs;
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

interface FileVersion {
  version: string;
  writtenAtMs: number;
  /** When the file was written, or moved here with an older time; a missing one may have been removed at any moment. */
  movedAtMs: number;
}

async function versionOf(file: string): Promise<FileVersion> {
  try {
    const { size, mtimeMs, ctimeMs } = await stat(file);
    return { version: `${size}:${mtimeMs}`, writtenAtMs: mtimeMs, movedAtMs: ctimeMs };
  } catch {
    return { version: 'missing', writtenAtMs: Number.NaN, movedAtMs: Number.POSITIVE_INFINITY };
  }
}
