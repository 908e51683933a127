import type * as vscode from 'vscode';

/**
 * The messages to a page. A page is created again whenever it was hidden, and messages sent in between are lost; so the
 * new page gets what it shows once more.
 */
export class ShownMessages<Message extends { type: string }> {
  readonly #webview: vscode.Webview;
  readonly #begin: () => Message[];
  /** The current messages by type, in the order in which they were sent. */
  readonly #shown = new Map<Message['type'], Message>();
  #isReady = false;

  /** @param begin the first messages for every page */
  constructor(webview: vscode.Webview, begin: () => Message[]) {
    this.#webview = webview;
    this.#begin = begin;
  }

  /** Whether there is a page; messages without a page are lost. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The page has reported that it is ready. */
  ready(): void {
    this.#isReady = true;
    for (const message of [...this.#begin(), ...this.#shown.values()]) this.post(message);
  }

  /** Sends the first messages again: what they say has changed. */
  beginAgain(): void {
    for (const message of this.#begin()) this.post(message);
  }

  /** Sends a message that a page created later does not need. */
  post(message: Message): void {
    if (this.#isReady) void this.#webview.postMessage(message);
  }

  /** Sends what is shown from now on, instead of the last message of the same type. */
  show(message: Message): void {
    this.#shown.set(message.type, message);
    this.post(message);
  }

  /** A page created later no longer gets this message. */
  forget(type: Message['type']): void {
    this.#shown.delete(type);
  }

  /** Sends the new content; it replaces all earlier messages. */
  showAlone(message: Message): void {
    this.#shown.clear();
    this.show(message);
  }
}
