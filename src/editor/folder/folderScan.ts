import { CamError } from '../../cam/base/errors.ts';
import type { ScanProgress } from '../../cam/results/units.ts';

/** Shortest time between two reads of the index during a scan, so that what is shown improves. */
const LOOK_EVERY_MS = 2000;

/** The inputs of a scan: a model and a folder of images. */
export interface ScanSubject {
  model: string;
  /** Absolute. */
  folder: string;
}

/** Runs the images of a folder until the signal is aborted. */
export interface Scanner {
  /** @throws CamError about the model or the folder. */
  scan(
    subject: ScanSubject,
    signal: AbortSignal,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<unknown>;
}

export interface ScanListener {
  /** Undefined once the scan has finished or was cancelled. */
  onProgress: (progress: ScanProgress | undefined) => void;
  /** The index has grown or the scan has ended, so the index must be read again. */
  onGrowth: () => Promise<void>;
  onError: (error: unknown) => void;
}

const BEGINNING: ScanProgress = {
  found: 0,
  walking: true,
  indexed: 0,
  scanned: 0,
  unreadable: 0,
  perSecond: 0,
  secondsLeft: undefined,
};

/** The scans of one panel, one at a time. */
export class FolderScan {
  readonly #scanner: Scanner;
  readonly #listener: ScanListener;
  #abort: AbortController | undefined;
  #isLooking = false;
  #lookedAtMs = 0;

  constructor(scanner: Scanner, listener: ScanListener) {
    this.#scanner = scanner;
    this.#listener = listener;
  }

  get isRunning(): boolean {
    return this.#abort !== undefined;
  }

  async start(subject: ScanSubject): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#lookedAtMs = Date.now();
    const { onProgress, onError, onGrowth } = this.#listener;
    onProgress(BEGINNING);
    try {
      await this.#scanner.scan(subject, abort.signal, (progress) => {
        if (this.#abort !== abort) return;
        onProgress(progress);
        if (progress.scanned > 0) void this.#look();
      });
      // Before the end is reported: otherwise a result from the middle of the scan would count as its end.
      if (this.#abort === abort) await onGrowth();
    } catch (error) {
      if (this.#abort !== abort) return;
      if (CamError.is(error) && error.code === 'cancelled') await onGrowth();
      else onError(error);
    } finally {
      if (this.#abort === abort) {
        this.#abort = undefined;
        onProgress(undefined);
      }
    }
  }

  /** Ends the scan; finished work stays in the index. */
  cancel(): void {
    this.#abort?.abort();
  }

  /** Ends the scan without further reports. */
  dispose(): void {
    const abort = this.#abort;
    this.#abort = undefined;
    abort?.abort();
  }

  async #look(): Promise<void> {
    if (this.#isLooking || Date.now() - this.#lookedAtMs < LOOK_EVERY_MS) return;
    this.#isLooking = true;
    await this.#listener.onGrowth();
    this.#isLooking = false;
    this.#lookedAtMs = Date.now();
  }
}
