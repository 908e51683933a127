export type Listener<State> = (state: State, previous: State) => void;

/** The state of a page. Listeners run together, at most once per frame. */
export class FrameStore<State extends object> {
  #state: State;
  #drawn: State;
  #frame = 0;
  readonly #listeners: Listener<State>[] = [];

  constructor(initial: State) {
    this.#state = initial;
    this.#drawn = initial;
  }

  get state(): State {
    return this.#state;
  }

  /** @param listener gets the state and the previous one */
  listen(listener: Listener<State>): void {
    this.#listeners.push(listener);
  }

  update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    this.#frame = 0;
    const [state, previous] = [this.#state, this.#drawn];
    this.#drawn = state;
    for (const listener of this.#listeners) listener(state, previous);
  }
}
