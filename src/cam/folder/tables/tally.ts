import type { Finding, FindingKind } from '../../results/evaluation/scores.ts';

/** Names that a finding gives. */
const MAX_EXAMPLES = 10;

/** Counts what cannot be used of a file, by name. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  add(name: string, count = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
    this.#total += count;
  }

  /** How often something was added. */
  get total(): number {
    return this.#total;
  }

  /** The number of different names. */
  get names(): number {
    return this.#counts.size;
  }

  /** The most frequent names first, in the order in which they came; with their counts if those differ from 1. */
  examples(): string[] {
    return [...this.#counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_EXAMPLES)
      .map(([name, count]) => (count === 1 ? name : `${name} (${asText(count)})`));
  }

  /** Nothing if nothing was counted. */
  findings(kind: FindingKind, text: () => string): Finding[] {
    if (this.#total === 0) return [];
    return [{ kind, count: this.#total, text: text(), examples: this.examples() }];
  }
}

/** A number as in the other texts: `50,000`. */
export function asText(count: number): string {
  return count.toLocaleString('en');
}
