import { visibleText } from '../../cam/base/visibleText.ts';

/** The two streams of the program: results go to `out`, everything else to `err`. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Whether `err` is a screen, where a line can be overwritten. */
  isErrScreen: boolean;
}

/** Moves to the beginning of the line and clears it. */
const ERASE = '\r\u001b[K';

/** Writes lines. What a name in them would do to a screen or to the order of lines is shown instead. */
export class Terminal {
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** Whether a line of `err` can be overwritten. */
  get isErrScreen(): boolean {
    return this.#streams.isErrScreen;
  }

  /** Results: text, or one JSON value in each line. */
  out(lines: readonly string[]): void {
    this.#streams.out(lines.map((line) => `${visibleText(line)}\n`).join(''));
  }

  /** One line about what happens, as `cam-lens: LINE`. */
  err(line: string): void {
    this.#streams.err(`cam-lens: ${visibleText(line)}\n`);
  }

  /** Replaces the last line of the screen, which has no end yet; an empty text clears it. */
  overwriteErr(text: string): void {
    this.#streams.err(`${ERASE}${visibleText(text)}`);
  }
}

/** `cat.jpg is empty (0 bytes). Copy or download the image again.` */
export function errorLine(error: { message: string; nextAction: string }): string {
  return `${error.message} ${error.nextAction}`;
}
