import { visibleText } from '../cam/base/visibleText.ts';

/** Limits for a terminal, which shows far less than a program can print: time between two writes, size of one. */
const EVERY_MS = 40;
const MAX_LENGTH = 32 * 1024;

const BOLD = '\x1b[1m';
const DIM = '\x1b[2m';
const PLAIN = '\x1b[0m';

/** The line above the output of a command, which names it. */
export function heading(commandLine: string, time: string): string {
  return `${PLAIN}${BOLD}> ${visibleText(commandLine)}${PLAIN}  ${DIM}${time}${PLAIN}\r\n`;
}

/** Text in faint colour on its own line, for text that is not output of the command. */
export function remark(text: string): string {
  return `${PLAIN}${DIM}${visibleText(text)}${PLAIN}\r\n`;
}

/**
 * Output on its way to a terminal: collected, with the line ends of terminals. If a program prints too fast, the middle
 * is left out and counted, so that neither the terminal nor the program waits for the other.
 */
export class TerminalText {
  readonly #write: (text: string) => void;
  readonly #omitted: (characters: number) => string;
  #pending = '';
  #omittedCharacters = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param omitted makes the text for a number of omitted characters */
  constructor(write: (text: string) => void, omitted: (characters: number) => string) {
    this.#write = write;
    this.#omitted = omitted;
  }

  add(text: string): void {
    this.#pending += text;
    if (this.#pending.length > 2 * MAX_LENGTH) this.#shorten();
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** Writes the waiting text. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length > MAX_LENGTH) this.#shorten();
    const note =
      this.#omittedCharacters > 0 ? `\r\n${remark(this.#omitted(this.#omittedCharacters))}` : '';
    if (this.#pending !== '') this.#write(note + this.#pending.replaceAll(/\r?\n/g, '\r\n'));
    this.#pending = '';
    this.#omittedCharacters = 0;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** Keeps the end, from the beginning of a line if possible. */
  #shorten(): void {
    const end = this.#pending.slice(-MAX_LENGTH);
    const kept = end.slice(end.indexOf('\n') + 1);
    this.#omittedCharacters += this.#pending.length - kept.length;
    this.#pending = kept;
  }
}
