/** Items that one side finds while the other side works on them, in their order. */
export class WorkList<T> {
  #items: T[] = [];
  #first = 0;
  #closed = false;
  #wake: () => void = () => undefined;

  /** Number of waiting items. */
  get length(): number {
    return this.#items.length - this.#first;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  /** No more will come. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** The next item, once there is one; undefined at the end. For one reader. */
  async next(): Promise<T | undefined> {
    while (this.length === 0) {
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const item = this.#items[this.#first++];
    if (this.#first > 4096) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
