/**
 * Arrays of one length that are used again: each new one of half a megabyte costs the system clean pages and
 * the runtime a collection of garbage every few pictures.
 */
export class ArrayPool {
  #free: Float32Array[] = [];

  /** An array with whatever was in it last. */
  take(length: number): Float32Array {
    const free = this.#free.pop();
    if (free?.length === length) return free;
    this.#free = [];
    return new Float32Array(length);
  }

  /** Takes back an array that nobody reads any more. */
  give(array: Float32Array): void {
    this.#free.push(array);
  }
}
