import { CamError } from '../../cam/base/errors.ts';
import type { TrainingReport } from '../../cam/results/training.ts';
import type { ScanProgress } from '../../cam/results/units.ts';
import type { TrainingOptions } from '../../cam/train/trainFolder.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ScanSubject } from '../folder/folderScan.ts';

interface TrainingListener {
  /** Undefined once images are no longer run and nothing is learned. */
  onProgress(progress: ScanProgress | undefined): void;
  onLearning(share: number | undefined): void;
  onReport(report: TrainingReport): Promise<void>;
  onError(error: unknown): void;
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

/** The trainings of one panel, one at a time. */
export class Training {
  readonly #engine: EngineClient;
  readonly #listener: TrainingListener;
  #abort: AbortController | undefined;

  constructor(engine: EngineClient, listener: TrainingListener) {
    this.#engine = engine;
    this.#listener = listener;
  }

  get isRunning(): boolean {
    return this.#abort !== undefined;
  }

  async start({ model, folder }: ScanSubject, options: TrainingOptions): Promise<void> {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    const isCurrent = () => this.#abort === abort;
    const { onProgress, onLearning, onReport, onError } = this.#listener;
    onProgress(BEGINNING);
    try {
      const { signal } = abort;
      const report = await this.#engine.call('train', [model, folder, options], signal, (step) => {
        if (!isCurrent()) return;
        if ('scan' in step) onProgress(step.scan);
        else onLearning(step.learning);
      });
      if (isCurrent()) await onReport(report);
    } catch (error) {
      const isCancelled = CamError.is(error) && error.code === 'cancelled';
      if (isCurrent() && !isCancelled) onError(error);
    } finally {
      if (isCurrent()) {
        this.#abort = undefined;
        onLearning(undefined);
        onProgress(undefined);
      }
    }
  }

  /** Ends the training; images that were run are not run again. */
  cancel(): void {
    this.#abort?.abort();
  }

  /** Ends the training without further reports. */
  dispose(): void {
    const abort = this.#abort;
    this.#abort = undefined;
    abort?.abort();
  }
}
