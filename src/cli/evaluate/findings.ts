import type { Finding } from '../../cam/results/evaluation/scores.ts';
import type { Terminal } from '../text/terminal.ts';
import { findingText } from './evaluateText.ts';

/** What does not count, said once on stderr, however many reports name it. */
export class Findings {
  readonly #terminal: Terminal;
  readonly #said = new Set<string>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  say(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const text = findingText(finding);
      if (!this.#said.has(text)) this.#terminal.err(text);
      this.#said.add(text);
    }
  }
}
