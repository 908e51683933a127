/** The end of a long text, in little memory however long it gets. */
export class OutputTail {
  readonly #limit: number;
  #chunks: string[] = [];
  #length = 0;

  /** @param limit characters that are kept at least */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: string): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length <= 2 * this.#limit) return;
    const kept = this.text();
    this.#chunks = [kept];
    this.#length = kept.length;
  }

  /** The last characters, at most as many as the limit. */
  text(): string {
    return this.#chunks.join('').slice(-this.#limit);
  }
}
