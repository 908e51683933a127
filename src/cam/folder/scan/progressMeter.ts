import type { ScanProgress } from '../../results/units.ts';

/** Time window of the speed, in milliseconds. */
const WINDOW_MS = 8000;

const INTERVAL_MS = 250;

/** Counts the pictures of a scan, and reports progress at most four times a second. */
export class ProgressMeter {
  found = 0;
  walking = true;
  indexed = 0;
  scanned = 0;
  unreadable = 0;
  readonly #report: (progress: ScanProgress) => void;
  #samples: { time: number; done: number }[] = [];
  #reported = 0;

  constructor(report: (progress: ScanProgress) => void) {
    this.#report = report;
  }

  /** Reports the progress, unless the last report was a moment ago. */
  tell(now = Date.now()): void {
    if (now - this.#reported < INTERVAL_MS) return;
    this.tellNow(now);
  }

  tellNow(now = Date.now()): void {
    this.#reported = now;
    const { found, walking, indexed, scanned, unreadable } = this;
    const perSecond = this.#speed(now);
    const left = Math.max(0, found - indexed - unreadable);
    const isKnown = !walking && (perSecond > 0 || left === 0);
    const secondsLeft = isKnown ? left / (perSecond || 1) : undefined;
    this.#report({ found, walking, indexed, scanned, unreadable, perSecond, secondsLeft });
  }

  #speed(now: number): number {
    const done = this.scanned + this.unreadable;
    this.#samples.push({ time: now, done });
    while ((this.#samples[1]?.time ?? now) <= now - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || now === first.time) return 0;
    return ((done - first.done) * 1000) / (now - first.time);
  }
}
