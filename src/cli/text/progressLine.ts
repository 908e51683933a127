import type { ScanProgress } from '../../cam/results/units.ts';
import type { Terminal } from './terminal.ts';

/** Time between two lines if lines cannot be overwritten. */
const LINE_MS = 10_000;

/** Reports progress: on a screen in one line that changes, otherwise in a new line from time to time. */
export class ProgressLine {
  readonly #terminal: Terminal;
  #isShown = false;
  #lineMs = Date.now();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  tell(text: string): void {
    if (this.#terminal.isErrScreen) {
      this.#isShown = true;
      this.#terminal.overwriteErr(text);
    } else if (Date.now() - this.#lineMs >= LINE_MS) {
      this.#lineMs = Date.now();
      this.#terminal.err(text);
    }
  }

  /** Clears the line, so that other text can follow. */
  end(): void {
    if (this.#isShown) this.#terminal.overwriteErr('');
    this.#isShown = false;
  }
}

/** `1,234 of 50,000 images, 35.2 a second, 23 min left` */
export function scanText(progress: ScanProgress): string {
  const { found, walking, indexed, unreadable, perSecond, secondsLeft } = progress;
  const all = `${count(found)} images${walking ? ' found so far' : ''}`;
  return [
    `${count(indexed + unreadable)} of ${all}`,
    ...(perSecond > 0 ? [`${perSecond.toFixed(1)} a second`] : []),
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`]),
  ].join(', ');
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
