/** A budget of bytes; a caller without room waits until others release theirs. */
export class ByteBudget {
  #free: number;
  #taken = 0;
  readonly #waiting: { bytes: number; admit: () => void }[] = [];

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** Waits for room, in turn. A request larger than the whole budget gets the budget alone. */
  async take(bytes: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(bytes)) return this.#admit(bytes);
    await new Promise<void>((resolve) => {
      this.#waiting.push({ bytes, admit: resolve });
    });
  }

  give(bytes: number): void {
    this.#free += bytes;
    this.#taken -= bytes;
    for (let next = this.#waiting[0]; next && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#admit(next.bytes);
      next.admit();
    }
  }

  #fits(bytes: number): boolean {
    return bytes <= this.#free || this.#taken === 0;
  }

  #admit(bytes: number): void {
    this.#free -= bytes;
    this.#taken += bytes;
  }
}
