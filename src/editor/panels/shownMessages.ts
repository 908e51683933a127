import type * as vscode from 'vscode';

/**
 * The messages to a page. It is created anew whenever it was hidden, and what is sent while it is not there
 * is lost: then it gets once more what it shows.
 */
export class ShownMessages<Message extends { type: string }> {
  readonly #webview: vscode.Webview;
  readonly #begin: () => Message[];
  /** What the page shows now, by type, in the order in which it was sent. */
  readonly #shown = new Map<Message['type'], Message>();
  #isReady = false;

  /** @param begin the messages with which every page begins */
  constructor(webview: vscode.Webview, begin: () => Message[]) {
    this.#webview = webview;
    this.#begin = begin;
  }

  /** Whether there is a page; what is posted while there is none is lost. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The page has said that it is there. */
  ready(): void {
    this.#isReady = true;
    for (const message of [...this.#begin(), ...this.#shown.values()]) this.post(message);
  }

  /** Sends what a page created anew need not be told. */
  post(message: Message): void {
    if (this.#isReady) void this.#webview.postMessage(message);
  }

  /** Sends what is shown from now on, instead of the last message of the same type. */
  show(message: Message): void {
    this.#shown.set(message.type, message);
    this.post(message);
  }

  /** A page created anew is not told this any more. */
  forget(type: Message['type']): void {
    this.#shown.delete(type);
  }

  /** Sends what is shown from now on, instead of everything that was. */
  showAlone(message: Message): void {
    this.#shown.clear();
    this.show(message);
  }
}
