/** Samples that are linked, directly or through others: connected components (Galler & Fischer 1964). */
export class Components {
  readonly #parents: Int32Array;

  /** @param samples each is a component by itself at first */
  constructor(samples: number) {
    this.#parents = Int32Array.from({ length: samples }, (_, row) => row);
  }

  link(first: number, second: number): void {
    const [a, b] = [this.#root(first), this.#root(second)];
    // The first sample of a component stands for it.
    this.#parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** Component of each sample: the number of its first one. */
  numbers(): Int32Array {
    return this.#parents.map((_, row) => this.#root(row));
  }

  #root(sample: number): number {
    let root = sample;
    while (this.#parents[root] !== root) {
      const parent = this.#parents[root] as number;
      // Half of the way is shorter next time.
      this.#parents[root] = this.#parents[parent] as number;
      root = parent;
    }
    return root;
  }
}
