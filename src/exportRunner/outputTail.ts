/** The end of a text of any length, in little memory. */
export class OutputTail {
  readonly #limit: number;
  #chunks: string[] = [];
  #length = 0;

  /** @param limit least number of characters that are kept */
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

  /** The last characters, at most `limit`. */
  text(): string {
    return this.#chunks.join('').slice(-this.#limit);
  }
}
