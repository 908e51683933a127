/**
 * Arrays of one length that are reused: each new one of half a megabyte costs the system clean pages, and the runtime a
 * garbage collection every few pictures.
 */
export class ArrayPool {
  #free: Float32Array[] = [];

  /** An array with its old content. */
  take(length: number): Float32Array {
    const free = this.#free.pop();
    if (free?.length === length) return free;
    this.#free = [];
    return new Float32Array(length);
  }

  /** Takes back an array that is no longer read. */
  give(array: Float32Array): void {
    this.#free.push(array);
  }
}
