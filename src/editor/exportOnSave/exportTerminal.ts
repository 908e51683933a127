import * as vscode from 'vscode';
import { OutputTail } from '../../exportRunner/outputTail.ts';
import { heading, remark, TerminalText } from '../../exportRunner/terminalText.ts';

const WIDTH_UNTIL_SHOWN = 120;
const KEPT_UNTIL_OPEN = 64 * 1024;
const CONTROL_C = '\x03';

/**
 * The terminal with the output of a folder's exports. The first export creates it, later ones reuse it, and it never
 * takes the focus. Closing it, or Ctrl-C in it, cancels the run.
 */
export class ExportTerminal implements vscode.Disposable {
  readonly #name: string;
  readonly #cancel: () => void;
  readonly #text: TerminalText;
  #terminal: vscode.Terminal | undefined;
  #written: vscode.EventEmitter<string> | undefined;
  /** Text that was written before the terminal was open. */
  #early: OutputTail | undefined;
  #columns = WIDTH_UNTIL_SHOWN;

  constructor(name: string, cancel: () => void) {
    this.#name = name;
    this.#cancel = cancel;
    this.#text = new TerminalText(
      (text) => this.#write(text),
      (characters) => vscode.l10n.t('… {0} kB not shown …', Math.ceil(characters / 1000)),
    );
  }

  /** Width in characters. */
  get columns(): number {
    return this.#columns;
  }

  /** Begins the output of a run with a line that names the command. */
  begin(commandLine: string): void {
    this.#terminal ??= this.#open();
    const time = new Date().toLocaleTimeString();
    this.#text.add(heading(commandLine, time));
  }

  /** Adds output of the command. */
  add(output: string): void {
    this.#text.add(output);
  }

  /** Ends the output of a run with a line that gives the result. */
  end(how: string): void {
    this.#text.flush();
    this.#write(`\r\n${remark(how)}\r\n`);
  }

  /** Brings the terminal into view, without the focus. */
  show(): void {
    this.#terminal?.show(true);
  }

  dispose(): void {
    this.#text.dispose();
    this.#terminal?.dispose();
    this.#written?.dispose();
  }

  #open(): vscode.Terminal {
    this.#early = new OutputTail(KEPT_UNTIL_OPEN);
    const written = new vscode.EventEmitter<string>();
    this.#written = written;
    const pty: vscode.Pseudoterminal = {
      onDidWrite: written.event,
      open: (dimensions) => {
        this.#columns = dimensions?.columns ?? WIDTH_UNTIL_SHOWN;
        const early = this.#early?.text();
        this.#early = undefined;
        if (early) written.fire(early);
      },
      setDimensions: ({ columns }) => {
        this.#columns = columns;
      },
      handleInput: (input) => {
        if (input === CONTROL_C) this.#cancel();
      },
      close: () => {
        this.#terminal = undefined;
        this.#written = undefined;
        written.dispose();
        this.#cancel();
      },
    };
    return vscode.window.createTerminal({
      name: this.#name,
      pty,
      iconPath: new vscode.ThemeIcon('export'),
      isTransient: true,
    });
  }

  #write(text: string): void {
    if (this.#early) this.#early.add(text);
    else this.#written?.fire(text);
  }
}
